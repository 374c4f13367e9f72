// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PortalTemplates {
    static let palette = ##"""
        :root {
            --ground: #f5f6f8; --surface: #ffffff; --raised: #fbfcfd; --text: #1a2029; --muted: #566070; --line: #dde2e9;
            --accent: #2454c8; --accent-strong: #1c449f; --on-accent: #ffffff; --accent-soft: #e8eefb;
            --good: #14693f; --good-soft: #e2f3e9; --good-bar: #237d52; --warn: #7f5200; --warn-soft: #fbefd6; --warn-bar: #d9962b;
            --bad: #a82424; --bad-soft: #fbe7e7; --bad-bar: #c03f3f; --idle: #515c6b; --idle-soft: #eceff3; --idle-bar: #94a0b0;
            --shadow: 0 1px 2px rgb(20 30 45 / 6%), 0 1px 6px rgb(20 30 45 / 4%);
            --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --ground: #0f1318; --surface: #171c23; --raised: #1c222b; --text: #e7eaef; --muted: #a3aebd; --line: #2b333f;
                --accent: #8fb1ff; --accent-strong: #b2caff; --on-accent: #0d1628; --accent-soft: #1e2a45;
                --good: #7fd6a6; --good-soft: #153225; --good-bar: #2b7d55; --warn: #f0c168; --warn-soft: #382a10; --warn-bar: #bd8529;
                --bad: #ff9d9d; --bad-soft: #3d1b1d; --bad-bar: #b54848; --idle: #b3bdcb; --idle-soft: #252d38; --idle-bar: #5f6c7e;
                --shadow: none;
            }
        }
        """##

    static let layout = ##"""
        * { box-sizing: border-box; }
        html { color-scheme: light dark; }
        body { margin: 0; min-height: 100vh; display: flex; background: var(--ground); color: var(--text);
            font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
        .skip { position: absolute; left: -999px; top: 0; }
        .skip:focus { left: 12px; top: 12px; z-index: 2; padding: 8px 14px; background: var(--surface); border-radius: 8px; }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .side { position: sticky; top: 0; height: 100vh; flex: 0 0 232px; display: flex; flex-direction: column; padding: 20px 14px;
            background: var(--surface); border-right: 1px solid var(--line); }
        .brand { display: flex; align-items: center; gap: 10px; margin: 0 8px 22px; font-size: 18px; font-weight: 650;
            letter-spacing: -.01em; }
        .brand.large { margin: 0 0 20px; font-size: 22px; }
        .brand-back { fill: var(--accent); }
        .brand-mark { fill: var(--on-accent); }
        nav ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 2px; }
        nav a { display: block; padding: 8px 12px; border-radius: 8px; color: var(--muted); text-decoration: none; font-weight: 500; }
        nav a:hover { background: var(--idle-soft); color: var(--text); }
        nav a[aria-current] { background: var(--accent-soft); color: var(--accent-strong); font-weight: 600; }
        .sign-out { margin-top: auto; padding: 0 2px; }
        .who { margin: 0 0 8px; padding: 0 10px; font-size: 12.5px; color: var(--muted); overflow: hidden; text-overflow: ellipsis; }
        .narrow input + label { margin-top: 14px; }
        .or { margin-top: 28px; padding-top: 20px; border-top: 1px solid var(--line); font-size: 16px; }
        main { flex: 1; min-width: 0; max-width: 1180px; padding: 30px 36px 60px; outline: none; }
        main.alone { max-width: none; display: grid; place-items: start center; padding-top: 12vh; }
        h1 { margin: 0 0 18px; font-size: 25px; line-height: 1.25; font-weight: 650; letter-spacing: -.015em; overflow-wrap: anywhere; }
        h2 { margin: 0 0 12px; font-size: 16px; font-weight: 620; }
        h3 { margin: 0 0 4px; font-size: 15px; font-weight: 620; }
        h2.group { margin: 30px 0 12px; font-size: 19px; letter-spacing: -.01em; }
        p { margin: 0 0 10px; }
        .lead { margin: -10px 0 18px; color: var(--muted); }
        .hint { color: var(--muted); font-size: 13px; font-weight: 400; }
        a { color: var(--accent); text-underline-offset: 2px; }
        .crumbs { margin-bottom: 6px; font-size: 13px; color: var(--muted); }
        .card { margin-bottom: 18px; padding: 18px 20px; background: var(--surface); border: 1px solid var(--line);
            border-radius: 12px; box-shadow: var(--shadow); }
        .card.flush { padding: 4px 0; }
        .card.narrow { width: 100%; max-width: 460px; padding: 28px; }
        .head { display: flex; align-items: flex-start; justify-content: space-between; gap: 16px; }
        .row { display: flex; align-items: center; gap: 10px; flex-wrap: wrap; }
        .bar-row { display: flex; align-items: flex-start; justify-content: space-between; gap: 14px; flex-wrap: wrap;
            margin-bottom: 16px; }
        .columns { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 18px; }
        @media (max-width: 820px) {
            body { display: block; }
            .side { position: static; height: auto; padding: 12px 14px; }
            .brand { margin-bottom: 10px; }
            nav ul { display: flex; flex-wrap: wrap; }
            .sign-out { margin-top: 8px; }
            main { padding: 20px 16px 40px; }
            .columns { grid-template-columns: minmax(0, 1fr); }
        }
        """##

    static let controls = ##"""
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
        label { display: block; margin: 0 0 5px; font-size: 13px; font-weight: 580; }
        input, select, textarea { width: 100%; min-height: 41px; padding: 8px 11px; font: inherit; color: var(--text); background: var(--raised);
            border: 1px solid var(--idle-bar); border-radius: 8px; }
        textarea { font: 13px/1.5 var(--mono); resize: vertical; margin-bottom: 12px; overflow-wrap: anywhere; }
        input[type=file] { height: 41px; padding: 5px 6px; }
        input::file-selector-button { margin-right: 10px; padding: 3px 12px; font: inherit; font-size: 13px; color: var(--text);
            background: var(--surface); border: 1px solid var(--idle-bar); border-radius: 6px; cursor: pointer; }
        input[type=checkbox] { width: auto; min-height: 0; accent-color: var(--accent); }
        .check { display: flex; gap: 8px; align-items: center; font-weight: 400; font-size: 14px; margin-bottom: 14px; }
        button, .button, summary.primary { display: inline-block; padding: 8px 15px; font: inherit; font-weight: 580; line-height: 1.4;
            color: var(--text); background: var(--surface); border: 1px solid var(--idle-bar); border-radius: 8px; cursor: pointer;
            text-decoration: none; white-space: nowrap; }
        button:hover, .button:hover { background: var(--idle-soft); }
        button.primary, summary.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
        button.primary:hover, summary.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
        button.wide { width: 100%; margin: 14px 0 18px; }
        button.quiet { padding: 5px 10px; border-color: transparent; background: transparent; color: var(--accent); }
        button.quiet:hover { background: var(--accent-soft); }
        button.danger, .button.danger { color: var(--bad); border-color: var(--bad); background: transparent; }
        button.danger:hover, .button.danger:hover { background: var(--bad-soft); }
        button.quiet.danger { border-color: transparent; }
        .search { display: flex; gap: 8px; align-items: center; flex: 1 1 320px; max-width: 520px; }
        .inline { display: flex; align-items: flex-end; gap: 12px; flex-wrap: wrap; margin-top: 14px; padding-top: 16px;
            border-top: 1px solid var(--line); }
        .inline > div { flex: 1 1 180px; }
        summary { cursor: pointer; color: var(--accent); font-weight: 580; width: fit-content; }
        summary.primary { list-style: none; }
        summary.primary::-webkit-details-marker { display: none; }
        .panel { max-width: 420px; margin-top: 12px; padding: 16px; background: var(--raised); border: 1px solid var(--line);
            border-radius: 10px; }
        .panel input:not([type=checkbox]) { margin-bottom: 12px; }
        .tabs { display: flex; margin: 0; border: 1px solid var(--idle-bar); border-radius: 8px; overflow: hidden; }
        .tabs a { padding: 8px 16px; color: var(--text); text-decoration: none; font-weight: 560; background: var(--surface); }
        .tabs a[aria-current] { background: var(--accent-soft); color: var(--accent-strong); }
        .tabs a:focus-visible { outline-offset: -3px; }
        """##
}
