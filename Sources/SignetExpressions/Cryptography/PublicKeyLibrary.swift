// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import FoundationEssentials
import SignetCore

/// `Oid`: an object identifier with the name that Windows has for it.
enum ObjectIdentifierLibrary {
    private static let names = [
        "1.2.840.113549.1.1.1": "RSA", "1.2.840.10045.2.1": "ECC", "1.2.840.113549.1.1.4": "md5RSA",
        "1.2.840.113549.1.1.5": "sha1RSA", "1.2.840.113549.1.1.10": "RSASSA-PSS",
        "1.2.840.113549.1.1.11": "sha256RSA", "1.2.840.113549.1.1.12": "sha384RSA",
        "1.2.840.113549.1.1.13": "sha512RSA", "1.2.840.10045.4.3.2": "sha256ECDSA",
        "1.2.840.10045.4.3.3": "sha384ECDSA", "1.2.840.10045.4.3.4": "sha512ECDSA", "1.2.840.113549.2.5": "md5",
        "1.3.14.3.2.26": "sha1", "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384",
        "2.16.840.1.101.3.4.2.3": "sha512",
    ]

    static func table() -> LibraryTable {
        LibraryTable(
            "Oid",
            [
                // A name that is known is as good as its number.
                .init("new(string oid)") { _, a throws(ExpressionError) in
                    let text = try a.text(0)
                    return .object(NameObject("Oid", names.first { $0.value == text }?.key ?? text))
                },
                .init("string Value") { _, a throws(ExpressionError) in
                    .string(try a.object(0, NameObject.self).name)
                },
                .init("string FriendlyName") { _, a throws(ExpressionError) in
                    .optional(names[try a.object(0, NameObject.self).name])
                },
            ]
        )
    }
}

/// The public key of a certificate of which only the certificate is there.
final class CertificateKey: ExpressionSigner {
    private let key: _RSA.Signing.PublicKey

    /// The key of a `SubjectPublicKeyInfo`; `nil` for one that is not RSA, as `GetRSAPublicKey()` gives it.
    init?(info: [UInt8]) {
        guard let key = try? _RSA.Signing.PublicKey(derRepresentation: info) else { return nil }
        self.key = key
    }

    var expressionType: String { "RSA" }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func sign(_ data: [UInt8], hash: String, isPSS: Bool) throws(ExpressionError) -> [UInt8] {
        throw .exception(.cryptographic, "Key does not exist.")
    }

    func verify(
        _ signature: [UInt8],
        of data: [UInt8],
        hash: String,
        isPSS: Bool
    ) throws(ExpressionError) -> Bool {
        let accepts = RSASignatureCheck.accepts(signature, of: data, hash: hash, isPSS: isPSS, key: self.key)
        guard let accepts else { throw .exception(.cryptographic, "The hash algorithm '\(hash)' is not supported.") }
        return accepts
    }
}

/// `PublicKey`, and what else a certificate tells of its structure.
enum PublicKeyLibrary {
    private static func structure(_ a: [ExpressionValue]) throws(ExpressionError) -> CertificateStructure {
        guard case .object(let certificate) = a[0] else { throw .nullReference }
        guard let structure = CertificateStructure(try certificate.member(.rawData).bytes ?? []) else {
            throw .exception(.cryptographic, "m_safeCertContext is an invalid handle.")
        }
        return structure
    }

    /// The RSA key of a certificate that only verifies.
    static func rsa(_ certificate: any ExpressionObject) throws(ExpressionError) -> ExpressionValue {
        guard let structure = CertificateStructure(try certificate.member(.rawData).bytes ?? []),
            let key = CertificateKey(info: structure.publicKeyInfo)
        else { return .null }
        return .object(KeyObject(key, isPrivate: false))
    }

    private static func name(
        _ a: [ExpressionValue],
        _ member: ExpressionMember
    ) throws(ExpressionError) -> ExpressionValue {
        guard case .object(let certificate) = a[0] else { throw .nullReference }
        return .object(NameObject("X500DistinguishedName", try certificate.member(member).string ?? ""))
    }

    /// What a constructor of `X509Certificate2` makes of bytes.
    private static func read(
        _ a: [ExpressionValue],
        password: String?,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> ExpressionValue {
        let data = try a.bytes(0)
        guard let reader = state.environment.certificates else {
            throw .exception(.cryptographic, "Cannot find the requested object.")
        }
        try state.charge(data.count * 4 + Budget.node)
        try state.work(100_000)
        let now = state.environment.clock.now
        return .object(try reader.certificate(data, password: password, now: now))
    }

    /// Members of `X509Certificate2`.
    static let members: [LibraryDeclaration] = [
        .init("new(byte[] rawData)") { state, a throws(ExpressionError) in try read(a, password: nil, &state) },
        .init("new(byte[] rawData, string password)") { state, a throws(ExpressionError) in
            try read(a, password: a[1].string, &state)
        },
        .init("PublicKey PublicKey") { _, a throws(ExpressionError) in
            guard case .object(let certificate) = a[0] else { throw .nullReference }
            return .object(certificate)
        },
        .init("X500DistinguishedName SubjectName") { _, a throws(ExpressionError) in try name(a, .subject) },
        .init("X500DistinguishedName IssuerName") { _, a throws(ExpressionError) in try name(a, .issuer) },
        .init("Oid SignatureAlgorithm") { _, a throws(ExpressionError) in
            .object(NameObject("Oid", try structure(a).signatureAlgorithm))
        },
        .init("string GetKeyAlgorithm()") { _, a throws(ExpressionError) in .string(try structure(a).keyAlgorithm) },
        .init("byte[] GetPublicKey()") { _, a throws(ExpressionError) in .bytes(try structure(a).publicKey) },
        .init("string GetPublicKeyString()") { _, a throws(ExpressionError) in
            .string(try structure(a).publicKey.map { hexadecimal($0) }.joined())
        },
        .init("byte[] Export(X509ContentType contentType)") { _, a throws(ExpressionError) in
            guard case .object(let certificate) = a[0] else { throw .nullReference }
            guard a.integer(1) == 1 else { throw .exception(.cryptographic, "Invalid content type.") }
            return try certificate.member(.rawData)
        },
    ]

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    static func key() -> LibraryTable {
        LibraryTable(
            "PublicKey",
            [
                .init("RSA Key") { _, a throws(ExpressionError) in
                    guard case .object(let certificate) = a[0] else { throw .nullReference }
                    let key = try rsa(certificate)
                    guard !key.isNull else {
                        throw .exception(.cryptographic, "The certificate key algorithm is not supported.")
                    }
                    return key
                },
                .init("RSA GetRSAPublicKey()") { _, a throws(ExpressionError) in
                    guard case .object(let certificate) = a[0] else { throw .nullReference }
                    return try rsa(certificate)
                },
                .init("Oid Oid") { _, a throws(ExpressionError) in
                    .object(NameObject("Oid", try structure(a).keyAlgorithm))
                },
            ]
        )
    }

    static func distinguishedName() -> LibraryTable {
        LibraryTable(
            "X500DistinguishedName",
            [
                .init("string Name") { _, a throws(ExpressionError) in
                    .string(try a.object(0, NameObject.self).name)
                }
            ]
        )
    }
}
