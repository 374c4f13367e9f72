// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// The proof in `addKey` and `removeKey`: a JWT signed with a key that is registered already.
///
/// Source: "Generate proof-of-possession tokens for rolling keys". What is wrong with a proof the real service does not say;
/// neither do we.
struct ProofOfPossession: Sendable {
    /// Azure AD Graph, to which proofs are addressed to this day.
    private static let audience = "00000002-0000-0000-c000-000000000000"
    private static let greatestLifetime: TimeInterval = 600
    private static let clockSkew: TimeInterval = 300

    let text: String

    /// Checks the proof for the object that holds the keys.
    func check(holderID: String, keys: [KeyCredential], at now: Date) throws(GraphRefusal) {
        guard let token = try? CompactToken(self.text, padding: .tolerated) else { throw Self.malformed }
        let claims = token.claims
        guard Self.audiences(claims["aud"]) == [Self.audience],
            claims["iss"]?.string?.lowercased() == holderID,
            let start = claims["nbf"].flatMap(NumericDate.parse), let end = claims["exp"].flatMap(NumericDate.parse),
            start < end, end.timeIntervalSince(start) <= Self.greatestLifetime
        else { throw Self.malformed }
        let usable = Self.named(token.header, keys.filter { $0.start <= now && now <= $0.end })
        guard usable.contains(where: { $0.publicKey.verifies(token) }) else { throw Self.malformed }
        guard now >= start - Self.clockSkew else { throw Self.malformed }
        guard now < end + Self.clockSkew else {
            throw GraphRefusal(
                401,
                "Authentication_ExpiredToken",
                "Your access token has expired. Please renew it before submitting the request."
            )
        }
    }

    private static let malformed = GraphRefusal(
        401,
        "Authentication_MissingOrMalformed",
        "Access Token missing or malformed."
    )

    private static func audiences(_ value: JSONValue?) -> [String] {
        value?.array?.compactMap(\.string) ?? value?.string.map { [$0] } ?? []
    }

    /// The keys that a header means; all of them where it names none, as many samples leave it out.
    private static func named(_ header: JSONObject, _ keys: [KeyCredential]) -> [RegisteredKey] {
        let registered = keys.compactMap { try? RegisteredKey($0) }
        guard let identifier = HeaderKeyIdentifier(header) else { return registered }
        return registered.filter { $0.isMeant(by: identifier) }
    }
}
