// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPolicies

extension Call {
    /// An error without the secrets that a policy had in its hands: `on-error` may send its message to the caller, and
    /// the log shows it to everybody.
    func concealed(_ error: CallError) -> CallError {
        // Only a policy or what it started has anything to quote; everything else has fixed texts.
        guard error.path != nil || error.detail != nil else { return error }
        let redaction = self.state.configuration.redaction.adding(ownSecrets)
        var error = error
        error.message = redaction.redacted(error.message)
        error.detail = error.detail.map(redaction.redacted)
        return error
    }

    /// What the caller itself has sent to prove who it is.
    var ownSecrets: [SecretRedaction.Entry] {
        var secrets: [SecretRedaction.Entry] = []
        if let key = self.state.plan.flatMap({ subscriptionKey($0.api) }) {
            secrets.append((mark: "(subscription key)", secret: SecretBytes(key)))
        }
        for name in ["Authorization", "Proxy-Authorization", "Cookie"] {
            for value in self.state.request.values(of: name) {
                secrets.append((mark: "(\(name))", secret: SecretBytes(utf8: value)))
                // The credentials behind the scheme, which a policy may have cut off.
                guard let space = value.firstIndex(of: " ") else { continue }
                secrets.append((mark: "(\(name))", secret: SecretBytes(utf8: String(value[space...].dropFirst()))))
            }
        }
        return secrets
    }
}
