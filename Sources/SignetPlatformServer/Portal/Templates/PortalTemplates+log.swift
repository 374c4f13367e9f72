// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PortalTemplates {
    static let signIns = ##"""
        <h1>Sign-in log</h1>
        <div class="bar-row">
        <form method="get" action="/portal/sign-ins" role="search" class="search">
        <label class="hidden" for="trace">Explain a trace ID</label>
        <input id="trace" name="trace" type="search" placeholder="Explain a trace ID" spellcheck="false">
        <button>Explain</button>
        </form>
        <p class="tabs"><a href="/portal/sign-ins"{{^onlyFailures}} aria-current="true"{{/onlyFailures}}>All</a><a href="/portal/sign-ins?show=failures"{{#onlyFailures}} aria-current="true"{{/onlyFailures}}>Refused</a></p>
        </div>
        {{#isUnknown}}<p class="notice bad" role="alert">A trace ID is a GUID, such as the one behind “Trace ID:” in a refusal.</p>{{/isUnknown}}
        {{#hasRows}}
        <section class="card flush">
        <div class="scroll"><table>
        <caption class="hidden">The latest requests for tokens</caption>
        <thead><tr><th scope="col">Time (UTC)</th><th scope="col">Application</th><th scope="col">Grant</th><th scope="col">Credential</th><th scope="col">Outcome</th></tr></thead>
        <tbody>
        {{#rows}}<tr><th scope="row" class="date"><a href="/portal/sign-ins/{{trace}}">{{time}}</a></th><td>{{application}}</td><td>{{grant}}</td><td>{{credential}}</td><td>{{#isFailure}}<span class="badge ended">{{number}}</span> {{rule}}{{/isFailure}}{{^isFailure}}<span class="badge good">Token issued</span>{{/isFailure}}</td></tr>
        {{/rows}}
        </tbody></table></div>
        </section>
        {{/hasRows}}
        {{^hasRows}}<p class="card empty">Nothing here yet.</p>{{/hasRows}}
        """##

    static let signInEntry = ##"""
        <p class="crumbs"><a href="/portal/sign-ins">Sign-in log</a></p>
        <h1>{{#isFailure}}Refused: {{number}}{{/isFailure}}{{^isFailure}}Token issued{{/isFailure}}</h1>
        {{#isFailure}}
        <section class="card explain" aria-labelledby="explain">
        <h2 id="explain">Explanation</h2>
        <dl><dt>What refused</dt><dd>{{rule}}</dd><dt>What would pass</dt><dd>{{remedy}}</dd></dl>
        </section>
        {{/isFailure}}
        {{#hasFacts}}
        <section class="card" aria-labelledby="facts">
        <h2 id="facts">Sent and expected</h2>
        <dl class="facts">{{#facts}}<dt>{{name}}</dt><dd><code>{{value}}</code></dd>{{/facts}}</dl>
        </section>
        {{/hasFacts}}
        <section class="card" aria-labelledby="request">
        <h2 id="request">Request</h2>
        <dl class="facts"><dt>Time</dt><dd>{{time}} UTC</dd><dt>Application</dt><dd>{{application}}</dd><dt>Client ID</dt><dd><code>{{client}}</code></dd><dt>Grant</dt><dd><code>{{grant}}</code></dd><dt>Resource</dt><dd><code>{{resource}}</code></dd><dt>Credential</dt><dd>{{credential}}</dd>{{#hasThumbprint}}<dt>Thumbprint</dt><dd><code>{{thumbprint}}</code></dd>{{/hasThumbprint}}<dt>Trace ID</dt><dd><code>{{trace}}</code></dd><dt>Correlation ID</dt><dd><code>{{correlation}}</code></dd></dl>
        {{#isFailure}}<details><summary>The answer's text</summary><p class="quote">{{reason}}</p></details>{{/isFailure}}
        </section>
        """##

    static let inspector = ##"""
        <h1>Token inspector</h1>
        <p class="lead">Paste an access token or a client assertion. It is read here and not kept.</p>
        {{#problem}}<p class="notice bad" role="alert">{{problem}}</p>{{/problem}}
        <section class="card">
        <form method="post" action="/portal/inspector">
        <input type="hidden" name="form_token" value="{{formToken}}">
        <label for="token">Token or assertion</label>
        <textarea id="token" name="token" rows="5" spellcheck="false" autocomplete="off" required></textarea>
        <button class="primary">Inspect</button>
        </form>
        </section>
        {{#result}}
        <section class="card explain" aria-labelledby="verdict">
        <h2 id="verdict">{{kind}} {{#isAccepted}}<span class="badge good">Accepted</span>{{/isAccepted}}{{^isAccepted}}<span class="badge ended">Refused</span>{{/isAccepted}}</h2>
        <p>{{verdict}}</p>
        {{#hasRemedy}}<p><strong>What would pass:</strong> {{remedy}}</p>{{/hasRemedy}}
        {{#hasFacts}}<dl class="facts">{{#facts}}<dt>{{name}}</dt><dd><code>{{value}}</code></dd>{{/facts}}</dl>{{/hasFacts}}
        </section>
        <div class="columns">
        <section class="card" aria-labelledby="header"><h2 id="header">Header</h2><pre class="code">{{header}}</pre></section>
        <section class="card" aria-labelledby="claims"><h2 id="claims">Claims</h2><pre class="code">{{claims}}</pre></section>
        </div>
        {{/result}}
        """##
}
