// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PortalTemplates {
    static let overview = ##"""
        <h1>Overview</h1>
        <dl class="tiles">
        <div><dt>App registrations</dt><dd><a href="/portal/applications">{{applications}}</a></dd></div>
        <div><dt>Vault certificates</dt><dd><a href="/portal/vault">{{certificates}}</a></dd></div>
        <div><dt>Expiring within 30 days</dt><dd class="{{#hasSoon}}warn{{/hasSoon}}"><a href="/portal/expiry">{{soon}}</a></dd></div>
        <div><dt>Expired</dt><dd class="{{#hasEnded}}bad{{/hasEnded}}"><a href="/portal/expiry">{{ended}}</a></dd></div>
        </dl>
        <section class="card" aria-labelledby="forecast">
        <div class="head"><h2 id="forecast">What expires next</h2><a href="/portal/expiry">Whole forecast</a></div>
        {{#hasCredentials}}{{#chart}}{{> chart}}{{/chart}}{{/hasCredentials}}
        {{^hasCredentials}}<p class="empty">No credential is registered yet.</p>{{/hasCredentials}}
        </section>
        <section class="card" aria-labelledby="failures">
        <div class="head"><h2 id="failures">Latest refusals</h2><a href="/portal/sign-ins?show=failures">Sign-in log</a></div>
        {{#hasFailures}}
        <ul class="feed">
        {{#failures}}<li><a class="number" href="/portal/sign-ins/{{trace}}">{{number}}</a><div><p>{{rule}}</p><p class="hint">{{application}} · {{time}} UTC</p></div></li>
        {{/failures}}
        </ul>
        {{/hasFailures}}
        {{^hasFailures}}<p class="empty">None among the last fifty sign-ins.</p>{{/hasFailures}}
        </section>
        <section class="card" aria-labelledby="connection">
        <h2 id="connection">Connection</h2>
        <dl class="facts"><dt>Authority</dt><dd><code>{{authority}}</code></dd><dt>Tenant ID</dt><dd><code>{{tenant}}</code></dd><dt>Token endpoint</dt><dd><code>{{authority}}/{{tenant}}/oauth2/v2.0/token</code></dd></dl>
        </section>
        """##

    static let expiry = ##"""
        <h1>Expiry forecast</h1>
        <p class="lead">Every certificate and client secret, the one that ends first at the top.</p>
        {{^hasRows}}<p class="card empty">No credential is registered yet.</p>{{/hasRows}}
        {{#hasRows}}
        <section class="card" aria-label="Picture of the coming year">
        {{#chart}}{{> chart}}{{/chart}}
        <p class="legend" aria-hidden="true"><span class="key good"></span>valid <span class="key soon"></span>ends within 30 days <span class="key ended"></span>expired <span class="key coming"></span>not yet valid</p>
        </section>
        <section class="card flush">
        <div class="scroll"><table>
        <caption class="hidden">Credentials by their end</caption>
        <thead><tr><th scope="col">Owner</th><th scope="col">Kind</th><th scope="col">Thumbprint or name</th><th scope="col">Start date</th><th scope="col">Expires</th><th scope="col">State</th></tr></thead>
        <tbody>
        {{#rows}}<tr><th scope="row"><a href="{{link}}">{{owner}}</a></th><td>{{kind}}</td><td><code>{{detail}}</code></td><td class="date">{{start}}</td><td class="date">{{end}} <span class="hint">{{relative}}</span></td><td>{{> badge}}</td></tr>
        {{/rows}}
        </tbody></table></div>
        </section>
        {{/hasRows}}
        """##

    static let chart = ##"""
        <svg class="chart" viewBox="0 0 {{width}} {{height}}" role="img" aria-label="{{summary}}">
        <title>{{summary}}</title>
        {{#months}}<line class="grid" x1="{{x}}" x2="{{x}}" y1="38" y2="{{bottom}}"/><text class="axis" x="{{x}}" y="15" text-anchor="middle">{{name}}</text>
        {{/months}}
        {{#rows}}<g><title>{{title}}</title><text class="owner" x="0" y="{{textY}}">{{owner}}</text><rect class="bar {{state}}" x="{{x}}" y="{{y}}" width="{{barWidth}}" height="16" rx="4"/><text class="bar-label {{labelClass}} {{state}}" x="{{labelX}}" y="{{textY}}" text-anchor="{{anchor}}">{{label}}</text></g>
        {{/rows}}
        <line class="now" x1="{{nowX}}" x2="{{nowX}}" y1="{{nowTop}}" y2="{{nowBottom}}"/><text class="now-label" x="{{nowX}}" y="{{nowText}}" text-anchor="middle">today</text>
        </svg>
        {{#hasMore}}<p class="hint">{{more}} more end later; the table below has them all.</p>{{/hasMore}}
        """##
}
