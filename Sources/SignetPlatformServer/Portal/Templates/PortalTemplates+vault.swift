// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PortalTemplates {
    static let vault = ##"""
        {{#notice}}<p class="notice good" role="status">{{notice}}</p>{{/notice}}
        <h1>Key vault</h1>
        <p class="lead"><code>{{address}}</code></p>
        <section class="card" aria-labelledby="vault-certificates">
        <h2 id="vault-certificates">Certificates</h2>
        {{#hasCertificates}}
        <div class="scroll"><table>
        <caption class="hidden">Certificates in the vault</caption>
        <thead><tr><th scope="col">Name</th><th scope="col">Thumbprint</th><th scope="col">Expires</th><th scope="col">State</th></tr></thead>
        <tbody>
        {{#certificates}}<tr><th scope="row"><a href="/portal/vault/certificates/{{name}}">{{name}}</a></th><td><code>{{thumbprint}}</code></td>{{#validity}}<td class="date">{{end}} <span class="hint">{{relative}}</span></td><td>{{> badge}}{{^isEnabled}} <span class="badge coming">Disabled</span>{{/isEnabled}}</td>{{/validity}}</tr>
        {{/certificates}}
        </tbody></table></div>
        {{/hasCertificates}}
        {{^hasCertificates}}<p class="empty">No certificate yet.</p>{{/hasCertificates}}
        <details class="new"><summary>Generate certificate</summary>
        <form method="post" action="/portal/vault/certificates" class="panel">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <label for="certificate-name">Name</label><input id="certificate-name" name="name" type="text" pattern="[0-9A-Za-z\-]+" maxlength="127" required>
        <label for="subject">Subject</label><input id="subject" name="subject" type="text" value="CN=" required>
        <label for="validity">Validity in months</label><input id="validity" name="months" type="number" min="1" max="120" value="12" required>
        <label class="check"><input name="renews" type="checkbox" value="yes" checked> Renew by itself at 80 % of its life</label>
        <button class="primary">Generate</button>
        </form></details>
        </section>
        <section class="card" aria-labelledby="vault-secrets">
        <h2 id="vault-secrets">Secrets</h2>
        {{#hasSecrets}}
        <div class="scroll"><table>
        <caption class="hidden">Secrets in the vault</caption>
        <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Updated</th><th scope="col">State</th></tr></thead>
        <tbody>
        {{#secrets}}<tr><th scope="row"><a href="/portal/vault/secrets/{{name}}">{{name}}</a></th><td>{{contentType}}</td><td class="date">{{updated}}</td><td>{{#isEnabled}}<span class="badge good">Enabled</span>{{/isEnabled}}{{^isEnabled}}<span class="badge coming">Disabled</span>{{/isEnabled}}</td></tr>
        {{/secrets}}
        </tbody></table></div>
        {{/hasSecrets}}
        {{^hasSecrets}}<p class="empty">No secret yet.</p>{{/hasSecrets}}
        <details class="new"><summary>Set secret</summary>
        <form method="post" action="/portal/vault/secrets" class="panel">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <label for="secret-name">Name</label><input id="secret-name" name="name" type="text" pattern="[0-9A-Za-z\-]+" maxlength="127" required>
        <label for="secret-value">Value</label><input id="secret-value" name="value" type="password" autocomplete="off" required>
        <button class="primary">Set</button>
        </form></details>
        </section>
        {{#hasDeleted}}
        <section class="card" aria-labelledby="vault-deleted">
        <h2 id="vault-deleted">Deleted, and can be recovered</h2>
        <div class="scroll"><table>
        <caption class="hidden">Deleted objects</caption>
        <thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Gone on</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        {{#deleted}}<tr><th scope="row">{{name}}</th><td>{{kindText}}</td><td class="date">{{purge}}</td><td class="act"><form method="post" action="/portal/vault/{{kind}}/{{name}}/recover"><input type="hidden" name="form_token" value="{{formToken}}"><button class="quiet" aria-label="Recover {{name}}">Recover</button></form><form method="post" action="/portal/vault/{{kind}}/{{name}}/purge"><input type="hidden" name="form_token" value="{{formToken}}"><button class="quiet danger" aria-label="Purge {{name}}">Purge</button></form></td></tr>
        {{/deleted}}
        </tbody></table></div>
        </section>
        {{/hasDeleted}}
        """##

    static let secret = ##"""
        <p class="crumbs"><a href="/portal/vault">Key vault</a> / Secrets</p>
        {{#notice}}<p class="notice good" role="status">{{notice}}</p>{{/notice}}
        <div class="head"><h1>{{name}}</h1>{{^isManaged}}<form method="post" action="/portal/vault/secrets/{{name}}/delete"><input type="hidden" name="form_token" value="{{formToken}}"><button class="danger">Delete</button></form>{{/isManaged}}</div>
        {{#isManaged}}<p class="hint">This secret belongs to the <a href="/portal/vault/certificates/{{name}}">certificate</a> of the same name.</p>{{/isManaged}}
        {{#hasValue}}<section class="card" aria-labelledby="value"><h2 id="value">Value</h2><pre class="code secret" id="secret-text">{{value}}</pre></section>{{/hasValue}}
        <section class="card flush">
        <div class="scroll"><table>
        <caption class="hidden">Versions</caption>
        <thead><tr><th scope="col">Version</th><th scope="col">Type</th><th scope="col">Created</th><th scope="col">State</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        {{#versions}}<tr><th scope="row"><code>{{version}}</code></th><td>{{contentType}}</td><td class="date">{{created}}</td><td>{{#isEnabled}}<span class="badge good">Enabled</span>{{/isEnabled}}{{^isEnabled}}<span class="badge coming">Disabled</span>{{/isEnabled}}</td><td class="act">{{#isEnabled}}<form method="post" action="/portal/vault/secrets/{{object}}/reveal"><input type="hidden" name="form_token" value="{{formToken}}"><input type="hidden" name="version" value="{{version}}"><button class="quiet" aria-label="Show the value of version {{version}}">Show value</button></form>{{/isEnabled}}</td></tr>
        {{/versions}}
        </tbody></table></div>
        </section>
        """##

    static let certificate = ##"""
        <p class="crumbs"><a href="/portal/vault">Key vault</a> / Certificates</p>
        {{#notice}}<p class="notice good" role="status">{{notice}}</p>{{/notice}}
        <div class="head"><h1>{{name}}</h1><div class="row">{{#isSelfIssued}}<form method="post" action="/portal/vault/certificates/{{name}}/renew"><input type="hidden" name="form_token" value="{{formToken}}"><button>New version</button></form>{{/isSelfIssued}}<form method="post" action="/portal/vault/certificates/{{name}}/delete"><input type="hidden" name="form_token" value="{{formToken}}"><button class="danger">Delete</button></form></div></div>
        <section class="card" aria-labelledby="current">
        <h2 id="current">Current version</h2>
        {{#current}}<dl class="facts"><dt>Thumbprint</dt><dd><code>{{thumbprint}}</code></dd><dt>Version</dt><dd><code>{{version}}</code></dd>{{#validity}}<dt>Start date</dt><dd>{{start}}</dd><dt>Expires</dt><dd>{{end}} <span class="hint">{{relative}}</span> {{> badge}}</dd>{{/validity}}</dl>{{/current}}
        </section>
        <section class="card" aria-labelledby="policy">
        <h2 id="policy">Policy</h2>
        <dl class="facts"><dt>Subject</dt><dd><code>{{subject}}</code></dd><dt>Issuer</dt><dd>{{issuer}}</dd><dt>Key</dt><dd>{{key}}, {{#isExportable}}exportable{{/isExportable}}{{^isExportable}}stays in the vault{{/isExportable}}</dd><dt>Rotation</dt><dd>{{actions}}</dd></dl>
        </section>
        <section class="card flush">
        <div class="scroll"><table>
        <caption class="hidden">Versions</caption>
        <thead><tr><th scope="col">Version</th><th scope="col">Thumbprint</th><th scope="col">Expires</th><th scope="col">State</th></tr></thead>
        <tbody>
        {{#versions}}<tr><th scope="row"><code>{{version}}</code></th><td><code>{{thumbprint}}</code></td>{{#validity}}<td class="date">{{end}}</td><td>{{> badge}}{{^isEnabled}} <span class="badge coming">Disabled</span>{{/isEnabled}}</td>{{/validity}}</tr>
        {{/versions}}
        </tbody></table></div>
        </section>
        """##
}
