// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// `x509_props` of a certificate's policy: what the certificate shall say.
struct CertificateRequestProperties: Sendable, Equatable {
    private static let serverAndClient = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]
    private static let greatestMonths = 1_200
    private static let greatestNames = 100

    var subject = ""
    var dnsNames: [String] = []
    var emails: [String] = []
    var uris: [String] = []
    var ipAddresses: [String] = []
    var extendedKeyUsages = serverAndClient
    var keyUsages = ["digitalSignature", "keyEncipherment"]
    var validityMonths = 12
    var isAuthority = false

    init() {}

    init(_ payload: VaultPayload) throws(VaultRefusal) {
        self.subject = try payload.string("subject") ?? ""
        let names = try payload.payload("sans")
        self.dnsNames = try names?.strings("dns_names") ?? []
        self.emails = try names?.strings("emails") ?? []
        self.uris = try names?.strings("uris") ?? []
        self.ipAddresses = try names?.strings("ipAddresses") ?? []
        guard try names?.strings("upns")?.isEmpty ?? true else {
            throw .badParameter("Subject alternative names of the kind upns are not supported.")
        }
        guard [self.dnsNames, self.emails, self.uris, self.ipAddresses].allSatisfy({ $0.count <= Self.greatestNames })
        else {
            throw .invalidProperty("policy.x509_props.sans")
        }
        self.extendedKeyUsages = try payload.strings("ekus") ?? Self.serverAndClient
        self.keyUsages = try payload.strings("key_usage") ?? ["digitalSignature", "keyEncipherment"]
        guard self.keyUsages.allSatisfy({ CertificateTemplate.KeyUsage(rawValue: $0) != nil }) else {
            throw .invalidProperty("policy.x509_props.key_usage")
        }
        self.validityMonths = try payload.integer("validity_months") ?? 12
        guard (1...Self.greatestMonths).contains(self.validityMonths) else {
            throw .invalidProperty("policy.x509_props.validity_months")
        }
        self.isAuthority = try payload.payload("basic_constraints")?.bool("ca") ?? false
    }

    var json: JSONObject {
        var names = JSONObject()
        if !self.dnsNames.isEmpty { names["dns_names"] = .strings(self.dnsNames) }
        if !self.emails.isEmpty { names["emails"] = .strings(self.emails) }
        if !self.uris.isEmpty { names["uris"] = .strings(self.uris) }
        if !self.ipAddresses.isEmpty { names["ipAddresses"] = .strings(self.ipAddresses) }
        var object: JSONObject = ["subject": .string(self.subject)]
        if !names.members.isEmpty { object["sans"] = .object(names) }
        object["ekus"] = .strings(self.extendedKeyUsages)
        object["key_usage"] = .strings(self.keyUsages)
        object["validity_months"] = .number(self.validityMonths)
        object["basic_constraints"] = ["ca": .bool(self.isAuthority)]
        return object
    }
}
