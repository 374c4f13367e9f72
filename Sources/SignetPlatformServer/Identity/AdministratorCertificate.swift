// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

/// The certificate with which the application that administers the platform signs in.
enum AdministratorCertificate {
    /// The file with certificate and key.
    static let name = "admin.pem"
    private static let life: TimeInterval = 5 * 365 * 86_400
    /// How long before its end it is replaced.
    private static let renewal: TimeInterval = 30 * 86_400

    /// Loads the certificate, or makes it where it is missing or about to end.
    static func ensure(_ directory: DataDirectory, now: Date) throws(PlatformServerError) -> ClientCertificate {
        if let stored = try directory.read(self.name) {
            let certificate = try parse(stored, directory)
            if certificate.notAfter > now.addingTimeInterval(self.renewal) { return certificate }
        }
        let template = CertificateTemplate(
            subject: "CN=Signet administrator",
            notBefore: now.addingTimeInterval(-3_600),
            notAfter: now.addingTimeInterval(self.life)
        )
        let certificate: ClientCertificate
        let content: SecretBytes
        do {
            certificate = try ClientCertificate.create(template)
            content = try certificate.pem()
        } catch {
            throw failure("make", directory, error)
        }
        try directory.write(content, to: self.name)
        return certificate
    }

    private static func parse(
        _ content: SecretBytes,
        _ directory: DataDirectory
    ) throws(PlatformServerError) -> ClientCertificate {
        do {
            return try content.withExposedBytes { (bytes) throws(CertificateError) in
                try ClientCertificate(bytes: bytes)
            }
        } catch {
            throw failure("read", directory, error)
        }
    }

    private static func failure(
        _ verb: String,
        _ directory: DataDirectory,
        _ error: CertificateError
    ) -> PlatformServerError {
        PlatformServerError(
            .certificateUnusable,
            "cannot \(verb) \(directory.file(self.name)): \(error.message); remove the file to have a new one made",
            cause: error
        )
    }
}
