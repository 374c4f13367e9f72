// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PortalTemplates {
    static let certificates = ##"""
        <section class="card" aria-labelledby="certificates">
        <h3 id="certificates">Certificates</h3>
        <p class="hint">An application proves who it is with the key of one of these. Only the certificate is kept here, never the key.</p>
        {{#hasCertificates}}
        <div class="scroll"><table class="certificates">
        <caption class="hidden">Registered certificates</caption>
        <thead><tr><th scope="col">Thumbprint</th><th scope="col">Description</th><th scope="col">Start date</th><th scope="col">Expires</th><th scope="col">State</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        {{#certificates}}<tr><th scope="row"><code>{{thumbprint}}</code></th><td>{{name}}</td><td class="date">{{start}}</td><td class="date">{{end}} <span class="hint">{{relative}}</span></td><td>{{> badge}}</td><td class="act"><form method="post" action="/portal/applications/{{id}}/certificates/remove"><input type="hidden" name="form_token" value="{{formToken}}"><input type="hidden" name="key" value="{{key}}"><button class="quiet" aria-label="Remove the certificate {{thumbprint}}">Remove</button></form></td></tr>
        {{/certificates}}
        </tbody></table></div>
        {{/hasCertificates}}
        {{^hasCertificates}}<p class="empty">No certificate is registered.</p>{{/hasCertificates}}
        <form method="post" action="/portal/applications/{{id}}/certificates" enctype="multipart/form-data" class="inline">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <div><label for="file">Certificate file <span class="hint">.cer, .pem, .crt or .der</span></label><input id="file" name="file" type="file" accept=".cer,.pem,.crt,.der" required></div>
        <div><label for="description">Description <span class="hint">optional</span></label><input id="description" name="name" type="text" maxlength="100"></div>
        <button class="primary">Upload certificate</button>
        </form>
        </section>
        """##

    static let secrets = ##"""
        <section class="card" aria-labelledby="secrets">
        <h3 id="secrets">Client secrets</h3>
        {{#hasNewSecret}}<div class="notice good" role="status"><p>This is the secret. It is shown this once: copy it now.</p><p><code class="secret" id="new-secret">{{newSecret}}</code></p></div>{{/hasNewSecret}}
        {{#hasSecrets}}
        <div class="scroll"><table>
        <caption class="hidden">Client secrets</caption>
        <thead><tr><th scope="col">Description</th><th scope="col">Begins with</th><th scope="col">Start date</th><th scope="col">Expires</th><th scope="col">State</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        {{#secrets}}<tr><th scope="row">{{name}}</th><td><code>{{hint}}…</code></td><td class="date">{{start}}</td><td class="date">{{end}} <span class="hint">{{relative}}</span></td><td>{{> badge}}</td><td class="act"><form method="post" action="/portal/applications/{{id}}/secrets/remove"><input type="hidden" name="form_token" value="{{formToken}}"><input type="hidden" name="key" value="{{key}}"><button class="quiet" aria-label="Remove the secret {{name}}">Remove</button></form></td></tr>
        {{/secrets}}
        </tbody></table></div>
        {{/hasSecrets}}
        {{^hasSecrets}}<p class="empty">No client secret. A certificate is the better credential.</p>{{/hasSecrets}}
        <form method="post" action="/portal/applications/{{id}}/secrets" class="inline">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <div><label for="secret-name">Description</label><input id="secret-name" name="name" type="text" maxlength="100" required></div>
        <div><label for="months">Expires after</label><select id="months" name="months"><option value="3">3 months</option><option value="6" selected>6 months</option><option value="12">12 months</option><option value="24">24 months</option></select></div>
        <button>New client secret</button>
        </form>
        </section>
        """##

    static let federated = ##"""
        {{#canFederate}}
        <section class="card" aria-labelledby="federated">
        <h3 id="federated">Federated credentials</h3>
        <p class="hint">Tokens of another issuer, such as GitHub Actions or Kubernetes, that stand for this application.</p>
        {{#hasFederated}}
        <div class="scroll"><table>
        <caption class="hidden">Federated credentials</caption>
        <thead><tr><th scope="col">Name</th><th scope="col">Issuer</th><th scope="col">Subject</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        {{#federated}}<tr><th scope="row">{{name}}</th><td><code>{{issuer}}</code></td><td><code>{{subject}}</code></td><td class="act"><form method="post" action="/portal/applications/{{id}}/federated/remove"><input type="hidden" name="form_token" value="{{formToken}}"><input type="hidden" name="key" value="{{key}}"><button class="quiet" aria-label="Remove {{name}}">Remove</button></form></td></tr>
        {{/federated}}
        </tbody></table></div>
        {{/hasFederated}}
        {{^hasFederated}}<p class="empty">None.</p>{{/hasFederated}}
        <form method="post" action="/portal/applications/{{id}}/federated" class="inline">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <div><label for="federated-name">Name</label><input id="federated-name" name="name" type="text" minlength="3" maxlength="120" required></div>
        <div><label for="issuer">Issuer</label><input id="issuer" name="issuer" type="url" required></div>
        <div><label for="subject">Subject</label><input id="subject" name="subject" type="text" required></div>
        <button>Add credential</button>
        </form>
        </section>
        {{/canFederate}}
        """##
}
