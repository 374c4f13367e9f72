// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// What the browser brought back from the sign-in, with what is needed to redeem it.
///
/// ``AuthorizationRequest/authorizationCode(fromRedirect:)`` makes one of a redirect whose `state` was right.
public struct AuthorizationCode: Sendable {
    /// The code; good for one redemption within some minutes.
    public let code: SecretBytes
    /// The redirect URI to which it was sent.
    public let redirectURI: String
    /// What proves that the code was asked for by us.
    public let proofKey: ProofKey?
    /// What the ID token must repeat, so that it belongs to this sign-in.
    public let nonce: String?

    /// Wraps a code that came by a way of your own.
    ///
    /// - Parameters:
    ///   - code: The value of `code`.
    ///   - redirectURI: The redirect URI of the authorization request, to the letter.
    ///   - proofKey: The one whose challenge the authorization request had.
    ///   - nonce: The one that the authorization request had.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public init(
        code: SecretBytes,
        redirectURI: String,
        proofKey: ProofKey? = nil,
        nonce: String? = nil
    ) throws(CredentialError) {
        let isCode = code.withExposedBytes { $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
        guard !code.isEmpty, isCode else {
            throw CredentialError(.invalidArgument, "the authorization code is empty or no value of 'code'")
        }
        try Self.validate(redirectURI: redirectURI)
        self.code = code
        self.redirectURI = redirectURI
        self.proofKey = proofKey
        self.nonce = nonce
    }

    static func validate(redirectURI: String) throws(CredentialError) {
        let isURI = redirectURI.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && redirectURI.contains(":")
        guard isURI, !redirectURI.contains("#") else {
            throw CredentialError(
                .invalidArgument,
                "the redirect URI is no absolute URI without a fragment; write it as in the app registration"
            )
        }
    }
}
