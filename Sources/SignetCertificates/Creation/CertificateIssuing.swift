// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import SwiftASN1
import X509

extension ClientCertificate {
    /// Who signs a new certificate.
    public enum Issuer: Sendable {
        /// Its own key: a self-signed certificate, the usual kind for an app registration.
        case itself
        /// The key of a certificate authority; its chain becomes part of the new one.
        case authority(ClientCertificate)
    }

    /// Makes a key and a certificate for it.
    ///
    /// The serial number is random; subject and authority key identifiers are set (RFC 5280 §4.2.1.1–2).
    ///
    /// - Parameters:
    ///   - template: What the certificate shall say.
    ///   - issuer: Who signs it.
    ///   - key: An existing key for a renewal; without it a new one is made.
    /// - Returns: The certificate with its key and the issuer's chain.
    /// - Throws: `creationFailed` where the template cannot become a certificate or the issuer is no authority.
    public static func create(
        _ template: CertificateTemplate,
        issuedBy issuer: Issuer = .itself,
        key: PrivateKey? = nil
    ) throws(CertificateError) -> ClientCertificate {
        let privateKey: PrivateKey
        if let key {
            privateKey = key
        } else {
            privateKey = try PrivateKey.generate(template.key)
        }
        let order = try CertificateOrder(template, privateKey, issuer)
        let details = try CertificateDetails(der: try order.signed())
        let issuers: [CertificateDetails]
        switch issuer {
        case .itself: issuers = []
        case .authority(let authority):
            issuers = try authority.derChain.map { (der) throws(CertificateError) in try CertificateDetails(der: der) }
        }
        return try ClientCertificate(chain: [details] + issuers, privateKey: privateKey)
    }
}

/// A certificate that is about to be signed.
private struct CertificateOrder {
    let subject: DistinguishedName
    let issuer: DistinguishedName
    let publicKey: SubjectPublicKey
    let signingKey: PrivateKey
    let template: CertificateTemplate
    let authorityKeyIdentifier: [UInt8]

    init(
        _ template: CertificateTemplate,
        _ key: PrivateKey,
        _ issuer: ClientCertificate.Issuer
    ) throws(CertificateError) {
        // What RFC 5280 §4.1.2.5 can write.
        let writable = Date(timeIntervalSince1970: -631_152_000)...Date(timeIntervalSince1970: 253_402_300_799)
        guard template.notBefore < template.notAfter, writable.contains(template.notBefore),
            writable.contains(template.notAfter)
        else {
            throw CertificateError(.creationFailed, "the validity ends before it begins, or is outside 1950 to 9999")
        }
        self.template = template
        self.subject = try SubjectParser.parse(template.subject)
        self.publicKey = key.publicKey
        switch issuer {
        case .itself:
            self.issuer = self.subject
            self.signingKey = key
            self.authorityKeyIdentifier = Self.identifier(key.publicKey)
        case .authority(let authority):
            guard authority.details.isAuthority else {
                throw CertificateError(
                    .creationFailed,
                    "the certificate \(authority.sha1Thumbprint) is no certificate authority, so it cannot issue others"
                )
            }
            self.issuer = authority.leaf.subject
            self.signingKey = authority.privateKey
            self.authorityKeyIdentifier =
                authority.details.subjectKeyIdentifier ?? Self.identifier(authority.privateKey.publicKey)
        }
    }

    func signed() throws(CertificateError) -> [UInt8] {
        let names = try alternativeNames()
        do {
            let certificate = try Certificate(
                version: .v3,
                serialNumber: Self.serialNumber(),
                publicKey: try Certificate.PublicKey(derEncoded: self.publicKey.derRepresentation),
                notValidBefore: Self.wholeSeconds(self.template.notBefore),
                notValidAfter: Self.wholeSeconds(self.template.notAfter),
                issuer: self.issuer,
                subject: self.subject,
                extensions: try extensions(names),
                issuerPrivateKey: self.signingKey.x509
            )
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return serializer.serializedBytes
        } catch {
            throw CertificateError(.creationFailed, "the certificate could not be signed", cause: error)
        }
    }

