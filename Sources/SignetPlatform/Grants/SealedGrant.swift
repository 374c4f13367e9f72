// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Texts that only the platform can read: authorization codes and refresh tokens carry their content themselves.
///
/// A sign-in that nobody redeems leaves nothing behind, and a refresh needs no look into the storage but for the person.
struct SealedGrant: Sendable {
    /// What a text is; bound to it, so that a code cannot be used as a refresh token.
    enum Kind: String, Sendable {
        case authorizationCode
        case refreshToken
        /// A page's note about the request that it belongs to.
        case page
    }

    /// As the real service's begin.
    private static let prefix = "1."
    private static let greatestText = 16 * 1_024

    private let key: MasterKey

    init(masterKey: MasterKey) {
        self.key = masterKey.derived(for: "signet sealed grants")
    }

    func seal(_ content: JSONValue, as kind: Kind) throws -> SecretBytes {
        let sealed = try self.key.seal(SecretBytes(content.serialized), name: kind.rawValue)
        return SecretBytes(Array(Self.prefix.utf8) + Array(Base64URL.encode(sealed).utf8))
    }

    /// The content of a text; `nil` for one that this platform did not seal as this kind.
    func open(_ text: SecretBytes, as kind: Kind) -> JSONObject? {
        guard text.count <= Self.greatestText else { return nil }
        let prefix = Array(Self.prefix.utf8)
        let sealed = text.withExposedBytes { bytes in
            bytes.starts(with: prefix) ? Base64URL.decode(bytes.dropFirst(prefix.count)) : nil
        }
        guard let sealed, let content = try? self.key.open(sealed, name: kind.rawValue) else { return nil }
        return content.withExposedBytes { try? JSONValue.parse($0, maximumDepth: 16).object }
    }
}
