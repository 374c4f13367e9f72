// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import SwiftASN1
import X509

extension VaultCertificatePolicy {
    /// How long before its making a certificate's validity begins, for clients whose clocks are slow.
    private static let lead: TimeInterval = 600

    /// Makes a certificate that signs itself.
    ///
    /// - Parameters:
    ///   - key: The key to keep; without it a new one is made.
    ///   - now: When it is made.
    /// - Returns: The certificate with its key.
    /// - Throws: ``VaultRefusal`` for a policy that cannot become a certificate.
    func certificate(key: PrivateKey? = nil, at now: Date) throws -> ClientCertificate {
        let template = try template(at: now)
        do {
            return try ClientCertificate.create(template, key: key)
        } catch {
            throw VaultRefusal.badParameter("The certificate cannot be made: \(error.message).")
        }
    }

    /// Makes a certification request (RFC 2986) in DER for the key of a certificate made by this policy.
    func request(for draft: ClientCertificate) throws -> [UInt8] {
        let pem = try draft.pem().withExposedBytes { String(decoding: $0, as: UTF8.self) }
        let end = "-----END PRIVATE KEY-----"
        guard let range = pem.firstRange(of: end) else {
            throw PlatformError(.unusableKey, "a key could not be written as PEM")
        }
        let key = try Certificate.PrivateKey(pemEncoded: String(pem[..<range.upperBound]))
        // Which key signs it is the issuer's to say.
        let wanted = draft.leaf.extensions.filter { $0.oid != .X509ExtensionID.authorityKeyIdentifier }
        let request = try CertificateSigningRequest(
            version: .v1,
            subject: draft.leaf.subject,
            privateKey: key,
            attributes: try .init([.init(ExtensionRequest(extensions: try Certificate.Extensions(wanted)))])
        )
        var serializer = DER.Serializer()
        try serializer.serialize(request)
        return serializer.serializedBytes
    }

    private func template(at now: Date) throws -> CertificateTemplate {
        let request = self.request
        guard let end = Self.calendar.date(byAdding: .month, value: request.validityMonths, to: now) else {
            throw VaultRefusal.invalidProperty("policy.x509_props.validity_months")
        }
        var template = CertificateTemplate(
            subject: request.subject,
            notBefore: now.addingTimeInterval(-Self.lead),
            notAfter: end
        )
        template.dnsNames = request.dnsNames
        template.ipAddresses = request.ipAddresses
        template.uris = request.uris
        template.emailAddresses = request.emails
        template.key = self.key.kind
        template.usages = []
        template.extendedKeyUsages = request.extendedKeyUsages
        template.keyUsages = Set(request.keyUsages.compactMap(CertificateTemplate.KeyUsage.init(rawValue:)))
        template.authority = request.isAuthority ? .unlimited : .no
        return template
    }

    private static var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }
}
