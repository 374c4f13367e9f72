// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
package import SignetAssertions
import SignetCertificates
package import SignetCore
import X509

/// A key that signatures of tokens are checked with, bound to the algorithms of its own kind.
///
/// The binding is what keeps a token from choosing how it is checked: a public key is never taken for the secret of an
/// HMAC.
package struct TokenKey: Sendable {
    enum Material: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
        case symmetric(SecretBytes)
    }

    /// The identifiers that it goes by; empty for any.
    package let identifiers: [String]
    private let material: Material

    init(_ identifiers: [String], _ material: Material) {
        self.identifiers = identifiers
        self.material = material
    }

    /// The secret of an HMAC.
    package init?(id: String?, secret: [UInt8]) {
        guard !secret.isEmpty else { return nil }
        self.init(id.map { [$0] } ?? [], .symmetric(SecretBytes(secret)))
    }

    /// An RSA key by its two numbers.
    package init?(id: String?, modulus: [UInt8], exponent: [UInt8]) {
        guard (128...1024).contains(modulus.count), (1...8).contains(exponent.count),
            let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
        else { return nil }
        self.init(id.map { [$0] } ?? [], .rsa(key))
    }

    /// A key of a JSON Web Key Set (RFC 7517); `nil` for one that is not for signatures, or of another kind.
    package init?(jsonWebKey key: JSONValue) {
        guard ["sig", nil].contains(key["use"]?.string) else { return nil }
        func number(_ name: String) -> [UInt8]? { key[name]?.string.flatMap { Base64URL.decode(Array($0.utf8)[...]) } }
        let identifiers = [key["kid"]?.string, key["x5t"]?.string].compactMap(\.self)
        switch (key["kty"]?.string, key["crv"]?.string) {
        case ("RSA", _):
            guard let modulus = number("n"), let exponent = number("e"),
                let rsa = TokenKey(id: nil, modulus: modulus, exponent: exponent)
            else { return nil }
            self.init(identifiers, rsa.material)
        case ("EC", let curve):
            guard let x = number("x"), let y = number("y") else { return nil }
            let point = [4] + x + y
            switch curve {
            case "P-256":
                guard let key = try? P256.Signing.PublicKey(x963Representation: point) else { return nil }
                self.init(identifiers, .p256(key))
            case "P-384":
                guard let key = try? P384.Signing.PublicKey(x963Representation: point) else { return nil }
                self.init(identifiers, .p384(key))
            case "P-521":
                guard let key = try? P521.Signing.PublicKey(x963Representation: point) else { return nil }
                self.init(identifiers, .p521(key))
            default: return nil
            }
        default: return nil
        }
    }

    /// Whether a token that names this identifier may be meant.
    func answers(to identifier: String?) -> Bool {
        guard let identifier, !self.identifiers.isEmpty else { return true }
        return self.identifiers.contains(identifier)
    }

    /// Whether the token's signature was made with this key.
    package func verifies(_ token: CompactToken) -> Bool {
        guard let algorithm = token.header["alg"]?.string else { return false }
        let (data, signature) = (token.signingInput, token.signature)
        switch self.material {
        case .rsa(let key): return Self.verifies(algorithm, key, data, signature)
        case .p256(let key):
            guard algorithm == "ES256", let raw = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
                return false
            }
            return key.isValidSignature(raw, for: SHA256.hash(data: data))
        case .p384(let key):
            guard algorithm == "ES384", let raw = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else {
                return false
            }
            return key.isValidSignature(raw, for: SHA384.hash(data: data))
        case .p521(let key):
            guard algorithm == "ES512", let raw = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else {
                return false
            }
            return key.isValidSignature(raw, for: SHA512.hash(data: data))
        case .symmetric(let secret):
            return secret.withExposedBytes { Self.verifies(algorithm, SymmetricKey(data: $0), data, signature) }
        }
    }

    private static func verifies(
        _ algorithm: String,
        _ key: _RSA.Signing.PublicKey,
        _ data: [UInt8],
        _ signature: [UInt8]
    ) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        let padding: _RSA.Signing.Padding = algorithm.hasPrefix("PS") ? .PSS : .insecurePKCS1v1_5
        switch algorithm {
        case "RS256", "PS256": return key.isValidSignature(signature, for: SHA256.hash(data: data), padding: padding)
        case "RS384", "PS384": return key.isValidSignature(signature, for: SHA384.hash(data: data), padding: padding)
        case "RS512", "PS512": return key.isValidSignature(signature, for: SHA512.hash(data: data), padding: padding)
        default: return false
        }
    }

    private static func verifies(_ algorithm: String, _ key: SymmetricKey, _ data: [UInt8], _ code: [UInt8]) -> Bool {
        switch algorithm {
        case "HS256": HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: data, using: key)
        case "HS384": HMAC<SHA384>.isValidAuthenticationCode(code, authenticating: data, using: key)
        case "HS512": HMAC<SHA512>.isValidAuthenticationCode(code, authenticating: data, using: key)
        default: false
        }
    }
}

extension TokenKey {
    /// The public key of a certificate.
    init?(certificate: ClientCertificate, id: String?) {
        let identifiers = id.map { [$0] } ?? []
        if let key = _RSA.Signing.PublicKey(certificate.leaf.publicKey) {
            self.init(identifiers, .rsa(key))
        } else if let key = P256.Signing.PublicKey(certificate.leaf.publicKey) {
            self.init(identifiers, .p256(key))
        } else if let key = P384.Signing.PublicKey(certificate.leaf.publicKey) {
            self.init(identifiers, .p384(key))
        } else if let key = P521.Signing.PublicKey(certificate.leaf.publicKey) {
            self.init(identifiers, .p521(key))
        } else {
            return nil
        }
    }
}
