// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
import SignetCore
import X509

/// What a certificate says, read leniently: also for certificates that may not be used, such as one with a weak key.
public struct CertificateDetails: Sendable, Hashable {
    /// The certificate itself.
    public let der: [UInt8]
    /// The serial number in upper-case hexadecimal.
    public let serialNumber: String
    /// From when the certificate is valid.
    public let notBefore: Date
    /// Until when the certificate is valid.
    public let notAfter: Date
    /// The object identifier of the algorithm that the issuer signed with.
    public let signatureAlgorithm: String
    /// Whether the certificate may issue others (`CA:TRUE`).
    public let isAuthority: Bool
    /// The public key.
    package let publicKey: SubjectPublicKey
    /// The content bytes of the serial number, as a revocation list writes them.
    let serialContent: [UInt8]
    let subjectDER: [UInt8]
    let issuerDER: [UInt8]
    let subjectKeyIdentifier: [UInt8]?
    let authorityKeyIdentifier: [UInt8]?

    /// Reads a certificate in DER.
    ///
    /// - Throws: `truncated` or `malformed` where it is none.
    public init(der: [UInt8]) throws(CertificateError) {
        try self.init(try BERElement(der))
    }

    init(_ element: BERElement) throws(CertificateError) {
        let parts = try element.sequence("the certificate")
        guard parts.count == 3 else { throw Self.broken("its three parts") }
        var fields = try parts[0].sequence("the body of the certificate")[...]
        if fields.first?.tag == Tag.context(0) { fields = fields.dropFirst() }
        guard fields.count >= 6, let serial = fields.popFirst(), serial.tag == Tag.integer else {
            throw Self.broken("a serial number")
        }
        let rest = Array(fields)
        guard let algorithm = try rest[0].sequence("the signature algorithm").first?.objectIdentifier else {
            throw Self.broken("a signature algorithm")
        }
        let validity = try rest[2].sequence("the validity")
        guard validity.count == 2, let start = CertificateTime.read(validity[0]),
            let end = CertificateTime.read(validity[1])
        else {
            throw Self.broken("a readable validity")
        }
        let extensions = try CertificateExtensions(rest.dropFirst(5).first { $0.tag == Tag.context(3) })
        self.der = Array(element.encoded)
        // The zero byte that only keeps the number positive is no part of it; openssl leaves it out too.
        self.serialNumber = Hexadecimal.encode(serial.magnitude.flatMap { $0.isEmpty ? nil : $0 } ?? serial.content)
        self.serialContent = Array(serial.content)
        self.signatureAlgorithm = algorithm
        self.issuerDER = Array(rest[1].encoded)
        self.notBefore = start
        self.notAfter = end
        self.subjectDER = Array(rest[3].encoded)
        self.publicKey = try SubjectPublicKey(rest[4])
        self.isAuthority = extensions.isAuthority
        self.subjectKeyIdentifier = extensions.subjectKeyIdentifier
        self.authorityKeyIdentifier = extensions.authorityKeyIdentifier
    }

    private static func broken(_ what: String) -> CertificateError {
        CertificateError(.malformed, "a certificate in the file lacks \(what): it is damaged")
    }
}

extension CertificateDetails {
    /// The subject as RFC 4514 writes it, such as `CN=daemon,O=Contoso`.
    public var subject: String { Self.text(self.subjectDER) }
    /// The issuer as RFC 4514 writes it.
    public var issuer: String { Self.text(self.issuerDER) }
    /// The SHA-1 thumbprint.
    public var sha1Thumbprint: Thumbprint { .sha1(ofDER: self.der) }
    /// The SHA-256 thumbprint.
    public var sha256Thumbprint: Thumbprint { .sha256(ofDER: self.der) }
    /// Whether subject and issuer are the same name, as in a root or a self-signed certificate.
    public var isSelfIssued: Bool { self.subjectDER == self.issuerDER }

    /// Whether this certificate's subject is what another names as its issuer.
    package func hasSubject(ofIssuerOf other: CertificateDetails) -> Bool { self.subjectDER == other.issuerDER }

    /// The key's family: `RSA`, `EC`, `Ed25519`, or the object identifier of another.
    public var keyType: String {
        switch self.publicKey.algorithm {
        case ObjectIdentifier.rsaEncryption, ObjectIdentifier.rsaPSS: "RSA"
        case ObjectIdentifier.ecPublicKey: "EC"
        case ObjectIdentifier.ed25519: "Ed25519"
        default: self.publicKey.algorithm
        }
    }

    /// The size of the key in bits, where the family has one.
    public var keyBits: Int? { self.publicKey.sizeInBits }

    /// A distinguished name in DER as text.
    package static func nameText(_ name: [UInt8]) -> String { text(name) }

    private static func text(_ name: [UInt8]) -> String {
        guard let element = try? BERElement(name), let name = try? DistinguishedNameText(element) else {
            return "(unreadable name)"
        }
        return name.text
    }
}
