// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import FoundationEssentials
import SignetCore

/// The secret part of an export under a passphrase: scrypt (RFC 7914) and AES-256-GCM.
///
/// Salt and nonce are made of what is sealed, so that two exports of one state are equal byte by byte; with another
/// content they differ, so that no nonce serves twice.
struct ExportSeal: Sendable {
    private static let rounds = 16_384
    private static let blockSize = 8
    private static let saltSize = 16
    private static let nonceSize = 12

    let passphrase: SecretBytes

    /// Seals a text and binds the readable part to it.
    func seal(_ secret: SecretBytes, beside readable: [UInt8]) throws(PlatformError) -> JSONValue {
        let salt = Array(SHA256.hash(data: readable).prefix(Self.saltSize))
        do {
            let (key, nonceKey) = try keys(salt)
            let sealed = try secret.withExposedBytes { bytes in
                let code = HMAC<SHA256>.authenticationCode(for: readable + bytes, using: nonceKey)
                let nonce = try AES.GCM.Nonce(data: Array(code).prefix(Self.nonceSize))
                return try AES.GCM.seal(bytes, using: key, nonce: nonce, authenticating: readable)
            }
            return [
                "kdf": "scrypt", "rounds": .number(Self.rounds), "blockSize": .number(Self.blockSize),
                "parallelism": 1, "cipher": "AES-256-GCM",
                "salt": .string(Base64.encode(salt)),
                "box": .string(Base64.encode(Array(sealed.combined ?? Data()))),
            ]
        } catch {
            throw PlatformError(.unreadableExport, "the secrets could not be sealed", cause: error)
        }
    }

    /// Opens what ``seal(_:beside:)`` made.
    func open(_ value: JSONValue, beside readable: [UInt8]) throws(PlatformError) -> SecretBytes {
        guard value["kdf"] == "scrypt", value["rounds"]?.integer == Self.rounds,
            value["blockSize"]?.integer == Self.blockSize, value["parallelism"]?.integer == 1,
            let salt = value["salt"]?.string.flatMap({ Base64.decodeLenient($0) }),
            let box = value["box"]?.string.flatMap({ Base64.decodeLenient($0) })
        else { throw PlatformError(.unreadableExport, "the export's secrets are sealed in a way that is not known") }
        do {
            let key = try keys(salt).0
            return SecretBytes(try AES.GCM.open(AES.GCM.SealedBox(combined: box), using: key, authenticating: readable))
        } catch {
            throw PlatformError(
                .unreadableExport,
                "the passphrase does not open the export, or the export was changed",
                cause: error
            )
        }
    }

    private func keys(_ salt: [UInt8]) throws -> (SymmetricKey, SymmetricKey) {
        let both = try self.passphrase.withExposedBytes { bytes in
            try KDF.Scrypt.deriveKey(
                from: bytes,
                salt: salt,
                outputByteCount: 64,
                rounds: Self.rounds,
                blockSize: Self.blockSize,
                parallelism: 1
            )
        }
        return unsafe both.withUnsafeBytes { bytes in
            let all = unsafe Array(bytes)
            return (SymmetricKey(data: all.prefix(32)), SymmetricKey(data: all.suffix(32)))
        }
    }
}
