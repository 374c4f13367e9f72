// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SwiftASN1
import X509

/// An authority's list of certificates that it has revoked (RFC 5280 §5), read within bounds.
package struct CertificateRevocationList: Sendable {
    /// The largest list that is read.
    package static let greatestSize = 4 * 1_024 * 1_024
    private static let greatestCount = 200_000

    /// When the list was made.
    package let thisUpdate: Date
    /// When the next list will be there; without it the list says nothing about later.
    package let nextUpdate: Date?
    private let serialNumbers: Set<ArraySlice<UInt8>>
    private let issuerDER: [UInt8]
    private let algorithm: String
    private let signedBytes: [UInt8]
    private let signature: [UInt8]

    /// The number of certificates that are revoked.
    package var count: Int { self.serialNumbers.count }

    /// Reads a list in DER, or in PEM.
    ///
    /// - Throws: ``CertificateError`` with `truncated` or `malformed` where it is none, with `fileTooLarge` over the limit.
    package init(bytes: [UInt8]) throws(CertificateError) {
        guard bytes.count <= Self.greatestSize else {
            throw CertificateError(.fileTooLarge, "a revocation list is larger than \(Self.greatestSize) bytes")
        }
        let parts = try BERElement(try Self.der(bytes)).sequence("the revocation list")
        guard parts.count == 3,
            let algorithm = try parts[1].sequence("the signature algorithm").first?.objectIdentifier,
            let signature = parts[2].bits
        else { throw Self.broken("its three parts") }
        var fields = try parts[0].sequence("the body of the revocation list")[...]
        if fields.first?.tag == Tag.integer { fields = fields.dropFirst() }
        let inner = try fields.popFirst()?.sequence("the signature algorithm").first?.objectIdentifier
        guard inner == algorithm else { throw Self.broken("one signature algorithm") }
        guard let issuer = fields.popFirst(), let start = fields.popFirst().flatMap(CertificateTime.read) else {
            throw Self.broken("an issuer and a date")
        }
        let end = fields.first.flatMap(CertificateTime.read)
        if end != nil { fields = fields.dropFirst() }
        var serialNumbers: Set<ArraySlice<UInt8>> = []
        if let list = fields.first, list.tag == Tag.sequence {
            serialNumbers = try Self.serialNumbers(list)
            fields = fields.dropFirst()
        }
        try Self.checkExtensions(fields.first { $0.tag == Tag.context(0) })
        self.thisUpdate = start
        self.nextUpdate = end
        self.serialNumbers = serialNumbers
        self.issuerDER = Array(issuer.encoded)
        self.algorithm = algorithm
        self.signedBytes = Array(parts[0].encoded)
        self.signature = Array(signature)
    }

    /// Whether an authority made this list, and for now: five minutes are granted to clocks that differ.
    package func speaks(for authority: CertificateDetails, at now: Date) -> Bool {
        let isCurrent = self.thisUpdate <= now.addingTimeInterval(300) && self.nextUpdate.map { now < $0 } ?? true
        return isCurrent && isSigned(by: authority)
    }

    private func isSigned(by authority: CertificateDetails) -> Bool {
        guard authority.subjectDER == self.issuerDER, let algorithm = Self.algorithms[self.algorithm],
            let certificate = try? Certificate(derEncoded: authority.der)
        else { return false }
        if let usage = try? certificate.extensions.keyUsage, !usage.cRLSign { return false }
        return certificate.publicKey.isValidSignature(
            self.signature,
            for: self.signedBytes,
            signatureAlgorithm: algorithm
        )
    }

    /// Whether a certificate of the list's authority is revoked.
    package func revokes(_ certificate: CertificateDetails) -> Bool {
        certificate.issuerDER == self.issuerDER && self.serialNumbers.contains(certificate.serialContent[...])
    }

    private static let algorithms: [String: Certificate.SignatureAlgorithm] = [
        "1.2.840.113549.1.1.11": .sha256WithRSAEncryption, "1.2.840.113549.1.1.12": .sha384WithRSAEncryption,
        "1.2.840.113549.1.1.13": .sha512WithRSAEncryption, "1.2.840.10045.4.3.2": .ecdsaWithSHA256,
        "1.2.840.10045.4.3.3": .ecdsaWithSHA384, "1.2.840.10045.4.3.4": .ecdsaWithSHA512,
        "1.3.101.112": .ed25519,
    ]

    private static func der(_ bytes: [UInt8]) throws(CertificateError) -> [UInt8] {
        guard bytes.starts(with: "-----BEGIN".utf8) else { return bytes }
        guard let document = try? PEMDocument(pemString: String(decoding: bytes, as: UTF8.self)),
            document.discriminator == "X509 CRL"
        else { throw Self.broken("a PEM block 'X509 CRL'") }
        return document.derBytes
    }

    private static func serialNumbers(_ list: BERElement) throws(CertificateError) -> Set<ArraySlice<UInt8>> {
        var serialNumbers: Set<ArraySlice<UInt8>> = []
        var rest = list.content
        while !rest.isEmpty {
            guard serialNumbers.count < self.greatestCount else {
                throw CertificateError(.malformed, "a revocation list has more than \(self.greatestCount) entries")
            }
            let entry = try BERElement.read(from: &rest)
            var content = entry.content
            guard entry.tag == Tag.sequence else { throw broken("entries") }
            let serial = try BERElement.read(from: &content)
            guard serial.tag == Tag.integer else { throw broken("serial numbers") }
            serialNumbers.insert(serial.content)
        }
        return serialNumbers
    }

    /// Refuses what would change the meaning of the list: a delta, or a list of a part of the certificates.
    private static func checkExtensions(_ field: BERElement?) throws(CertificateError) {
        guard let list = try field?.children().first else { return }
        for item in try list.sequence("the extensions of the revocation list") {
            let parts = try item.sequence("an extension of the revocation list")
            let isCritical = parts.count == 3 && parts[1].tag == Tag.boolean && parts[1].content.first != 0
            guard !isCritical else {
                throw CertificateError(
                    .malformed,
                    "a revocation list has a critical extension: deltas and parts are not read"
                )
            }
        }
    }

    private static func broken(_ what: String) -> CertificateError {
        CertificateError(.malformed, "a revocation list lacks \(what): it is damaged, or none")
    }
}
