// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import CryptoExtras
package import SignetCore

/// Signs tokens of one header with one key: the header is encoded once, each token costs the signature and two base64url
/// runs.
///
/// ```swift
/// let signer = TokenSigner(key: key, algorithm: .rs256, header: ["typ": "JWT", "alg": "RS256", "kid": .string(keyID)])
/// let token = try signer.sign(claims: claims.serialized)
/// ```
package struct TokenSigner: Sendable {
    private let key: _RSA.Signing.PrivateKey
    private let algorithm: SignatureAlgorithm
    private let prefix: [UInt8]

    /// Prepares a header.
    ///
    /// - Parameters:
    ///   - key: The RSA key. Building one costs as much as half a signature: keep it.
    ///   - algorithm: The algorithm, which is also written into the header.
    ///   - header: The members in the order in which they are to stand; `alg` is set, at its place or at the end.
    package init(key: _RSA.Signing.PrivateKey, algorithm: SignatureAlgorithm, header: JSONObject) {
        var header = header
        header["alg"] = .string(algorithm.rawValue)
        var prefix: [UInt8] = []
        Base64URL.append(JSONValue.object(header).serialized, to: &prefix)
        prefix.append(UInt8(ascii: "."))
        self.key = key
        self.algorithm = algorithm
        self.prefix = prefix
    }

    /// Signs claims that are already JSON.
    ///
    /// - Returns: The compact token as ASCII bytes.
    /// - Throws: The cryptographic library's error, which no valid key of 2,048 bits or more was seen to cause.
    package func signedBytes(claims: [UInt8]) throws -> [UInt8] {
        var token: [UInt8] = []
        token.reserveCapacity(self.prefix.count + claims.count * 4 / 3 + self.key.keySizeInBits / 6 + 8)
        token.append(contentsOf: self.prefix)
        Base64URL.append(claims, to: &token)
        let signature = try self.algorithm.sign(token, with: self.key)
        token.append(UInt8(ascii: "."))
        Base64URL.append(signature, to: &token)
        return token
    }

    /// Signs claims that are already JSON, as text.
    package func sign(claims: [UInt8]) throws -> String {
        String(decoding: try signedBytes(claims: claims), as: UTF8.self)
    }
}
