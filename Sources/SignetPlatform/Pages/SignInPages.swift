// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// For whom a consent is.
enum ConsentReach: Sendable {
    case oneself
    /// The person is an administrator and may consent for everybody.
    case chosen
    case everybody
}

/// The pages of a sign-in.
enum SignInPages {
    /// Asks for name and password.
    ///
    /// The fields have the names of the real service's, so that a script for that one fills in this one.
    static func signIn(
        action: String,
        context: String,
        application: String,
        userName: String?,
        known: String?,
        problem: String?
    ) -> HTML {
        let hasName = userName != nil
        let other: HTML? = known.map { name in
            """
            <form method="post" action="\(action)"><input type="hidden" name="ctx" value="\(context)">
            <button class="plain wide" type="submit" name="continue" value="1">Continue as \(name)</button></form>
            """
        }
        let nameFocus: HTML? = hasName ? nil : " autofocus"
        let passwordFocus: HTML? = hasName ? " autofocus" : nil
        return """
            <h1>Sign in</h1>
            <p class="soft">to continue to \(application)</p>
            \(alert(problem))
            \(other)
            <form method="post" action="\(action)" novalidate>
            <input type="hidden" name="ctx" value="\(context)">
            <label for="i0116">User name</label>
            <input type="email" id="i0116" name="loginfmt" value="\(userName ?? "")" autocomplete="username"
            autocapitalize="none" spellcheck="false" placeholder="someone@example.com"\(nameFocus)>
            <label for="i0118">Password</label>
            <input type="password" id="i0118" name="passwd" autocomplete="current-password"\(passwordFocus)>
            <div class="actions"><button type="submit" id="idSIButton9">Sign in</button></div>
            </form>
            """
    }

    /// Asks for a new password in place of one that an administrator gave.
    static func newPassword(action: String, context: String, userName: String, problem: String?) -> HTML {
        """
        <h1>Update your password</h1>
        <p class="soft">\(userName)</p>
        <p>You need to update your password because this is the first time you are signing in, or because your password has
        expired.</p>
        \(alert(problem))
        <form method="post" action="\(action)" novalidate>
        <input type="hidden" name="ctx" value="\(context)">
        <input type="hidden" name="loginfmt" value="\(userName)" autocomplete="username">
        <label for="iNewPassword">New password</label>
        <input type="password" id="iNewPassword" name="newpasswd" autocomplete="new-password" autofocus>
        <label for="iConfirmPassword">Confirm password</label>
        <input type="password" id="iConfirmPassword" name="confirmnewpasswd" autocomplete="new-password">
        <div class="actions"><button type="submit" id="idSIButton9">Sign in</button></div>
        </form>
        """
    }

    /// Asks whether an application may do what it wants to do.
    ///
    /// Accepting is the form itself; refusing is a button with a name.
    static func consent(
        action: String,
        context: String,
        application: String,
        userName: String,
        permissions: [(name: String, detail: String)],
        reach: ConsentReach
    ) -> HTML {
        let items = HTML(
            permissions.map { permission in
                let detail: HTML? =
                    permission.detail.isEmpty || permission.detail == permission.name
                    ? nil : "<br><span class=\"soft\">\(permission.detail)</span>"
                return "<li>\(permission.name)\(detail)</li>"
            }
        )
        let heading: HTML? = reach == .everybody ? "<p class=\"soft\">Review for your organization</p>" : nil
        let warning: HTML? =
            reach == .everybody
            ? "<p>Accepting means that the app gets this for everybody in your organization. Nobody else will be asked.</p>"
            : nil
        let choice: HTML? =
            reach == .chosen
            ? """
            <label class="check"><input type="checkbox" name="orgconsent" value="1"> Consent on behalf of your organization</label>
            """ : nil
        return """
            <p class="soft">\(userName)</p>
            <h1>Permissions requested</h1>
            \(heading)
            <p><strong>\(application)</strong> would like to:</p>
            <ul class="scopes">\(items)</ul>
            \(warning)
            <p class="soft">Accepting these permissions means that you allow this app to use your data as stated. The publisher
            of the app has not been verified.</p>
            <form method="post" action="\(action)">
            <input type="hidden" name="ctx" value="\(context)">
            \(choice)
            <div class="actions"><button type="submit" id="idSIButton9">Accept</button>
            <button class="plain" type="submit" id="idBtn_Back" name="cancel" value="1">Cancel</button></div>
            </form>
            """
    }

    /// Hands an answer on to an application by the browser.
    static func formPost(to address: String, _ parameters: [(name: String, value: String)]) -> HTML {
        let fields = HTML(
            parameters.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">\n" }
        )
        return """
            <h1>Working…</h1>
            <form method="post" action="\(address)">
            \(fields)
            <noscript><p>Scripts are switched off. Press the button to continue.</p>
            <div class="actions"><button type="submit">Continue</button></div></noscript>
            </form>
            """
    }

    static func alert(_ problem: String?) -> HTML? {
        problem.map { "<p class=\"alert\" role=\"alert\">\($0)</p>" }
    }
}
