// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PortalTemplates {
    static let frame = ##"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}} · Signet</title>
        <link rel="stylesheet" href="/portal/{{style}}">
        </head>
        <body>
        <a class="skip" href="#content">Skip to content</a>
        {{#isSignedIn}}
        <header class="side">
        <p class="brand"><svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true"><rect class="brand-back" x="1" y="1" width="22" height="22" rx="6"/><path class="brand-mark" d="M12 5.5a4 4 0 0 0-1.6 7.66V15h3.2v-1.84A4 4 0 0 0 12 5.5Z"/><path class="brand-mark" d="M7.5 16.5h9V19h-9z"/></svg><span>Signet</span></p>
        <nav aria-label="Portal">
        <ul>
        {{#navigation}}
        <li><a href="{{path}}"{{#isCurrent}} aria-current="page"{{/isCurrent}}>{{text}}</a></li>
        {{/navigation}}
        </ul>
        </nav>
        <form method="post" action="/portal/sign-out" class="sign-out"><p class="who" title="{{who}}">{{who}}</p><input type="hidden" name="form_token" value="{{formToken}}"><button class="quiet">Sign out</button></form>
        </header>
        {{/isSignedIn}}
        <main id="content" tabindex="-1"{{^isSignedIn}} class="alone"{{/isSignedIn}}>
        {{{body}}}
        </main>
        </body>
        </html>
        """##

    static let signIn = ##"""
        <section class="card narrow">
        <p class="brand large"><svg viewBox="0 0 24 24" width="34" height="34" aria-hidden="true"><rect class="brand-back" x="1" y="1" width="22" height="22" rx="6"/><path class="brand-mark" d="M12 5.5a4 4 0 0 0-1.6 7.66V15h3.2v-1.84A4 4 0 0 0 12 5.5Z"/><path class="brand-mark" d="M7.5 16.5h9V19h-9z"/></svg><span>Signet</span></p>
        <h1>Sign in as administrator</h1>
        {{^code}}
        <form method="post" action="/portal/sign-in">
        {{#isNameRefused}}<p class="notice bad" role="alert">That did not work. The portal takes people with the role Global Administrator, whose password need not be changed first.</p>{{/isNameRefused}}
        <label for="loginfmt">User name</label>
        <input id="loginfmt" name="loginfmt" type="email" value="{{name}}" autocomplete="username" autocapitalize="none" spellcheck="false" required>
        <label for="passwd">Password</label>
        <input id="passwd" name="passwd" type="password" autocomplete="current-password" required>
        <button class="primary wide" id="sign-in-by-name">Sign in</button>
        </form>
        <h2 class="or">Or with a one-time code</h2>
        {{/code}}
        {{#isRefused}}<p class="notice bad" role="alert">The code is unknown, was used before, or has expired. Make a new one.</p>{{/isRefused}}
        <form method="post" action="/portal/sign-in">
        <label for="code">One-time code</label>
        <input id="code" name="code" type="text" value="{{code}}" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" required>
        <button class="{{#code}}primary {{/code}}wide" id="sign-in-by-code">Sign in{{^code}} with the code{{/code}}</button>
        </form>
        <p class="hint">A code is made by whoever holds the administrator's certificate, and opens one session within ten minutes:</p>
        <pre class="code">signet platform portal --connection DIR/connection.json</pre>
        </section>
        """##

    static let message = ##"""
        <section class="card narrow">
        <h1>{{#code}}{{code}}{{/code}}{{^code}}Signet{{/code}}</h1>
        <p role="alert">{{text}}</p>
        <p><a href="/portal">Back to the portal</a></p>
        </section>
        """##

    static let badge = ##"""
        <span class="badge {{state}}">{{stateText}}</span>
        """##
}
