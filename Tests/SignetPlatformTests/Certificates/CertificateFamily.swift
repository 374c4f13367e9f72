// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates

/// A root, an intermediate and leaves, made once.
struct CertificateFamily: Sendable {
    static let shared = Result { try CertificateFamily() }

    let root: ClientCertificate
    let intermediate: ClientCertificate
    let leaf: ClientCertificate

    init() throws {
        self.root = try Self.authority("CN=Root", nil)
        self.intermediate = try Self.authority("CN=Intermediate", self.root)
        self.leaf = try Self.leaf(self.intermediate)
    }

    static func template(_ subject: String) -> CertificateTemplate {
        CertificateTemplate(
            subject: subject,
            notBefore: TestCertificates.epoch.addingTimeInterval(-86_400),
            notAfter: TestCertificates.epoch.addingTimeInterval(180 * 86_400)
        )
    }

    static func authority(
        _ subject: String,
        _ issuer: ClientCertificate?,
        _ change: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> ClientCertificate {
        var template = template(subject)
        template.key = .p256
        template.usages = []
        template.authority = .unlimited
        change(&template)
        return try ClientCertificate.create(template, issuedBy: issuer.map { .authority($0) } ?? .itself)
    }

    static func leaf(
        _ issuer: ClientCertificate,
        _ change: (inout CertificateTemplate) -> Void = { _ in }
    ) throws -> ClientCertificate {
        var template = template("CN=orders.contoso.example")
        change(&template)
        let key = try TestCertificates.daemon.get().privateKey
        return try ClientCertificate.create(template, issuedBy: .authority(issuer), key: key)
    }
}
