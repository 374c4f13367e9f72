// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import FoundationEssentials
import SignetCore

/// PBKDF2 and scrypt over swift-crypto, and OpenSSL's derivation for traditional PEM.
enum KeyDerivation {
    /// The pseudo-random function that an object identifier names.
    static func hash(_ identifier: String?) throws(CertificateError) -> KDF.Insecure.PBKDF2.HashFunction {
        switch identifier {
        case .none, ObjectIdentifier.hmacSHA1: return .insecureSHA1
        case ObjectIdentifier.hmacSHA224: return .insecureSHA224
        case ObjectIdentifier.hmacSHA256: return .sha256
        case ObjectIdentifier.hmacSHA384: return .sha384
        case ObjectIdentifier.hmacSHA512: return .sha512
        case .some(let other):
            throw CertificateError(
                .unsupportedEncryption,
                "the file derives its key with the function \(other), which is not supported: use PBKDF2 with HMAC-SHA-256"
            )
        }
    }

    /// PBKDF2 (RFC 8018 §5.2).
    static func pbkdf2(
        _ password: SecretBytes,
        salt: [UInt8],
        rounds: Int,
        hash: KDF.Insecure.PBKDF2.HashFunction,
        size: Int
    ) throws(CertificateError) -> [UInt8] {
        try derived(password, salt) { bytes in
            try KDF.Insecure.PBKDF2.deriveKey(
                from: bytes,
                salt: salt,
                using: hash,
                outputByteCount: size,
                unsafeUncheckedRounds: rounds
            )
        }
    }

    /// The scrypt function (RFC 7914); the caller has checked what it costs.
    static func scrypt(
        _ password: SecretBytes,
        salt: [UInt8],
        cost: Int,
        blockSize: Int,
        parallelism: Int,
        size: Int
    ) throws(CertificateError) -> [UInt8] {
        try derived(password, salt) { bytes in
            try KDF.Scrypt.deriveKey(
                from: bytes,
                salt: salt,
                outputByteCount: size,
                rounds: cost,
                blockSize: blockSize,
                parallelism: parallelism
            )
        }
    }

    /// OpenSSL's `EVP_BytesToKey` with MD5 and one round: what `DEK-Info` implies.
    static func traditional(_ password: SecretBytes, salt: ArraySlice<UInt8>, size: Int) -> [UInt8] {
        password.withExposedBytes { bytes in
            var key: [UInt8] = []
            var last: [UInt8] = []
            while key.count < size {
                last = Array(Insecure.MD5.hash(data: last + bytes + salt))
                key += last
            }
            return Array(key.prefix(size))
        }
    }

    private static func derived(
        _ password: SecretBytes,
        _ salt: [UInt8],
        _ derive: ([UInt8]) throws -> SymmetricKey
    ) throws(CertificateError) -> [UInt8] {
        guard !salt.isEmpty, salt.count <= 4096 else {
            throw CertificateError(.malformed, "the encryption of the file has no valid salt")
        }
        let key = password.withExposedBytes { bytes in
            // HMAC fills a short key with zeros, so one zero is the empty password; the library traps on an empty one.
            try? derive(bytes.isEmpty ? [0] : bytes)
        }
        guard let key else {
            throw CertificateError(.unsupportedEncryption, "the key derivation of the file is not supported")
        }
        return unsafe key.withUnsafeBytes { unsafe Array($0) }
    }
}
