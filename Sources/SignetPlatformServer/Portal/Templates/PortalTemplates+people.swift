// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PortalTemplates {
    static let people = ##"""
        {{#notice}}<p class="notice good" role="status">{{notice}}</p>{{/notice}}
        <h1>People</h1>
        <div class="bar-row">
        <form method="get" action="/portal/people" role="search" class="search">
        <label class="hidden" for="q">Search by name</label>
        <input id="q" name="q" type="search" value="{{q}}" placeholder="Search by name">
        <button>Search</button>{{#isSearch}} <a href="/portal/people">Clear</a>{{/isSearch}}
        </form>
        <details class="new"><summary class="primary">New person</summary>
        <form method="post" action="/portal/people" class="panel">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <label for="name">Display name</label>
        <input id="name" name="name" type="text" maxlength="256" required>
        <label for="user">User principal name</label>
        <input id="user" name="user" type="email" maxlength="113" placeholder="someone@{{domain}}" autocapitalize="none" spellcheck="false" required>
        <p class="hint">A password is drawn and shown once; it is changed at the first sign-in.</p>
        <button class="primary">Create</button>
        </form></details>
        </div>
        {{#hasRows}}
        <section class="card flush">
        <div class="scroll"><table>
        <caption class="hidden">{{count}} people</caption>
        <thead><tr><th scope="col">Name</th><th scope="col">User principal name</th><th scope="col">Created</th><th scope="col">State</th></tr></thead>
        <tbody>
        {{#rows}}<tr><th scope="row"><a href="/portal/people/{{id}}">{{name}}</a></th><td>{{user}}</td><td class="date">{{created}}</td><td>{{> badge}}</td></tr>
        {{/rows}}
        </tbody></table></div>
        </section>
        {{#isCut}}<p class="hint">Only the first 500 of {{count}} are shown; search for others.</p>{{/isCut}}
        {{/hasRows}}
        {{^hasRows}}<p class="card empty">{{#isSearch}}Nobody is called “{{q}}”.{{/isSearch}}{{^isSearch}}Nobody yet.{{/isSearch}}</p>{{/hasRows}}
        """##

    static let person = ##"""
        <p class="crumbs"><a href="/portal/people">People</a></p>
        {{#notice}}<p class="notice good" role="status">{{notice}}</p>{{/notice}}
        {{#hasNewPassword}}<div class="notice good" role="status"><p>This is the password. It is shown this once, and changed at the first sign-in.</p><p><code class="secret" id="new-password">{{newPassword}}</code></p></div>{{/hasNewPassword}}
        <div class="head"><h1>{{name}}</h1><a class="button danger" href="/portal/people/{{id}}/delete">Delete</a></div>
        <section class="card" aria-labelledby="essentials">
        <h2 id="essentials">Essentials</h2>
        <dl class="facts"><dt>User principal name</dt><dd>{{user}}</dd><dt>Object ID</dt><dd><code>{{id}}</code></dd><dt>Mail</dt><dd>{{#hasMail}}{{mail}}{{/hasMail}}{{^hasMail}}<span class="hint">none</span>{{/hasMail}}</dd><dt>Created</dt><dd>{{created}}</dd><dt>State</dt><dd>{{> badge}}</dd></dl>
        </section>
        <section class="card" aria-labelledby="access">
        <h2 id="access">Sign-in</h2>
        <div class="row">
        <form method="post" action="/portal/people/{{id}}/password"><input type="hidden" name="form_token" value="{{formToken}}"><button>Reset password</button></form>
        <form method="post" action="/portal/people/{{id}}/sessions"><input type="hidden" name="form_token" value="{{formToken}}"><button>End all sessions</button></form>
        {{#isEnabled}}<form method="post" action="/portal/people/{{id}}/disable"><input type="hidden" name="form_token" value="{{formToken}}"><button class="danger">Disable</button></form>{{/isEnabled}}
        {{^isEnabled}}<form method="post" action="/portal/people/{{id}}/enable"><input type="hidden" name="form_token" value="{{formToken}}"><button class="primary">Enable</button></form>{{/isEnabled}}
        </div>
        </section>
        <section class="card" aria-labelledby="roles">
        <h2 id="roles">Roles of administrators</h2>
        {{#hasRoles}}
        <div class="scroll"><table>
        <caption class="hidden">Roles of administrators</caption>
        <thead><tr><th scope="col">Role</th><th scope="col">What it is for</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        {{#roles}}<tr><th scope="row">{{role}}</th><td>{{about}}</td><td class="act"><form method="post" action="/portal/people/{{id}}/roles/remove"><input type="hidden" name="form_token" value="{{formToken}}"><input type="hidden" name="key" value="{{key}}"><button class="quiet" aria-label="Remove the role {{role}}">Remove</button></form></td></tr>
        {{/roles}}
        </tbody></table></div>
        {{/hasRoles}}
        {{^hasRoles}}<p class="empty">None.</p>{{/hasRoles}}
        <form method="post" action="/portal/people/{{id}}/roles" class="inline">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <div><label for="role">Role</label><select id="role" name="role">{{#choices}}<option value="{{key}}">{{role}}</option>{{/choices}}</select></div>
        <button>Assign role</button>
        </form>
        </section>
        """##

    static let personDelete = ##"""
        <p class="crumbs"><a href="/portal/people">People</a> / <a href="/portal/people/{{id}}">{{name}}</a></p>
        <section class="card narrow">
        <h1>Delete {{name}}?</h1>
        <p>The account goes with its roles, its groups and what was consented to for it. It cannot be restored.</p>
        <form method="post" action="/portal/people/{{id}}/delete" class="row">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <button class="danger">Delete</button>
        <a class="button" href="/portal/people/{{id}}">Cancel</a>
        </form>
        </section>
        """##
}
