// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
import SignetCore

/// The public part of a client certificate: the leaf and the issuers above it, without a key.
///
/// It is what events and diagnoses name, and what stands beside a signer whose key never leaves its hardware.
public struct PublicCertificate: Sendable, Hashable {
    /// What the leaf says.
    public let details: CertificateDetails
    /// The chain in DER, the leaf first: what `x5c` sends.
    public let derChain: [[UInt8]]
    /// The SHA-1 thumbprint of the leaf, as the portal shows it.
    public let sha1Thumbprint: Thumbprint
    /// The SHA-256 thumbprint of the leaf.
    public let sha256Thumbprint: Thumbprint

    /// From when the leaf is valid.
    public var notBefore: Date { self.details.notBefore }
    /// Until when the leaf is valid.
    public var notAfter: Date { self.details.notAfter }

    /// Reads the certificates of a PEM, DER or PKCS #7 file; a private key in it is left alone.
    ///
    /// - Parameter bytes: The content of the file.
    /// - Throws: ``CertificateError``: `noCertificate`, and what ``CertificateBundle/init(bytes:password:)`` throws.
    public init(bytes: [UInt8]) throws(CertificateError) {
        try self.init(chain: try CertificateBundle(bytes: bytes).chain)
    }

    /// Reads the certificates of a file; see ``init(bytes:)``.
    ///
    /// - Parameter path: The file's path.
    /// - Throws: ``CertificateError``, also `unreadableFile` and `fileTooLarge`; the message names the file.
    public init(path: String) throws(CertificateError) {
        let bundle = try CertificateBundle(path: path)
        do {
            try self.init(chain: bundle.chain)
        } catch {
            throw error.inFile(path)
        }
    }

    /// Takes certificates in DER as somebody presented them, the leaf first.
    package init(derChain: [[UInt8]]) throws(CertificateError) {
        var chain: [CertificateDetails] = []
        for der in derChain { chain.append(try CertificateDetails(der: der)) }
        try self.init(chain: chain)
    }

    init(chain: [CertificateDetails]) throws(CertificateError) {
        guard let details = chain.first else {
            throw CertificateError(.noCertificate, "there is no certificate; give the one that belongs to the key")
        }
        self.details = details
        self.derChain = chain.map(\.der)
        self.sha1Thumbprint = details.sha1Thumbprint
        self.sha256Thumbprint = details.sha256Thumbprint
    }

    init(_ certificate: ClientCertificate) {
        self.details = certificate.details
        self.derChain = certificate.derChain
        self.sha1Thumbprint = certificate.sha1Thumbprint
        self.sha256Thumbprint = certificate.sha256Thumbprint
    }

    /// Checks that the certificate may be used at a time.
    ///
    /// - Throws: `notYetValid` or `expired`.
    public func validate(at date: Date) throws(CertificateError) {
        if date < self.notBefore {
            throw CertificateError(
                .notYetValid,
                "the certificate \(self.sha1Thumbprint) is valid from \(Timestamp.iso8601(self.notBefore)) on; it is now \(Timestamp.iso8601(date)): check the clock, or wait"
            )
        }
        if date > self.notAfter {
            throw CertificateError(
                .expired,
                "the certificate \(self.sha1Thumbprint) expired at \(Timestamp.iso8601(self.notAfter)); it is now \(Timestamp.iso8601(date)): make a new one and register it"
            )
        }
    }

    /// The whole days until the end of the validity, rounded down: negative once it has ended.
    public func daysLeft(at date: Date) -> Int {
        // Dates of certificates end with the year 9999, and a clock may be anywhere.
        Int(nearest: min(max(self.notAfter.timeIntervalSince(date) / 86_400, -4_000_000), 4_000_000).rounded(.down))
    }

    /// Checks that the key can sign client assertions for Microsoft Entra ID: RSA of at least 2,048 bits.
    ///
    /// - Throws: `unsuitableForAssertion` for other keys, which Entra answers with AADSTS5002738; `weakKey`.
    public func requireAssertionKey() throws(CertificateError) {
        guard self.details.publicKey.algorithm == ObjectIdentifier.rsaEncryption else {
            throw CertificateError(
                .unsuitableForAssertion,
                "the key is \(Self.name(self.details)), but Microsoft Entra ID takes client assertions signed with RSA only (RS256, PS256): make a certificate with an RSA key of 2048 bits or more"
            )
        }
        if let bits = self.details.keyBits, bits < 2048 { throw PrivateKeyReader.weak(bits: bits) }
    }

    private static func name(_ details: CertificateDetails) -> String {
        guard details.keyType == "EC", let bits = details.keyBits else { return details.keyType }
        return "P-\(bits)"
    }
}

extension PublicCertificate: CustomStringConvertible {
    /// The subject and the thumbprint.
    public var description: String { "PublicCertificate(\(self.details.subject), \(self.sha1Thumbprint))" }
}

extension ClientCertificate {
    /// The certificate and its chain, without the key.
    public var publicCertificate: PublicCertificate { PublicCertificate(self) }
}
