// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The pages on which a person lets a device sign in.
enum DevicePages {
    /// Asks for the code that the device shows.
    static func code(action: String, context: String, code: String?, problem: String?) -> HTML {
        """
        <h1>Enter code</h1>
        <p class="soft">Enter the code displayed on your app or device.</p>
        \(SignInPages.alert(problem))
        <form method="post" action="\(action)" novalidate>
        <input type="hidden" name="ctx" value="\(context)">
        <label for="otc">Code</label>
        <input type="text" class="code" id="otc" name="otc" value="\(code ?? "")" maxlength="16" autocomplete="off"
        autocapitalize="characters" spellcheck="false" autofocus>
        <div class="actions"><button type="submit" id="idSIButton9">Next</button></div>
        </form>
        """
    }

    /// Asks whether the person means it: whoever sent a code may want to borrow the sign-in.
    static func confirmation(action: String, context: String, application: String, userName: String) -> HTML {
        """
        <p class="soft">\(userName)</p>
        <h1>Are you trying to sign in to \(application)?</h1>
        <p>Only continue if you downloaded the app from a store or website that you trust, and started the sign-in yourself.</p>
        <form method="post" action="\(action)">
        <input type="hidden" name="ctx" value="\(context)">
        <div class="actions"><button type="submit" id="idSIButton9">Continue</button>
        <button class="plain" type="submit" id="idBtn_Back" name="cancel" value="1">Cancel</button></div>
        </form>
        """
    }
}
