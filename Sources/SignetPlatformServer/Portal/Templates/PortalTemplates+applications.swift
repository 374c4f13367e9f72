// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PortalTemplates {
    static let applications = ##"""
        {{#notice}}<p class="notice good" role="status">{{notice}}</p>{{/notice}}
        <h1>App registrations</h1>
        <div class="bar-row">
        <form method="get" action="/portal/applications" role="search" class="search">
        <label class="hidden" for="q">Search by name or client ID</label>
        <input id="q" name="q" type="search" value="{{q}}" placeholder="Search by name or client ID">
        <button>Search</button>{{#isSearch}} <a href="/portal/applications">Clear</a>{{/isSearch}}
        </form>
        <details class="new"><summary class="primary">New registration</summary>
        <form method="post" action="/portal/applications" class="panel">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <label for="name">Name</label>
        <input id="name" name="name" type="text" maxlength="256" required>
        <button class="primary">Register</button>
        </form></details>
        </div>
        {{#hasRows}}
        <section class="card flush">
        <div class="scroll"><table>
        <caption class="hidden">{{count}} applications</caption>
        <thead><tr><th scope="col">Name</th><th scope="col">Application (client) ID</th><th scope="col">Created</th><th scope="col">Next expiry</th></tr></thead>
        <tbody>
        {{#rows}}<tr><th scope="row"><a href="/portal/applications/{{id}}">{{name}}</a></th><td><code>{{client}}</code></td><td class="date">{{created}}</td><td>{{#credential}}<span class="date">{{end}}</span> {{> badge}}{{/credential}}{{^hasCredential}}<span class="hint">no credential</span>{{/hasCredential}}</td></tr>
        {{/rows}}
        </tbody></table></div>
        </section>
        {{#isCut}}<p class="hint">Only the first 500 of {{count}} are shown; search for others.</p>{{/isCut}}
        {{/hasRows}}
        {{^hasRows}}<p class="card empty">No application{{#isSearch}} matches “{{q}}”{{/isSearch}}.</p>{{/hasRows}}
        """##

    static let application = ##"""
        <p class="crumbs"><a href="/portal/applications">App registrations</a></p>
        {{#notice}}<p class="notice good" role="status">{{notice}}</p>{{/notice}}
        <div class="head"><h1>{{name}}</h1><a class="button danger" href="/portal/applications/{{id}}/delete">Delete</a></div>
        <section class="card" aria-labelledby="essentials">
        <h2 id="essentials">Essentials</h2>
        <dl class="facts"><dt>Application (client) ID</dt><dd><code>{{client}}</code></dd><dt>Object ID</dt><dd><code>{{id}}</code></dd><dt>Directory (tenant) ID</dt><dd><code>{{tenant}}</code></dd><dt>Created</dt><dd>{{created}}</dd><dt>App ID URI</dt><dd>{{#uris}}<code>{{.}}</code> {{/uris}}{{^uris}}<span class="hint">none</span>{{/uris}}</dd></dl>
        </section>
        <h2 class="group" id="credentials">Certificates &amp; secrets</h2>
        {{> certificates}}
        {{> secrets}}
        {{> federated}}
        """##

    static let applicationDelete = ##"""
        <p class="crumbs"><a href="/portal/applications">App registrations</a> / <a href="/portal/applications/{{id}}">{{name}}</a></p>
        <section class="card narrow">
        <h1>Delete {{name}}?</h1>
        <p>Nobody can sign in as this application any more. It can be restored through Microsoft Graph for 30 days.</p>
        <form method="post" action="/portal/applications/{{id}}/delete" class="row">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <button class="danger">Delete</button>
        <a class="button" href="/portal/applications/{{id}}">Cancel</a>
        </form>
        </section>
        """##
}
