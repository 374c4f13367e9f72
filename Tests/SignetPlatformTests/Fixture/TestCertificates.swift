// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import Testing

/// Certificates that tests share, because making an RSA key takes longer than a test.
enum TestCertificates {
    static let epoch = Date(timeIntervalSince1970: 1_800_000_000)

    static let administrator = Result { try make("CN=administrator") }
    static let daemon = Result { try make("CN=daemon,O=Contoso") }
    static let stranger = Result { try make("CN=stranger") }
    static let elliptic = Result { try make("CN=elliptic", key: .p256) }

    static func make(
        _ subject: String,
        key: PrivateKey.Kind = .rsa(bits: 2_048),
        days: Double = 180
    ) throws -> ClientCertificate {
        var template = CertificateTemplate(
            subject: subject,
            notBefore: self.epoch.addingTimeInterval(-86_400),
            notAfter: self.epoch.addingTimeInterval(days * 86_400)
        )
        template.key = key
        return try ClientCertificate.create(template)
    }
}
