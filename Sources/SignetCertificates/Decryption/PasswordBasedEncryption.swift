// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCore

/// Decrypts what an AlgorithmIdentifier of PKCS #5 or PKCS #12 describes (RFC 8018, RFC 7292 §C).
enum PasswordBasedEncryption {
    /// Decrypts.
    ///
    /// - Returns: `nil` where the padding is wrong, as after a wrong password.
    /// - Throws: `malformed`, or `unsupportedEncryption` for another algorithm or too high a cost.
    static func decrypt(
        _ ciphertext: [UInt8],
        algorithm: BERElement,
        password: PasswordForms,
        budget: inout DerivationBudget
    ) throws(CertificateError) -> [UInt8]? {
        let parts = try algorithm.sequence("the encryption algorithm")
        guard let identifier = parts.first?.objectIdentifier, parts.count == 2 else {
            throw CertificateError(.malformed, "the encryption algorithm of the file is not named")
        }
        let parameters = try parts[1].sequence("the parameters of the encryption")
        if identifier == ObjectIdentifier.pbes2 {
            return try pbes2(ciphertext, parameters, password.bytes, &budget)
        }
        return try pkcs12(ciphertext, identifier, parameters, password.pkcs12, &budget)
    }

    private static func pbes2(
        _ ciphertext: [UInt8],
        _ parameters: [BERElement],
        _ password: SecretBytes,
        _ budget: inout DerivationBudget
    ) throws(CertificateError) -> [UInt8]? {
        guard parameters.count == 2 else {
            throw CertificateError(.malformed, "the PBES2 encryption of the file lacks a part")
        }
        let scheme = try parameters[1].sequence("the cipher")
        guard let cipher = scheme.first?.objectIdentifier, let vector = scheme.last?.octets else {
            throw unsupported(scheme.first?.objectIdentifier)
        }
        let size = try keySize(cipher)
        guard vector.count == (cipher == ObjectIdentifier.tripleDESCBC ? 8 : 16) else {
            throw CertificateError(.malformed, "the initialisation vector of the encryption has a wrong size")
        }
        let key = try derive(parameters[0], password, size: size, budget: &budget)
        if cipher == ObjectIdentifier.tripleDESCBC {
            return TripleDES(key: key)
                .flatMap {
                    CipherBlockChaining.decrypt(ciphertext, with: $0, vector: vector)
                }
        }
        return CipherBlockChaining.decryptAES(ciphertext, key: key, vector: vector)
    }

    private static func keySize(_ cipher: String) throws(CertificateError) -> Int {
        switch cipher {
        case ObjectIdentifier.aes128CBC: return 16
        case ObjectIdentifier.aes192CBC, ObjectIdentifier.tripleDESCBC: return 24
        case ObjectIdentifier.aes256CBC: return 32
        default: throw unsupported(cipher)
        }
    }

    /// Runs the key derivation that an AlgorithmIdentifier describes: PBKDF2 or scrypt.
    static func derive(
        _ algorithm: BERElement,
        _ password: SecretBytes,
        size: Int,
        budget: inout DerivationBudget
    ) throws(CertificateError) -> [UInt8] {
        let parts = try algorithm.sequence("the key derivation")
        guard let identifier = parts.first?.objectIdentifier, parts.count == 2 else {
            throw CertificateError(.malformed, "the key derivation of the file is not named")
        }
        let parameters = try parts[1].sequence("the parameters of the key derivation")
        guard let salt = parameters.first?.octets else {
            throw CertificateError(.malformed, "the key derivation of the file has no salt")
        }
        switch identifier {
        case ObjectIdentifier.pbkdf2:
            let rounds = parameters.dropFirst().first?.integer
            try budget.spend(rounds)
            let function = try parameters.first { $0.tag == Tag.sequence }?.children().first?.objectIdentifier
            let hash = try KeyDerivation.hash(function)
            return try KeyDerivation.pbkdf2(password, salt: salt, rounds: rounds ?? 1, hash: hash, size: size)
        case ObjectIdentifier.scrypt:
            return try scrypt(parameters, salt, password, size, &budget)
        default:
            throw unsupported(identifier)
        }
    }

    private static func scrypt(
        _ parameters: [BERElement],
        _ salt: [UInt8],
        _ password: SecretBytes,
        _ size: Int,
        _ budget: inout DerivationBudget
    ) throws(CertificateError) -> [UInt8] {
        guard parameters.count >= 4, let cost = parameters[1].integer, let blockSize = parameters[2].integer,
            let parallelism = parameters[3].integer, cost > 1, cost & (cost - 1) == 0, blockSize > 0, parallelism > 0
        else {
            throw CertificateError(.malformed, "the scrypt parameters of the file are not valid")
        }
        let limit = DerivationBudget.memory / 128
        guard cost <= limit, blockSize <= limit / cost, parallelism <= limit / (cost * blockSize) else {
            throw CertificateError(
                .unsupportedEncryption,
                "the file demands more than 256 MiB for scrypt: encrypt it again with smaller parameters"
            )
        }
        try budget.spend(cost * blockSize * parallelism)
        return try KeyDerivation.scrypt(
            password,
            salt: salt,
            cost: cost,
            blockSize: blockSize,
            parallelism: parallelism,
            size: size
        )
    }

    private static func pkcs12(
        _ ciphertext: [UInt8],
        _ identifier: String,
        _ parameters: [BERElement],
        _ password: SecretBytes,
        _ budget: inout DerivationBudget
    ) throws(CertificateError) -> [UInt8]? {
        let sizes = [
            ObjectIdentifier.pbeSHA1TripleDES: 24, ObjectIdentifier.pbeSHA1TwoKeyTripleDES: 16,
            ObjectIdentifier.pbeSHA1RC2With128Bits: 16, ObjectIdentifier.pbeSHA1RC2With40Bits: 5,
        ]
        guard let size = sizes[identifier] else { throw unsupported(identifier) }
        guard parameters.count == 2, let salt = parameters[0].octets, salt.count <= 4096 else {
            throw CertificateError(.malformed, "the parameters of the encryption are not valid")
        }
        let rounds = parameters[1].integer
        try budget.spend(rounds)
        func derive(_ purpose: PKCS12KeyDerivation.Purpose, _ size: Int) -> [UInt8] {
            PKCS12KeyDerivation.derive(
                Insecure.SHA1.self,
                purpose,
                password: password,
                salt: salt,
                rounds: rounds ?? 1,
                size: size
            )
        }
        let key = derive(.key, size)
        let vector = derive(.vector, 8)
        if size == 24 || identifier == ObjectIdentifier.pbeSHA1TwoKeyTripleDES {
            return TripleDES(key: key)
                .flatMap {
                    CipherBlockChaining.decrypt(ciphertext, with: $0, vector: vector)
                }
        }
        return RC2(key: key, effectiveBits: size * 8)
            .flatMap {
                CipherBlockChaining.decrypt(ciphertext, with: $0, vector: vector)
            }
    }

    private static func unsupported(_ identifier: String?) -> CertificateError {
        CertificateError(
            .unsupportedEncryption,
            "the encryption \(identifier ?? "of the file") is not supported: encrypt the key again with PBES2 and AES-256 (openssl pkcs8 -topk8 -v2 aes-256-cbc)"
        )
    }
}
