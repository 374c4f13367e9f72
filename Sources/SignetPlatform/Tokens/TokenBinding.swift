// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The certificate that a token is bound to: whoever uses the token must connect with it.
struct TokenBinding: Sendable, Equatable {
    /// How the real service calls such tokens, in requests, answers and `Authorization`.
    static let proofOfPossession = "mtls_pop"

    /// The certificate's `x5t#S256`.
    let confirmation: String
    /// How the answer calls the token.
    let tokenType: String

    /// The claim `cnf`.
    var claim: JSONValue { ["x5t#S256": .string(self.confirmation)] }

    /// The confirmation in the claims of a token: `nil` where it is bound to nothing, a text that nothing matches where it
    /// is bound to something else than a certificate.
    static func confirmation(in claims: JSONObject) -> String? {
        claims["cnf"].map { $0["x5t#S256"]?.string ?? "" }
    }
}

extension PlatformRequest {
    /// The access token that the request brings, as a bearer's or as the holder of a certificate's.
    var accessToken: String? {
        let parts = header("authorization")?.split(separator: " ", maxSplits: 1) ?? []
        guard parts.count == 2, ["bearer", TokenBinding.proofOfPossession].contains(parts[0].lowercased()) else {
            return nil
        }
        return String(parts[1])
    }
}

extension VerifiedAccessToken {
    /// Whether the sender of a request may use this token: it is bound to nothing, or to the sender's certificate.
    func isHeld(by request: PlatformRequest) -> Bool {
        guard let confirmation = self.confirmation else { return true }
        return ConnectionCertificate(request)?.confirmation == confirmation
    }
}
