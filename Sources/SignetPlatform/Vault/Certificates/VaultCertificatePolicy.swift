// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// How the next version of a certificate is made.
struct VaultCertificatePolicy: Sendable, Equatable {
    /// Who signs.
    enum Issuer: String, Sendable {
        /// The certificate's own key.
        case itself = "Self"
        /// Somebody outside: the vault makes a request, and the certificate is merged.
        case unknown = "Unknown"
    }

    /// The form of the certificate's secret.
    enum ContentType: String, Sendable {
        case pfx = "application/x-pkcs12"
        case pem = "application/x-pem-file"
    }

    var key = CertificateKeyProperties()
    var contentType = ContentType.pfx
    var request = CertificateRequestProperties()
    var actions = CertificateLifetimeAction.byDefault
    var issuer = Issuer.itself

    init() {}

    /// Reads a policy that a client sent or the vault kept; what it does not name stays as in `base`.
    init(_ payload: VaultPayload, changing base: VaultCertificatePolicy = VaultCertificatePolicy()) throws(VaultRefusal)
    {
        self = base
        if let key = try payload.payload("key_props") { self.key = try CertificateKeyProperties(key) }
        if let type = try payload.payload("secret_props")?.string("contentType") {
            guard let type = ContentType(rawValue: type) else {
                throw .invalidProperty("policy.secret_props.contentType")
            }
            self.contentType = type
        }
        if let request = try payload.payload("x509_props") { self.request = try CertificateRequestProperties(request) }
        if let actions = try payload.payloads("lifetime_actions") {
            guard actions.count <= 2 else { throw .invalidProperty("policy.lifetime_actions") }
            self.actions = try actions.map { action throws(VaultRefusal) in try CertificateLifetimeAction(action) }
        }
        if let name = try payload.payload("issuer")?.string("name") {
            guard
                let issuer = [Issuer.itself, .unknown].first(where: { $0.rawValue.lowercased() == name.lowercased() })
            else { throw .badParameter("Certificate issuer \(name.prefix(128)) was not found; use Self or Unknown.") }
            self.issuer = issuer
        }
    }

    /// Whether the certificate is renewed without being asked.
    func isRenewalDue(notBefore: Date, notAfter: Date, now: Date) -> Bool {
        self.issuer == .itself
            && self.actions.contains {
                $0.kind == .autoRenew && $0.isDue(notBefore: notBefore, notAfter: notAfter, now: now)
            }
    }

    /// The policy as the wire shows it, without its address.
    var json: JSONObject {
        [
            "key_props": .object(self.key.json),
            "secret_props": ["contentType": .string(self.contentType.rawValue)],
            "x509_props": .object(self.request.json),
            "lifetime_actions": .array(self.actions.map(\.json)),
            "issuer": ["name": .string(self.issuer.rawValue)],
        ]
    }
}
