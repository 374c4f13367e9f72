// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import SignetCertificates
import Synchronization

/// Certificates made while the test runs: nothing is checked in, and nothing expires on a shelf.
///
/// One name has one key for the life of the process, so that a second certificate of a name is a renewal and costs no new
/// key. They are valid from 30 days before to 300 days after the time that the test names.
public enum TestCertificates: Sendable {
    private static let keys = Mutex<[String: PrivateKey]>([:])

    /// A self-signed certificate, as one uploads it to an app registration.
    ///
    /// - Throws: `CertificateError`.
    public static func client(
        _ name: String = "client",
        at now: Date,
        key kind: PrivateKey.Kind = .rsa(bits: 2_048)
    ) throws(CertificateError) -> ClientCertificate {
        let template = template(name, now, kind)
        return try ClientCertificate.create(template, key: try key(name, kind))
    }

    /// A certificate of a test authority.
    ///
    /// - Throws: `CertificateError`.
    public static func client(
        _ name: String,
        issuedBy authority: ClientCertificate,
        at now: Date,
        key kind: PrivateKey.Kind = .rsa(bits: 2_048)
    ) throws(CertificateError) -> ClientCertificate {
        let template = template(name, now, kind)
        return try ClientCertificate.create(template, issuedBy: .authority(authority), key: try key(name, kind))
    }

    /// A server's certificate for `localhost` and `127.0.0.1`.
    ///
    /// - Throws: `CertificateError`.
    public static func server(
        _ name: String = "localhost",
        issuedBy authority: ClientCertificate,
        at now: Date
    ) throws(CertificateError) -> ClientCertificate {
        var template = template(name, now, .p256)
        template.dnsNames = ["localhost"]
        template.ipAddresses = ["127.0.0.1", "::1"]
        template.usages = [.serverAuthentication]
        return try ClientCertificate.create(template, issuedBy: .authority(authority), key: try key(name, .p256))
    }

    /// A certificate authority.
    ///
    /// - Throws: `CertificateError`.
    public static func authority(
        _ name: String = "Signet test authority",
        at now: Date
    ) throws(CertificateError) -> ClientCertificate {
        var template = template(name, now, .p256)
        template.authority = .unlimited
        template.usages = []
        return try ClientCertificate.create(template, key: try key(name, .p256))
    }

    private static func template(_ name: String, _ now: Date, _ kind: PrivateKey.Kind) -> CertificateTemplate {
        var template = CertificateTemplate(
            subject: "CN=\(name)",
            notBefore: now - 30 * 86_400,
            notAfter: now + 300 * 86_400
        )
        template.key = kind
        return template
    }

    private static func key(_ name: String, _ kind: PrivateKey.Kind) throws(CertificateError) -> PrivateKey {
        let label = "\(name) \(kind)"
        if let known = self.keys.withLock({ $0[label] }) { return known }
        let made = try PrivateKey.generate(kind)
        return self.keys.withLock { keys in
            // Another test may have made it meanwhile; one name keeps one key.
            if let known = keys[label] { return known }
            keys[label] = made
            return made
        }
    }
}
