// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras

/// Reads unencrypted private keys in DER: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) and SEC1 (RFC 5915).
enum PrivateKeyReader {
    /// Reads a PKCS#8 key of any supported algorithm.
    ///
    /// - Throws: `malformed` for a broken structure, `unsupportedKey` for another algorithm, `weakKey` below 1024 bits.
    static func pkcs8(_ element: BERElement) throws(CertificateError) -> PrivateKey {
        let parts = try element.sequence("the PKCS#8 key")
        guard parts.count >= 3, parts[0].integer != nil, let key = parts[2].octets else {
            throw CertificateError(.malformed, "the private key is not PKCS#8 as its frame says")
        }
        let identifier = try parts[1].sequence("the algorithm of the private key")
        guard let algorithm = identifier.first?.objectIdentifier else {
            throw CertificateError(.malformed, "the PKCS#8 key names no algorithm")
        }
        switch algorithm {
        case ObjectIdentifier.rsaEncryption:
            return try pkcs1(try BERElement(key))
        case ObjectIdentifier.ecPublicKey:
            guard let curve = identifier.dropFirst().first?.objectIdentifier else { throw unnamedCurve() }
            return try sec1(try BERElement(key), curve: curve)
        case ObjectIdentifier.ed25519:
            guard let seed = try BERElement(key).octets else {
                throw CertificateError(.malformed, "the Ed25519 key has no seed")
            }
            return try checked("Ed25519") { .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: seed)) }
        default:
            throw unsupported(algorithm)
        }
    }

    /// Reads a PKCS#1 key.
    ///
    /// - Throws: `malformed` for a broken structure, `weakKey` below 1024 bits, `unsupportedKey` above 8192.
    static func pkcs1(_ element: BERElement) throws(CertificateError) -> PrivateKey {
        let parts = try element.sequence("the RSA key")
        guard parts.count >= 9, let modulus = parts[1].magnitude else {
            throw CertificateError(.malformed, "the RSA key lacks some of its numbers")
        }
        let bits = SubjectPublicKey.bitCount(modulus)
        guard bits >= 1024 else { throw weak(bits: bits) }
        guard bits <= 8192 else {
            throw CertificateError(.unsupportedKey, "the RSA key has \(bits) bits; at most 8192 are supported")
        }
        let der = Array(element.encoded)
        return try checked("RSA") { .rsa(try _RSA.Signing.PrivateKey(unsafeDERRepresentation: der)) }
    }

    /// Reads a SEC1 key; `curve` is what stood around it, if it does not name its curve itself.
    ///
    /// - Throws: `malformed` for a broken structure, `unsupportedKey` for a curve other than P-256, P-384 and P-521.
    static func sec1(_ element: BERElement, curve: String?) throws(CertificateError) -> PrivateKey {
        let parts = try element.sequence("the elliptic-curve key")
        guard parts.count >= 2, parts[0].integer == 1, let scalar = parts[1].octets else {
            throw CertificateError(.malformed, "the elliptic-curve key lacks its number")
        }
        var curve = curve
        if let parameters = parts.first(where: { $0.tag == Tag.context(0) }) {
            guard let own = try parameters.children().first?.objectIdentifier else { throw unnamedCurve() }
            curve = own
        }
        switch curve ?? impliedCurve(scalar.count) {
        case ObjectIdentifier.p256:
            let raw = try fitted(scalar, 32)
            return try checked("P-256") { .p256(try P256.Signing.PrivateKey(rawRepresentation: raw)) }
        case ObjectIdentifier.p384:
            let raw = try fitted(scalar, 48)
            return try checked("P-384") { .p384(try P384.Signing.PrivateKey(rawRepresentation: raw)) }
        case ObjectIdentifier.p521:
            let raw = try fitted(scalar, 66)
            return try checked("P-521") { .p521(try P521.Signing.PrivateKey(rawRepresentation: raw)) }
        case .some(let other):
            throw CertificateError(
                .unsupportedKey,
                "the elliptic curve \(other) is not supported: use P-256, P-384 or P-521"
            )
        case .none:
            throw CertificateError(.unsupportedKey, "the elliptic-curve key does not say on which curve it lies")
        }
    }

    /// The error for a curve that is given by its numbers: they could be those of a weak one.
    static func unnamedCurve() -> CertificateError {
        CertificateError(
            .unsupportedKey,
            "the elliptic-curve key spells its curve out instead of naming it; make a key with a named curve"
        )
    }

    /// The error for an RSA key that is too small to be trusted.
    static func weak(bits: Int) -> CertificateError {
        CertificateError(
            .weakKey,
            "the RSA key has \(bits) bits; at least 2048 are needed: make a new key and certificate"
        )
    }

    /// The error for a key of an algorithm that is not supported, with its name where it is a known one.
    static func unsupported(_ algorithm: String) -> CertificateError {
        let names = [
            ObjectIdentifier.rsaPSS: "RSA restricted to PSS", "1.3.101.113": "Ed448", "1.3.101.110": "X25519",
            "1.3.101.111": "X448", "1.2.840.10040.4.1": "DSA", "1.2.840.10046.2.1": "Diffie-Hellman",
        ]
        let name = names[algorithm].map { "\($0) (\(algorithm))" } ?? algorithm
        return CertificateError(
            .unsupportedKey,
            "keys of the algorithm \(name) are not supported: use a plain RSA key (rsaEncryption), P-256, P-384, P-521 or Ed25519"
        )
    }

    private static func impliedCurve(_ size: Int) -> String? {
        switch size {
        case 32: ObjectIdentifier.p256
        case 48: ObjectIdentifier.p384
        case 65, 66: ObjectIdentifier.p521
        default: nil
        }
    }

    /// Brings a number to its full width: some writers drop leading zeros, some add one.
    private static func fitted(_ scalar: [UInt8], _ size: Int) throws(CertificateError) -> [UInt8] {
        let digits = scalar.drop { $0 == 0 }
        guard digits.count <= size, !digits.isEmpty else {
            throw CertificateError(.malformed, "the number of the elliptic-curve key does not fit its curve")
        }
        return [UInt8](repeating: 0, count: size - digits.count) + digits
    }

    private static func checked(
        _ name: String,
        _ make: () throws -> PrivateKey.Material
    ) throws(CertificateError) -> PrivateKey {
        do {
            return PrivateKey(try make())
        } catch {
            // The cause is left out: a library's error about a key may speak of the key.
            throw CertificateError(.malformed, "the \(name) key is not valid: its numbers do not fit together")
        }
    }
}
