// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
public import SignetCore

/// The secret that ties an authorization code to whoever asked for it (PKCE, RFC 7636).
///
/// The verifier stays here until the code is redeemed; only its SHA-256, the challenge, travels through the browser.
public struct ProofKey: Sendable, Equatable {
    /// What is sent when the code is redeemed.
    public let verifier: SecretBytes

    /// Draws a new verifier of 256 random bits.
    public init() {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.verifier = SecretBytes(utf8: Base64URL.encode(bytes))
    }

    /// Takes a verifier that was kept, such as in the user's session.
    ///
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what RFC 7636 §4.1 does not allow: 43 to
    ///   128 letters, digits and `-._~`.
    public init(verifier: SecretBytes) throws(CredentialError) {
        let isVerifier = verifier.withExposedBytes { bytes in
            (43...128).contains(bytes.count) && bytes.allSatisfy(Self.isUnreserved)
        }
        guard isVerifier else {
            throw CredentialError(
                .invalidArgument,
                "the code verifier must be 43 to 128 letters, digits or -._~ (RFC 7636); let ProofKey() make it"
            )
        }
        self.verifier = verifier
    }

    /// The value of `code_challenge` with the method `S256`.
    public var challenge: String {
        self.verifier.withExposedBytes { Base64URL.encode(Array(SHA256.hash(data: $0))) }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }
}
