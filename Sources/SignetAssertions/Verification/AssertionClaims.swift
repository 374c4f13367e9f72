// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The claims of an assertion with their types checked, and nothing else.
struct AssertionClaims {
    let issuer: String
    let subject: String
    let audiences: [String]
    let tokenID: String?
    let notBefore: Date?
    let expiresOn: Date

    /// Reads what RFC 7523 §3 demands (`iss`, `sub`, `aud`, `exp`) and what it allows.
    init(_ claims: JSONObject) throws(Refusal) {
        self.issuer = try Self.text("iss", claims)
        self.audiences = try Self.audiences(claims)
        self.subject = try Self.text("sub", claims)
        guard let expiresOn = try Self.date("exp", claims) else { throw Refusal(.missingClaim("exp")) }
        self.expiresOn = expiresOn
        self.notBefore = try Self.date("nbf", claims)
        _ = try Self.date("iat", claims)
        switch claims["jti"] {
        case .none, .null: self.tokenID = nil
        case .string(let text): self.tokenID = text
        default: throw Refusal(.malformed(reason: "the claim 'jti' is not a text"))
        }
    }

    /// Carries a refusal through `throws` inside the verifier.
    struct Refusal: Error {
        let reason: AssertionRefusal

        init(_ reason: AssertionRefusal) { self.reason = reason }
    }

    private static func text(_ name: String, _ claims: JSONObject) throws(Refusal) -> String {
        switch claims[name] {
        case .none, .null, .string(""): throw Refusal(.missingClaim(name))
        case .string(let text): return text
        default: throw Refusal(.malformed(reason: "the claim '\(name)' is not a text"))
        }
    }

    private static func audiences(_ claims: JSONObject) throws(Refusal) -> [String] {
        guard case .array(let elements) = claims["aud"] else { return [try text("aud", claims)] }
        let texts = elements.compactMap(\.string)
        guard texts.count == elements.count else {
            throw Refusal(.malformed(reason: "the claim 'aud' holds something that is not a text"))
        }
        guard !texts.isEmpty else { throw Refusal(.missingClaim("aud")) }
        return texts
    }

    private static func date(_ name: String, _ claims: JSONObject) throws(Refusal) -> Date? {
        guard let value = claims[name], value != .null else { return nil }
        guard let date = NumericDate.parse(value) else {
            throw Refusal(.malformed(reason: "the claim '\(name)' is not a number of seconds"))
        }
        return date
    }
}
