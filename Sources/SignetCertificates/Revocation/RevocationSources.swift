// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SwiftASN1
import X509

/// Where a certificate says that its revocation is published.
package struct RevocationSources: Sendable, Equatable {
    /// The addresses of lists that speak for all certificates and reasons of its issuer (RFC 5280 §4.2.1.13).
    package private(set) var lists: [String] = []
    /// The addresses of responders (OCSP, RFC 5280 §4.2.2.1).
    package private(set) var responders: [String] = []
    /// Whether there are sources of other kinds, or none that can be read.
    package private(set) var hasOthers = false

    /// Whether the certificate names no source at all.
    package var isEmpty: Bool { self.lists.isEmpty && self.responders.isEmpty && !self.hasOthers }

    private static let distributionPoints = "2.5.29.31"
    private static let authorityInformation = "1.3.6.1.5.5.7.1.1"
    private static let responder = "1.3.6.1.5.5.7.48.1"

    /// Reads the sources that a certificate names.
    package init(_ certificate: CertificateDetails) {
        guard let extensions = (try? Certificate(derEncoded: certificate.der))?.extensions else {
            self.hasOthers = true
            return
        }
        for item in extensions {
            do throws(CertificateError) {
                switch String(describing: item.oid) {
                case Self.distributionPoints: try readPoints(try BERElement(item.value))
                case Self.authorityInformation: try readResponders(try BERElement(item.value))
                default: break
                }
            } catch {
                self.hasOthers = true
            }
        }
    }

    private mutating func readPoints(_ list: BERElement) throws(CertificateError) {
        for point in try list.sequence("the distribution points") {
            let fields = try point.sequence("a distribution point")
            // A list for some reasons only, or one that somebody else makes, does not answer the question.
            let isPlain = fields.count == 1 && fields[0].tag == Tag.context(0)
            let names = try fields.first?.children().first
            guard isPlain, let names, names.tag == Tag.context(0) else {
                self.hasOthers = true
                continue
            }
            let addresses = try names.children().compactMap(Self.address)
            if let address = addresses.first { self.lists.append(address) } else { self.hasOthers = true }
        }
    }

    private mutating func readResponders(_ list: BERElement) throws(CertificateError) {
        for description in try list.sequence("the authority's information") {
            let fields = try description.sequence("a part of the authority's information")
            guard fields.count == 2, fields[0].objectIdentifier == Self.responder else { continue }
            if let address = Self.address(fields[1]) {
                self.responders.append(address)
            } else {
                self.hasOthers = true
            }
        }
    }

    /// The address of a GeneralName, where it is one of the web; directories (`ldap`) are not asked.
    private static func address(_ name: BERElement) -> String? {
        guard name.tag == Tag.contextPrimitive(6) else { return nil }
        let text = String(decoding: name.content, as: UTF8.self)
        return text.lowercased().hasPrefix("http://") || text.lowercased().hasPrefix("https://") ? text : nil
    }
}
