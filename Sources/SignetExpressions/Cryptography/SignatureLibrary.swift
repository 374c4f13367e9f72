// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A certificate of the host whose private key signs, without the key ever leaving the host.
public protocol ExpressionSigner: ExpressionObject {
    /// Signs data with the private key.
    ///
    /// - Parameters:
    ///   - data: What to sign.
    ///   - hash: `MD5`, `SHA1`, `SHA256`, `SHA384` or `SHA512`.
    ///   - isPSS: Whether the padding is PSS rather than PKCS #1.
    /// - Returns: The signature.
    /// - Throws: `CryptographicException` for what the key cannot do.
    func sign(_ data: [UInt8], hash: String, isPSS: Bool) throws(ExpressionError) -> [UInt8]

    /// Verifies a signature with the public key.
    ///
    /// - Parameters:
    ///   - signature: The signature.
    ///   - data: What was signed.
    ///   - hash: The name of the hash function.
    ///   - isPSS: Whether the padding is PSS rather than PKCS #1.
    /// - Returns: Whether the signature is right.
    /// - Throws: `CryptographicException` for what the key cannot do.
    func verify(
        _ signature: [UInt8],
        of data: [UInt8],
        hash: String,
        isPSS: Bool
    ) throws(ExpressionError) -> Bool
}

/// `RSA`: the key of a certificate.
final class KeyObject: LibraryObject {
    let signer: any ExpressionSigner
    let isPrivate: Bool

    init(_ signer: any ExpressionSigner, isPrivate: Bool) {
        self.signer = signer
        self.isPrivate = isPrivate
    }

    var expressionType: String { "RSA" }
}

/// A value that is only a name: `HashAlgorithmName`, `RSASignaturePadding`, `RSAEncryptionPadding`.
final class NameObject: LibraryObject, EquatableObject {
    let expressionType: String
    let name: String

    init(_ type: String, _ name: String) {
        self.expressionType = type
        self.name = name
    }

    var invariantText: String { self.name }
    var hash: Int { self.name.hashValue }

    func isEqual(to other: any ExpressionObject) -> Bool {
        (other as? NameObject).map { $0.name == self.name && $0.expressionType == self.expressionType } ?? false
    }
}

/// `RSA` and what belongs to it.
enum SignatureLibrary {
    private static func named(_ type: String, _ names: [String]) -> [LibraryDeclaration] {
        names.map { name in .init("static \(type) \(name)") { _, _ in .object(NameObject(type, name)) } }
    }

    static func names() -> LibraryTable {
        LibraryTable(
            "HashAlgorithmName",
            named("HashAlgorithmName", HashFunction.allCases.map(\.rawValue)) + [
                .init("new(string name)") { _, a throws(ExpressionError) in
                    .object(NameObject("HashAlgorithmName", try a.text(0)))
                },
                .init("string Name") { _, a throws(ExpressionError) in .string(try a.object(0, NameObject.self).name) },
            ]
        )
    }

    static func signaturePadding() -> LibraryTable {
        LibraryTable("RSASignaturePadding", named("RSASignaturePadding", ["Pkcs1", "Pss"]))
    }

    static func encryptionPadding() -> LibraryTable {
        LibraryTable(
            "RSAEncryptionPadding",
            named("RSAEncryptionPadding", ["Pkcs1", "OaepSHA1", "OaepSHA256", "OaepSHA384", "OaepSHA512"])
        )
    }

    static func rsa() -> LibraryTable {
        LibraryTable(
            "RSA",
            [
                .init("byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)") {
                    state,
                    a throws(ExpressionError) in
                    let key: KeyObject = try a.object(0)
                    guard key.isPrivate else { throw .exception(.cryptographic, "Key does not exist.") }
                    try state.charge(1_024)
                    return .bytes(
                        try key.signer.sign(
                            try a.bytes(1),
                            hash: try a.object(2, NameObject.self).name,
                            isPSS: try a.object(3, NameObject.self).name == "Pss"
                        )
                    )
                },
                .init(
                    "bool VerifyData(byte[] data, byte[] signature, HashAlgorithmName hashAlgorithm, "
                        + "RSASignaturePadding padding)"
                ) { _, a throws(ExpressionError) in
                    .bool(
                        try a.object(0, KeyObject.self).signer
                            .verify(
                                try a.bytes(2),
                                of: try a.bytes(1),
                                hash: try a.object(3, NameObject.self).name,
                                isPSS: try a.object(4, NameObject.self).name == "Pss"
                            )
                    )
                },
                .init("void Dispose()") { _, _ in .null },
            ]
        )
    }

    private static func key(_ value: ExpressionValue, isPrivate: Bool) throws(ExpressionError) -> ExpressionValue {
        guard case .object(let certificate) = value else { throw .nullReference }
        guard let signer = certificate as? any ExpressionSigner else {
            return isPrivate ? .null : try PublicKeyLibrary.rsa(certificate)
        }
        return .object(KeyObject(signer, isPrivate: isPrivate))
    }

    static func certificate() -> LibraryTable {
        LibraryTable("X509Certificate2", keys + forwarded + hashes + PublicKeyLibrary.members)
    }

    private static let keys: [LibraryDeclaration] = [
        .init("RSA GetRSAPrivateKey()") { _, a throws(ExpressionError) in try key(a[0], isPrivate: true) },
        .init("RSA GetRSAPublicKey()") { _, a throws(ExpressionError) in try key(a[0], isPrivate: false) },
        .init("RSA PrivateKey") { _, a throws(ExpressionError) in try key(a[0], isPrivate: true) },
    ]

    /// Methods that give what a property gives.
    private static let forwarded: [LibraryDeclaration] = [
        ("string GetCertHashString()", ExpressionMember.thumbprint), ("byte[] GetRawCertData()", .rawData),
        ("string GetSerialNumberString()", .serialNumber), ("string GetExpirationDateString()", .notAfter),
        ("string GetEffectiveDateString()", .notBefore),
    ]
    .map { signature, member in
        .init(signature) { _, a throws(ExpressionError) in
            guard case .object(let certificate) = a[0] else { throw .nullReference }
            let value = try certificate.member(member)
            if case .dateTime(let date) = value { return .string(date.invariantText) }
            return value
        }
    }

    private static let hashes: [LibraryDeclaration] = [
        .init("byte[] GetCertHash()") { _, a throws(ExpressionError) in
            guard case .object(let certificate) = a[0] else { throw .nullReference }
            return .bytes(Hexadecimal.decode(try certificate.member(.thumbprint).string ?? "") ?? [])
        },
        .init("string GetNameInfo(X509NameType nameType, bool forIssuer)") { _, a throws(ExpressionError) in
            guard case .object(let certificate) = a[0] else { throw .nullReference }
            let name = try certificate.member(a[2].bool == true ? .issuer : .subject).string ?? ""
            let parts = name.split(separator: ",").map { NumberText.trimmed(String($0)) }
            let wanted = a.integer(1) == 1 ? "E=" : "CN="
            return .string(parts.first { $0.hasPrefix(wanted) }.map { String($0.dropFirst(wanted.count)) } ?? "")
        },
    ]

    static func extensions() -> LibraryTable {
        LibraryTable(
            "RSACertificateExtensions",
            [
                .init("static RSA GetRSAPrivateKey(X509Certificate2 certificate)") { _, a throws(ExpressionError) in
                    try key(a[0], isPrivate: true)
                },
                .init("static RSA GetRSAPublicKey(X509Certificate2 certificate)") { _, a throws(ExpressionError) in
                    try key(a[0], isPrivate: false)
                },
            ]
        )
    }
}
