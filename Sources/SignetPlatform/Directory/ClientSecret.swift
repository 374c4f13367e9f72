// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCore

/// The making and checking of client secrets.
enum ClientSecret {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._".utf8)

    /// Draws a secret in the real service's form: three characters, `8Q~`, 34 characters; 222 random bits.
    static func random() -> SecretBytes {
        var generator = SystemRandomNumberGenerator()
        func draw(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in self.alphabet[Int.random(in: self.alphabet.indices, using: &generator)] }
        }
        return SecretBytes(draw(3) + Array("8Q~".utf8) + draw(34))
    }

    /// What is kept of a secret.
    static func digest(of secret: SecretBytes) -> SecretDigest {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return SecretDigest(salt: salt, digest: digest(secret, salt: salt))
    }

    /// Whether a secret is the one of a digest; takes the same time for every wrong secret.
    static func matches(_ secret: SecretBytes, _ kept: SecretDigest) -> Bool {
        constantTimeEqual(digest(secret, salt: kept.salt), kept.digest)
    }

    private static func digest(_ secret: SecretBytes, salt: [UInt8]) -> [UInt8] {
        secret.withExposedBytes { bytes in Array(SHA256.hash(data: salt + bytes)) }
    }
}
