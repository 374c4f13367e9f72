// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PortalTemplates {
    static let pieces = ##"""
        .scroll { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: 14px; }
        th, td { padding: 10px 20px 10px 0; text-align: left; vertical-align: middle; border-bottom: 1px solid var(--line); font-weight: 400; }
        .flush th:first-child, .flush td:first-child { padding-left: 20px; }
        thead th { padding-top: 8px; padding-bottom: 8px; font-size: 12.5px; font-weight: 580; color: var(--muted); white-space: nowrap; }
        td { overflow-wrap: anywhere; }
        td.date, td.act { overflow-wrap: normal; }
        .card > .scroll + details, .card > .empty + details { margin-top: 14px; }
        tbody tr:last-child > * { border-bottom: 0; }
        tbody th { font-weight: 560; }
        tbody th code { font-weight: 500; }
        td.act { text-align: right; white-space: nowrap; padding-right: 0; }
        td.act form { display: inline-block; }
        .date { white-space: nowrap; font-variant-numeric: tabular-nums; }
        code { font: 13px/1.5 var(--mono); overflow-wrap: anywhere; }
        .code { margin: 0; padding: 12px 14px; font: 12.5px/1.6 var(--mono); background: var(--raised); border: 1px solid var(--line);
            border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
        .secret { user-select: all; }
        code.secret { display: inline-block; padding: 8px 12px; font-size: 14px; background: var(--surface); border-radius: 8px; }
        .badge { display: inline-block; padding: 2px 10px; font-size: 12.5px; font-weight: 600; border-radius: 999px; white-space: nowrap; }
        .badge.good { color: var(--good); background: var(--good-soft); }
        .badge.soon { color: var(--warn); background: var(--warn-soft); }
        .badge.ended { color: var(--bad); background: var(--bad-soft); }
        .badge.coming { color: var(--idle); background: var(--idle-soft); }
        .notice { padding: 11px 16px; border-radius: 10px; margin-bottom: 16px; }
        .notice.good { color: var(--good); background: var(--good-soft); }
        .notice.bad { color: var(--bad); background: var(--bad-soft); }
        .notice p { margin: 0 0 8px; }
        .empty { color: var(--muted); }
        .facts { display: grid; grid-template-columns: minmax(140px, max-content) minmax(0, 1fr); gap: 8px 24px; margin: 0; }
        .facts dt { color: var(--muted); font-size: 13.5px; }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        .facts + details { margin-top: 14px; }
        .explain dl { margin: 0; display: grid; gap: 4px; }
        .explain dl:not(.facts) dt { color: var(--muted); font-size: 13px; }
        .explain dl:not(.facts) dd { margin: 0 0 10px; font-size: 16px; font-weight: 560; }
        .explain .facts { margin-top: 14px; gap: 8px 24px; }
        .quote { margin: 10px 0 0; color: var(--muted); overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 14px; margin: 0 0 18px; }
        .tiles div { padding: 14px 18px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
            box-shadow: var(--shadow); }
        .tiles dt { color: var(--muted); font-size: 13px; }
        .tiles dd { margin: 2px 0 0; font-size: 28px; font-weight: 640; letter-spacing: -.02em; }
        .tiles a { color: inherit; text-decoration: none; }
        .tiles a:hover { text-decoration: underline; }
        .tiles .warn { color: var(--warn); }
        .tiles .bad { color: var(--bad); }
        .feed { list-style: none; margin: 0; padding: 0; }
        .feed li { display: flex; gap: 16px; padding: 10px 0; border-bottom: 1px solid var(--line); }
        .feed li:last-child { border-bottom: 0; padding-bottom: 0; }
        .feed p { margin: 0; }
        .number { flex: 0 0 118px; font-weight: 600; font-variant-numeric: tabular-nums; }
        .chart { display: block; width: 100%; height: auto; font-size: 12.5px; font-family: inherit; }
        .chart text { fill: var(--text); }
        .chart .axis { fill: var(--muted); font-size: 11.5px; }
        .chart .grid { stroke: var(--line); }
        .chart .owner { font-weight: 560; }
        .chart .bar.good { fill: var(--good-bar); }
        .chart .bar.soon { fill: var(--warn-bar); }
        .chart .bar.ended { fill: var(--bad-bar); }
        .chart .bar.coming { fill: var(--idle-bar); }
        .chart .bar-label { font-size: 11.5px; font-variant-numeric: tabular-nums; }
        .chart .bar-label.inside { fill: #ffffff; font-weight: 600; }
        .chart .now { stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 4 3; }
        .chart .now-label { fill: var(--accent); font-size: 11.5px; font-weight: 600; }
        .legend { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; margin: 12px 0 0; font-size: 13px; color: var(--muted); }
        .key { width: 14px; height: 10px; border-radius: 3px; margin-left: 12px; }
        .key:first-child { margin-left: 0; }
        .key.good { background: var(--good-bar); }
        .key.soon { background: var(--warn-bar); }
        .key.ended { background: var(--bad-bar); }
        .key.coming { background: var(--idle-bar); }
        @media (prefers-reduced-motion: no-preference) { button, nav a { transition: background-color .12s; } }
        """##
}
