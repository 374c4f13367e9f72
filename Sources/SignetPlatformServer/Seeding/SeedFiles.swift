// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import SignetPlatform

/// The files that a seed names, relative to its own folder: certificates and secrets, read or made.
struct SeedFiles: Sendable {
    let folder: String
    let now: Date

    func certificate(_ wanted: SeedApplication.Certificate, for name: String) throws(PlatformServerError)
        -> CertificateDetails
    {
        do {
            switch wanted.source {
            case .pem(let text): return try PublicCertificate(bytes: Array(text.utf8)).details
            case .file(let path):
                return try PublicCertificate(bytes: try FileContent(path: absolute(path)).bytes).details
            case .made(let path, let subject, let days):
                if FileManager.default.fileExists(atPath: absolute(path)) {
                    return try PublicCertificate(bytes: try FileContent(path: absolute(path)).bytes).details
                }
                let template = CertificateTemplate(
                    subject: subject ?? "CN=\(name.filter { $0.isLetter || $0.isNumber || $0 == "-" })",
                    notBefore: self.now.addingTimeInterval(-3_600),
                    notAfter: self.now.addingTimeInterval(Double(days) * 86_400)
                )
                let made = try ClientCertificate.create(template)
                try write(try made.pem(), absolute(path))
                return made.details
            }
        } catch {
            throw wanted.place.mistake("the certificate cannot be used: \(error)")
        }
    }

    func secret(_ wanted: SeedApplication.Secret) throws(PlatformServerError) -> SecretBytes {
        switch wanted.source {
        case .value(let value): return value
        case .made(let path):
            do {
                if FileManager.default.fileExists(atPath: absolute(path)) {
                    let bytes = try FileContent(path: absolute(path)).bytes
                    return SecretBytes(Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }))
                }
                let secret = PlatformOperator.randomSecret()
                try write(secret, absolute(path))
                return secret
            } catch {
                throw wanted.place.mistake("the secret's file cannot be used: \(error)")
            }
        }
    }

    private func write(_ content: SecretBytes, _ path: String) throws(CertificateError) {
        try content.withExposedBytes { (bytes) throws(CertificateError) in
            try AtomicFile.write(bytes, to: path, mode: 0o600)
        }
    }

    private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(self.folder)/\(path)" }
}
