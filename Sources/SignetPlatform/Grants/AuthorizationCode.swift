// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What an authorization code says.
struct AuthorizationCode: Sendable {
    let grant: PersonGrant
    let issued: Date
    /// Where the code was sent.
    let redirectURI: String
    let nonce: String?
    let challenge: CodeChallenge?
    /// The `claims` of the authorization request.
    let claims: String?

    init(
        grant: PersonGrant,
        issued: Date,
        redirectURI: String,
        nonce: String?,
        challenge: CodeChallenge?,
        claims: String?
    ) {
        self.grant = grant
        self.issued = issued
        self.redirectURI = redirectURI
        self.nonce = nonce
        self.challenge = challenge
        self.claims = claims
    }

    init?(_ content: JSONObject) {
        guard let grant = PersonGrant(content), let issued = content["iat"]?.instant,
            let redirectURI = content["redirect"]?.string
        else { return nil }
        self.init(
            grant: grant,
            issued: issued,
            redirectURI: redirectURI,
            nonce: content["nonce"]?.string,
            challenge: content["challenge"]?.string
                .flatMap { text in
                    content["method"]?.string.flatMap(CodeChallenge.Method.init(rawValue:))
                        .map { CodeChallenge(text: text, method: $0) }
                },
            claims: content["claims"]?.string
        )
    }

    var content: JSONValue {
        var content = self.grant.content
        content["iat"] = .milliseconds(self.issued)
        content["redirect"] = .string(self.redirectURI)
        content["nonce"] = .optional(self.nonce)
        content["challenge"] = .optional(self.challenge?.text)
        content["method"] = .optional(self.challenge?.method.rawValue)
        content["claims"] = .optional(self.claims)
        return .object(content)
    }
}
