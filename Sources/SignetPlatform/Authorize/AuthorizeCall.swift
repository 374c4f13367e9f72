// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a client wants to be sent.
struct ResponseType: Sendable, Equatable {
    let code: Bool
    let idToken: Bool
    let token: Bool

    /// Reads `response_type`; `nil` for a text that names no known set.
    init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard !words.isEmpty, Set(words).count == words.count,
            words.allSatisfy({ ["code", "id_token", "token"].contains($0) })
        else { return nil }
        self.code = words.contains("code")
        self.idToken = words.contains("id_token")
        self.token = words.contains("token")
        // A code together with an access token is a combination that the real service does not have.
        if self.code, self.token { return nil }
    }
}

/// What a request asks of the person.
struct Prompt: Sendable, Equatable {
    var isSilent = false
    var asksForPassword = false
    var asksForAccount = false
    var asksForConsent = false
    /// Whether an administrator is to consent for everybody.
    var asksForAdministrator = false

    /// Reads `prompt`; `nil` for a word that is unknown or that goes with no other.
    init?(_ text: String?) {
        let words = Set((text ?? "").split(separator: " ").map(String.init))
        for word in words {
            switch word {
            case "none": self.isSilent = true
            case "login", "create": self.asksForPassword = true
            case "select_account": self.asksForAccount = true
            case "consent": self.asksForConsent = true
            case "admin_consent": (self.asksForConsent, self.asksForAdministrator) = (true, true)
            default: return nil
            }
        }
        if self.isSilent, words.count > 1 { return nil }
    }
}

/// A request to `/authorize` whose client, address and parameters were found right.
struct AuthorizeCall: Sendable {
    let request: AuthorizeRequest
    let reference: TenantReference
    let clientID: String
    let applicationName: String
    let target: ResponseTarget
    let responseType: ResponseType
    let scopes: ScopeRequest
    /// `scope` as it was written; empty at version 1.
    let scopeText: String
    let prompt: Prompt
    let challenge: CodeChallenge?
    let claims: ClaimsRequest
}
