// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates

/// Certificates made at test time.
enum Samples {
    static let start = Date(timeIntervalSince1970: 1_700_000_000)
    static let end = Date(timeIntervalSince1970: 1_900_000_000)

    static func template(_ subject: String = "CN=daemon", key: PrivateKey.Kind = .p256) -> CertificateTemplate {
        var template = CertificateTemplate(subject: subject, notBefore: self.start, notAfter: self.end)
        template.key = key
        return template
    }

    static func authority(_ subject: String) throws -> ClientCertificate {
        var template = template(subject)
        template.authority = .unlimited
        template.usages = []
        return try ClientCertificate.create(template)
    }
}
