// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The `claims` of a request: what a client can bear and what a challenge asked for (OpenID Connect Core §5.5).
struct ClaimsRequest: Sendable {
    private static let greatestText = 8 * 1_024

    /// Whether the client handles claims challenges: `cp1` in `xms_cc`, in any case (azure-identity writes `CP1`).
    private(set) var handlesChallenges = false
    /// The authentication contexts that a resource demanded (`acrs`).
    private(set) var contexts: [String] = []
    /// Whether the ID token is to say when the person signed in (`auth_time`, OpenID Connect Core §5.5.1).
    private(set) var wantsSignInTime = false
    /// The time before which nothing issued is good any more (`nbf`).
    private(set) var notBefore: Date?

    /// Reads the parameter.
    ///
    /// - Throws: AADSTS9002313 for a text that is no JSON object.
    init(_ text: String?) throws(TokenRefusal) {
        guard let text else { return }
        guard text.utf8.count <= Self.greatestText,
            let object = (try? JSONValue.parse(Array(text.utf8), maximumDepth: 8))?.object
        else { throw TokenRefusal(.malformedRequest) }
        let wanted = object["access_token"]
        let capabilities = Self.values(wanted?["xms_cc"])
        self.handlesChallenges = capabilities.contains { $0.lowercased() == "cp1" }
        self.contexts = Self.values(wanted?["acrs"]).filter { $0.utf8.count <= 32 }
        self.wantsSignInTime = object["id_token"]?["auth_time"] != nil
        let start = Self.values(wanted?["nbf"]).first.flatMap { Double($0) }
        self.notBefore = start.flatMap { $0.isFinite && abs($0) < 1e11 ? Date(timeIntervalSince1970: $0) : nil }
    }

    private static func values(_ request: JSONValue?) -> [String] {
        let values = request?["values"]?.array ?? request?["value"].map { [$0] } ?? []
        return values.prefix(16)
            .compactMap { value in
                if case .number(let number) = value { return number.text }
                return value.string
            }
    }
}
