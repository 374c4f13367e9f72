// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCertificates
import SignetCore
import SwiftASN1
import X509

/// The certificates in `x5c` of an assertion's header, read and not believed (RFC 7515 §4.1.6).
package struct PresentedChain: Sendable {
    private static let greatestCount = 10

    /// The leaf first, then whatever came with it.
    package let certificates: [CertificateDetails]
    /// What the leaf is called: the common names and DNS names, at most ten.
    package let names: [String]
    /// The leaf's subject as RFC 4514 writes it.
    package var subject: String { self.certificates[0].subject }
    package var leaf: CertificateDetails { self.certificates[0] }

    /// Reads the chain of an assertion.
    ///
    /// - Returns: `nil` where the header has none, where it is not base64 of certificates, or where the header's thumbprints
    ///   are not the leaf's.
    package init?(of text: String, sizeLimit: Int = CompactToken.defaultSizeLimit) {
        guard let token = try? CompactToken(text, padding: .tolerated, sizeLimit: sizeLimit) else { return nil }
        let texts: [String?]
        switch token.header["x5c"] {
        // MSAL for .NET writes one certificate as a text.
        case .string(let text): texts = [text]
        case .array(let elements): texts = elements.map(\.string)
        default: return nil
        }
        guard (1...Self.greatestCount).contains(texts.count) else { return nil }
        let certificates = texts.compactMap { text -> CertificateDetails? in
            text.flatMap { Base64.decodeLenient($0) }.flatMap { try? CertificateDetails(der: $0) }
        }
        guard certificates.count == texts.count, let identifier = HeaderKeyIdentifier(token.header) else { return nil }
        let leaf = certificates[0]
        guard identifier.sha1 != nil || identifier.sha256 != nil,
            identifier.sha1.map({ $0 == leaf.sha1Thumbprint.bytes }) ?? true,
            identifier.sha256.map({ $0 == leaf.sha256Thumbprint.bytes }) ?? true,
            let certificate = try? Certificate(derEncoded: leaf.der)
        else { return nil }
        self.certificates = certificates
        self.names = Self.names(certificate)
    }

    /// Takes the chain that a client sent when it connected, the leaf first.
    ///
    /// - Returns: `nil` where there is none, or more than a chain can have.
    package init?(_ certificates: [CertificateDetails]) {
        guard (1...Self.greatestCount).contains(certificates.count),
            let certificate = try? Certificate(derEncoded: certificates[0].der)
        else { return nil }
        self.certificates = certificates
        self.names = Self.names(certificate)
    }

    private static func names(_ certificate: Certificate) -> [String] {
        var names: [String] = []
        for relative in certificate.subject {
            for attribute in relative where attribute.type == .RDNAttributeType.commonName {
                names.append(String(describing: attribute.value))
            }
        }
        if let alternatives = try? certificate.extensions.subjectAlternativeNames {
            for case .dnsName(let name) in alternatives where !names.contains(name) { names.append(name) }
        }
        return Array(names.prefix(10))
    }
}
