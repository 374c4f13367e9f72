// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import SignetCore

/// Encrypts with a password: PBES2 with AES-256-CBC and PBKDF2 over HMAC-SHA-256 (RFC 8018).
enum PasswordBasedWriter {
    /// The iteration count for a key of its own: some 50 ms of one core to open.
    static let rounds = 100_000

    /// An AlgorithmIdentifier with the ciphertext that goes with it.
    struct Encrypted {
        let algorithm: [UInt8]
        let ciphertext: [UInt8]
    }

    /// Encrypts bytes.
    ///
    /// - Throws: `creationFailed` where the library fails.
    static func encrypt(
        _ plaintext: SecretBytes,
        password: SecretBytes,
        rounds: Int
    ) throws(CertificateError) -> Encrypted {
        let salt = random(16)
        let vector = random(16)
        let key = try KeyDerivation.pbkdf2(password, salt: salt, rounds: rounds, hash: .sha256, size: 32)
        let ciphertext: [UInt8]
        do {
            ciphertext = try plaintext.withExposedBytes {
                try CipherBlockChaining.encryptAES($0, key: key, vector: vector)
            }
        } catch {
            throw CertificateError(.creationFailed, "the private key could not be encrypted")
        }
        let function = DERWriter.algorithm(ObjectIdentifier.hmacSHA256, DERWriter.null)
        let derivation = DERWriter.sequence(DERWriter.octets(salt), DERWriter.integer(rounds), function)
        let parameters = DERWriter.sequence(
            DERWriter.algorithm(ObjectIdentifier.pbkdf2, derivation),
            DERWriter.algorithm(ObjectIdentifier.aes256CBC, DERWriter.octets(vector))
        )
        return Encrypted(
            algorithm: DERWriter.algorithm(ObjectIdentifier.pbes2, parameters),
            ciphertext: ciphertext
        )
    }

    /// A PKCS #8 key as EncryptedPrivateKeyInfo.
    ///
    /// - Throws: `creationFailed` where the library fails.
    static func encryptedKey(
        _ key: SecretBytes,
        password: SecretBytes,
        rounds: Int
    ) throws(CertificateError) -> [UInt8] {
        let encrypted = try encrypt(key, password: password, rounds: rounds)
        return DERWriter.sequence(encrypted.algorithm, DERWriter.octets(encrypted.ciphertext))
    }

    /// Bytes of the system's generator.
    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
