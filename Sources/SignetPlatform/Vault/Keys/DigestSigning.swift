// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import SignetCertificates

/// Signatures over digests that a client computed, so that a key need not leave the vault (RFC 7518 §3.1).
enum DigestSigning {
    /// The algorithms, as JSON Web Algorithms names them.
    enum Algorithm: String, Sendable {
        case rs256 = "RS256"
        case rs384 = "RS384"
        case rs512 = "RS512"
        case ps256 = "PS256"
        case ps384 = "PS384"
        case ps512 = "PS512"
        case es256 = "ES256"
        case es384 = "ES384"
        case es512 = "ES512"

        fileprivate var padding: _RSA.Signing.Padding { self.rawValue.hasPrefix("PS") ? .PSS : .insecurePKCS1v1_5 }

        /// The size of the digest in bytes.
        var digestSize: Int {
            switch self {
            case .rs256, .ps256, .es256: SHA256.byteCount
            case .rs384, .ps384, .es384: SHA384.byteCount
            case .rs512, .ps512, .es512: SHA512.byteCount
            }
        }
    }

    /// Signs a digest; `nil` where the key cannot sign so.
    static func signature(_ bytes: [UInt8], _ algorithm: Algorithm, with key: PrivateKey) throws -> [UInt8]? {
        switch (key.material, algorithm) {
        case (.rsa(let key), .rs256), (.rsa(let key), .ps256):
            let digest = try SHA256.hash(data: []).holding(bytes)
            return Array(try key.signature(for: digest, padding: algorithm.padding).rawRepresentation)
        case (.rsa(let key), .rs384), (.rsa(let key), .ps384):
            let digest = try SHA384.hash(data: []).holding(bytes)
            return Array(try key.signature(for: digest, padding: algorithm.padding).rawRepresentation)
        case (.rsa(let key), .rs512), (.rsa(let key), .ps512):
            let digest = try SHA512.hash(data: []).holding(bytes)
            return Array(try key.signature(for: digest, padding: algorithm.padding).rawRepresentation)
        case (.p256(let key), .es256):
            return Array(try key.signature(for: try SHA256.hash(data: []).holding(bytes)).rawRepresentation)
        case (.p384(let key), .es384):
            return Array(try key.signature(for: try SHA384.hash(data: []).holding(bytes)).rawRepresentation)
        case (.p521(let key), .es512):
            return Array(try key.signature(for: try SHA512.hash(data: []).holding(bytes)).rawRepresentation)
        default: return nil
        }
    }

    /// Whether a signature over a digest is one of the key's; `nil` where the key has no such signatures.
    static func isValid(
        _ signature: [UInt8],
        for bytes: [UInt8],
        _ algorithm: Algorithm,
        with key: PrivateKey
    ) throws -> Bool? {
        let rsa = _RSA.Signing.RSASignature(rawRepresentation: signature)
        switch (key.material, algorithm) {
        case (.rsa(let key), .rs256), (.rsa(let key), .ps256):
            let digest = try SHA256.hash(data: []).holding(bytes)
            return key.publicKey.isValidSignature(rsa, for: digest, padding: algorithm.padding)
        case (.rsa(let key), .rs384), (.rsa(let key), .ps384):
            let digest = try SHA384.hash(data: []).holding(bytes)
            return key.publicKey.isValidSignature(rsa, for: digest, padding: algorithm.padding)
        case (.rsa(let key), .rs512), (.rsa(let key), .ps512):
            let digest = try SHA512.hash(data: []).holding(bytes)
            return key.publicKey.isValidSignature(rsa, for: digest, padding: algorithm.padding)
        case (.p256(let key), .es256):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.publicKey.isValidSignature(signature, for: try SHA256.hash(data: []).holding(bytes))
        case (.p384(let key), .es384):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.publicKey.isValidSignature(signature, for: try SHA384.hash(data: []).holding(bytes))
        case (.p521(let key), .es512):
            guard let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.publicKey.isValidSignature(signature, for: try SHA512.hash(data: []).holding(bytes))
        default: return nil
        }
    }
}

extension Digest {
    /// A digest with other bytes in it: the library has no initialiser that takes a digest made elsewhere.
    ///
    /// The bytes lie in the value itself, which is checked before and after.
    fileprivate func holding(_ bytes: [UInt8]) throws -> Self {
        var digest = self
        guard bytes.count == Self.byteCount, MemoryLayout<Self>.size == Self.byteCount else {
            throw PlatformError(.unusableKey, "a digest of \(bytes.count) bytes cannot be signed")
        }
        unsafe withUnsafeMutableBytes(of: &digest) { place in unsafe place.copyBytes(from: bytes) }
        guard Array(digest) == bytes else {
            throw PlatformError(.unusableKey, "the cryptographic library keeps digests in an unknown form")
        }
        return digest
    }
}
