// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import SignetCore

/// The key that encrypts every private key at rest (AES-256-GCM).
struct MasterKey: Sendable {
    /// The number of bytes of a master key.
    static let size = 32

    private let key: SymmetricKey

    init(_ secret: SecretBytes) throws(PlatformError) {
        guard secret.count == Self.size else {
            throw PlatformError(.invalidConfiguration, "the master key has \(secret.count) bytes; give \(Self.size)")
        }
        self.key = secret.withExposedBytes { SymmetricKey(data: $0) }
    }

    /// A key for another purpose, from which this one cannot be found (RFC 5869).
    func derived(for purpose: String) -> MasterKey {
        MasterKey(
            key: HKDF<SHA256>
                .deriveKey(inputKeyMaterial: self.key, info: Array(purpose.utf8), outputByteCount: Self.size)
        )
    }

    private init(key: SymmetricKey) {
        self.key = key
    }

    /// Encrypts a secret; `name` is bound to it, so that one sealed key cannot be put in another's place.
    func seal(_ secret: SecretBytes, name: String) throws(PlatformError) -> [UInt8] {
        do {
            let box = try secret.withExposedBytes { bytes in
                try AES.GCM.seal(bytes, using: self.key, authenticating: Array(name.utf8))
            }
            guard let combined = box.combined else { throw PlatformError(.unusableKey, "a key could not be encrypted") }
            return Array(combined)
        } catch {
            throw PlatformError(.unusableKey, "a key could not be encrypted", cause: error)
        }
    }

    /// Decrypts what ``seal(_:name:)`` made under the same name.
    func open(_ sealed: [UInt8], name: String) throws(PlatformError) -> SecretBytes {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return SecretBytes(try AES.GCM.open(box, using: self.key, authenticating: Array(name.utf8)))
        } catch {
            throw PlatformError(
                .wrongMasterKey,
                "the master key does not open the stored key '\(name)'; give the one under which the data were written",
                cause: error
            )
        }
    }
}
