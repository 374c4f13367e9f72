// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import Crypto
package import CryptoExtras
import FoundationEssentials
package import SignetCore

/// A private key: RSA, an elliptic curve of NIST, or Ed25519.
///
/// The key is parsed and checked once, when the value is made; keep the value. Printing it shows its kind and nothing else.
public struct PrivateKey: Sendable {
    /// The algorithm and size of a key.
    public enum Kind: Hashable, Sendable, CustomStringConvertible {
        /// RSA with a modulus of so many bits.
        case rsa(bits: Int)
        /// The curve P-256.
        case p256
        /// The curve P-384.
        case p384
        /// The curve P-521.
        case p521
        /// Ed25519.
        case ed25519

        /// The kind as people write it, such as `RSA 2048` or `P-256`.
        public var description: String {
            switch self {
            case .rsa(let bits): "RSA \(bits)"
            case .p256: "P-256"
            case .p384: "P-384"
            case .p521: "P-521"
            case .ed25519: "Ed25519"
            }
        }
    }

    /// The key in the form in which its algorithm uses it.
    package enum Material: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    /// The algorithm and size.
    public let kind: Kind
    /// The key in the form in which its algorithm uses it.
    package let material: Material
    /// The public half, as a certificate would state it.
    package let publicKey: SubjectPublicKey

    init(_ material: Material) {
        self.material = material
        switch material {
        case .rsa(let key):
            self.kind = .rsa(bits: key.keySizeInBits)
            self.publicKey = SubjectPublicKey(
                algorithm: ObjectIdentifier.rsaEncryption,
                bytes: key.publicKey.pkcs1DERRepresentation
            )
        case .p256(let key):
            self.kind = .p256
            self.publicKey = .curve(ObjectIdentifier.p256, key.publicKey.x963Representation)
        case .p384(let key):
            self.kind = .p384
            self.publicKey = .curve(ObjectIdentifier.p384, key.publicKey.x963Representation)
        case .p521(let key):
            self.kind = .p521
            self.publicKey = .curve(ObjectIdentifier.p521, key.publicKey.x963Representation)
        case .ed25519(let key):
            self.kind = .ed25519
            self.publicKey = SubjectPublicKey(
                algorithm: ObjectIdentifier.ed25519,
                bytes: key.publicKey.rawRepresentation
            )
        }
    }

    /// Makes a new key.
    ///
    /// - Throws: `creationFailed` for an RSA size other than a multiple of 8 between 2048 and 8192.
    public static func generate(_ kind: Kind) throws(CertificateError) -> PrivateKey {
        switch kind {
        case .rsa(let bits):
            guard (2048...8192).contains(bits), bits.isMultiple(of: 8) else {
                throw CertificateError(
                    .creationFailed,
                    "an RSA key of \(bits) bits is refused: use 2048, 3072 or 4096"
                )
            }
            do {
                return PrivateKey(.rsa(try _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits))))
            } catch {
                throw CertificateError(.creationFailed, "the RSA key could not be made", cause: error)
            }
        case .p256: return PrivateKey(.p256(P256.Signing.PrivateKey()))
        case .p384: return PrivateKey(.p384(P384.Signing.PrivateKey()))
        case .p521: return PrivateKey(.p521(P521.Signing.PrivateKey()))
        case .ed25519: return PrivateKey(.ed25519(Curve25519.Signing.PrivateKey()))
        }
    }

    /// The RSA key, where it is one.
    package var rsa: _RSA.Signing.PrivateKey? {
        guard case .rsa(let key) = self.material else { return nil }
        return key
    }

    /// The key as unencrypted PKCS#8 in DER (RFC 5958), which every TLS library reads.
    package var pkcs8DER: SecretBytes {
        switch self.material {
        case .rsa(let key): SecretBytes(key.pkcs8DERRepresentation)
        case .p256(let key): SecretBytes(key.derRepresentation)
        case .p384(let key): SecretBytes(key.derRepresentation)
        case .p521(let key): SecretBytes(key.derRepresentation)
        case .ed25519(let key): SecretBytes(key.pkcs8DERRepresentation)
        }
    }
}

extension PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `PrivateKey(RSA 2048)`, never the key.
    public var description: String { "PrivateKey(\(self.kind))" }
    /// `PrivateKey(RSA 2048)`, never the key.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension SubjectPublicKey {
    fileprivate static func curve(_ curve: String, _ point: Data) -> SubjectPublicKey {
        SubjectPublicKey(algorithm: ObjectIdentifier.ecPublicKey, curve: curve, bytes: point)
    }
}
