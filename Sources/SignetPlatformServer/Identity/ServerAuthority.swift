// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

/// The private certificate authority of a data directory, and the server certificates that it signs.
///
/// The authority lives for years, so that clients trust it once. A server certificate is made at every start with the
/// names of that start: it is never too old, and its key never touches the disk.
struct ServerAuthority: Sendable {
    /// The file that clients are given.
    static let certificateName = "ca.pem"
    private static let pairName = "ca-key.pem"

    private static let authorityLife: TimeInterval = 10 * 365 * 86_400
    private static let serverLife: TimeInterval = 800 * 86_400
    /// How long before its end an authority is replaced.
    private static let renewal: TimeInterval = 30 * 86_400

    private let authority: ClientCertificate
    private let now: Date

    /// Loads the authority, or makes it where it is missing or about to end.
    init(_ directory: DataDirectory, now: Date) throws(PlatformServerError) {
        self.now = now
        if let pair = try directory.read(Self.pairName) {
            let stored = try Self.parse(pair, directory.file(Self.pairName))
            if stored.notAfter > now.addingTimeInterval(Self.renewal) {
                self.authority = stored
                try Self.publish(stored, directory)
                return
            }
        }
        var template = CertificateTemplate(
            subject: "CN=Signet platform CA \(GUID.random().prefix(8))",
            notBefore: now.addingTimeInterval(-3_600),
            notAfter: now.addingTimeInterval(Self.authorityLife)
        )
        template.key = .p256
        template.usages = []
        template.authority = .limited(pathLength: 0)
        do {
            self.authority = try ClientCertificate.create(template)
            try directory.write(try self.authority.pem(), to: Self.pairName)
        } catch {
            throw Self.failure("make", error)
        }
        try Self.publish(self.authority, directory)
    }

    /// A new server certificate for these names.
    func serverCertificate(dnsNames: [String], ipAddresses: [String]) throws(PlatformServerError) -> ClientCertificate {
        var template = CertificateTemplate(
            subject: "CN=localhost",
            notBefore: self.now.addingTimeInterval(-3_600),
            notAfter: min(self.now.addingTimeInterval(Self.serverLife), self.authority.notAfter)
        )
        template.key = .p256
        template.usages = [.serverAuthentication]
        template.dnsNames = dnsNames
        template.ipAddresses = ipAddresses
        do {
            return try ClientCertificate.create(template, issuedBy: .authority(self.authority))
        } catch {
            throw Self.failure("make", error)
        }
    }

    private static func parse(
        _ pair: SecretBytes,
        _ path: String
    ) throws(PlatformServerError) -> ClientCertificate {
        do {
            return try pair.withExposedBytes { (bytes) throws(CertificateError) in try ClientCertificate(bytes: bytes) }
        } catch {
            throw failure("read \(path) as", error)
        }
    }

    private static func publish(_ pair: ClientCertificate, _ directory: DataDirectory) throws(PlatformServerError) {
        let content = SecretBytes(utf8: pair.certificatePEM)
        // Written only where it differs: every write waits for the disk.
        if try directory.read(self.certificateName) == content { return }
        try directory.write(content, to: self.certificateName, mode: 0o644)
    }

    private static func failure(_ verb: String, _ error: any Error) -> PlatformServerError {
        PlatformServerError(.certificateUnusable, "cannot \(verb) a certificate of the server: \(error)", cause: error)
    }
}
