// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore

/// A certificate authority made for a test.
struct TestAuthority: Sendable {
    let certificate: ClientCertificate

    init(_ name: String = "Test CA") throws {
        var template = Self.template("CN=\(name)")
        template.usages = []
        template.authority = .unlimited
        self.certificate = try ClientCertificate.create(template)
    }

    static func template(_ subject: String) -> CertificateTemplate {
        let now = Date()
        var template = CertificateTemplate(
            subject: subject,
            notBefore: now.addingTimeInterval(-3600),
            notAfter: now.addingTimeInterval(86_400)
        )
        template.key = .p256
        return template
    }

    /// A certificate for a client, RSA or not.
    func client(_ name: String, key: PrivateKey.Kind = .p256) throws -> ClientCertificate {
        var template = Self.template("CN=\(name)")
        template.key = key
        return try .create(template, issuedBy: .authority(self.certificate))
    }

    /// A certificate for a server on loopback.
    func server(dnsNames: [String] = ["localhost"], ipAddresses: [String] = ["127.0.0.1"]) throws -> ClientCertificate {
        var template = Self.template("CN=localhost")
        template.usages = [.serverAuthentication]
        template.dnsNames = dnsNames
        template.ipAddresses = ipAddresses
        return try .create(template, issuedBy: .authority(self.certificate))
    }

    /// The authority's own certificate as PEM.
    var pem: String {
        let body = Data(self.certificate.derChain[0]).base64EncodedString(options: .lineLength64Characters)
        return "-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----\n"
    }
}