    private func alternativeNames() throws(CertificateError) -> [GeneralName] {
        var names = self.template.dnsNames.map { GeneralName.dnsName($0) }
        for address in self.template.ipAddresses {
            names.append(.ipAddress(ASN1OctetString(contentBytes: try AddressParser.parse(address)[...])))
        }
        names += self.template.emailAddresses.map { GeneralName.rfc822Name($0) }
        return names + self.template.uris.map { GeneralName.uniformResourceIdentifier($0) }
    }

    private func extensions(_ names: [GeneralName]) throws -> Certificate.Extensions {
        let usages = self.template.usages
        var list = [try Certificate.Extension(self.constraints, critical: true)]
        list.append(try Certificate.Extension(self.keyUsage, critical: true))
        let named = CertificateTemplate.Usage.allCases.filter { usages.contains($0) }
            .map { $0 == .clientAuthentication ? ExtendedKeyUsage.Usage.clientAuth : .serverAuth }
        let further = try self.template.extendedKeyUsages
            .map { ExtendedKeyUsage.Usage(oid: try ASN1ObjectIdentifier(dotRepresentation: $0)) }
        if !(named + further).isEmpty {
            list.append(try Certificate.Extension(try ExtendedKeyUsage(named + further), critical: false))
        }
        if !names.isEmpty {
            list.append(try Certificate.Extension(SubjectAlternativeNames(names), critical: false))
        }
        let identifier = SubjectKeyIdentifier(keyIdentifier: Self.identifier(self.publicKey)[...])
        list.append(try Certificate.Extension(identifier, critical: false))
        let authority = AuthorityKeyIdentifier(keyIdentifier: self.authorityKeyIdentifier[...])
        list.append(try Certificate.Extension(authority, critical: false))
        return try Certificate.Extensions(list)
    }

    private var constraints: BasicConstraints {
        switch self.template.authority {
        case .no: .notCertificateAuthority
        case .unlimited: .isCertificateAuthority(maxPathLength: nil)
        case .limited(let length): .isCertificateAuthority(maxPathLength: max(length, 0))
        }
    }

    private var keyUsage: KeyUsage {
        let isAuthority = self.template.authority != .no
        if let wanted = self.template.keyUsages {
            return KeyUsage(
                digitalSignature: wanted.contains(.digitalSignature),
                nonRepudiation: wanted.contains(.nonRepudiation),
                keyEncipherment: wanted.contains(.keyEncipherment),
                dataEncipherment: wanted.contains(.dataEncipherment),
                keyAgreement: wanted.contains(.keyAgreement),
                keyCertSign: wanted.contains(.keyCertSign) || isAuthority,
                cRLSign: wanted.contains(.cRLSign) || isAuthority,
                encipherOnly: wanted.contains(.encipherOnly),
                decipherOnly: wanted.contains(.decipherOnly)
            )
        }
        let isRSA = self.publicKey.algorithm == ObjectIdentifier.rsaEncryption
        return KeyUsage(
            digitalSignature: !isAuthority || !self.template.usages.isEmpty,
            keyEncipherment: isRSA && self.template.usages.contains(.serverAuthentication),
            keyCertSign: isAuthority,
            cRLSign: isAuthority
        )
    }

    /// The first method of RFC 5280 §4.2.1.2: SHA-1 over the key's bits.
    private static func identifier(_ key: SubjectPublicKey) -> [UInt8] {
        Array(Insecure.SHA1.hash(data: key.bytes))
    }

    /// Cuts the decimals off: rounded up, a certificate would not be valid at the moment of its making.
    private static func wholeSeconds(_ date: Date) -> Date {
        Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
    }

    /// Sixteen random bytes, positive and of full length.
    private static func serialNumber() -> Certificate.SerialNumber {
        var generator = SystemRandomNumberGenerator()
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        bytes[0] = bytes[0] & 0x3F | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }
}

extension PrivateKey {
    fileprivate var x509: Certificate.PrivateKey {
        switch self.material {
        case .rsa(let key): Certificate.PrivateKey(key)
        case .p256(let key): Certificate.PrivateKey(key)
        case .p384(let key): Certificate.PrivateKey(key)
        case .p521(let key): Certificate.PrivateKey(key)
        case .ed25519(let key): Certificate.PrivateKey(key)
        }
    }
}
