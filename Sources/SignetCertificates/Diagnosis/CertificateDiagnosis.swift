// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What is right and wrong with a certificate before it is used: for a start-up check, a command, a ticket.
public struct CertificateDiagnosis: Sendable, CustomStringConvertible {
    /// One thing that was found.
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        /// How bad it is.
        public enum Severity: String, Sendable, Hashable, CaseIterable {
            /// The certificate cannot sign in.
            case error
            /// It can, and somebody should do something.
            case warning
            /// Good to know.
            case note
        }

        /// How bad it is.
        public let severity: Severity
        /// What kind of thing it is: the name of a ``CertificateError/Code`` or a ``CertificateBundle/Warning/Code``.
        public let code: String
        /// What it is and what to do.
        public let message: String
        /// Severity, code and message.
        public var description: String { "\(self.severity.rawValue) \(self.code): \(self.message)" }
    }

    /// What was looked at; a path or a name, never content.
    public let source: String
    /// The certificate, where one could be read, though it may not be usable.
    public let certificate: PublicCertificate?
    /// The whole days until it ends; negative once it has.
    public let daysLeft: Int?
    /// What was found, the worst first.
    public let findings: [Finding]

    /// Whether the certificate can sign in to Microsoft Entra ID now, as far as can be seen from here.
    public var isUsable: Bool { !self.findings.contains { $0.severity == .error } }

    init(source: String, certificate: PublicCertificate?, at date: Date, findings: [Finding]) {
        self.source = source
        self.certificate = certificate
        self.daysLeft = certificate?.daysLeft(at: date)
        self.findings = Finding.Severity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
    }

    /// Several lines: the subject, both thumbprints as the portal shows them, the validity, the findings.
    public var description: String {
        var lines = ["\(self.source): \(self.isUsable ? "usable" : "not usable")"]
        if let certificate = self.certificate {
            let details = certificate.details
            let key = [details.keyType, details.keyBits.map { "\($0)" }].compactMap(\.self).joined(separator: " ")
            lines += [
                "  subject     \(details.subject)", "  issuer      \(details.issuer)", "  key         \(key)",
                "  thumbprint  \(certificate.sha1Thumbprint)", "  SHA-256     \(certificate.sha256Thumbprint)",
                "  valid       \(Timestamp.iso8601(details.notBefore)) to \(Timestamp.iso8601(details.notAfter)), \(self.daysLeft ?? 0) days left",
                "  chain       \(certificate.derChain.count) certificates",
            ]
        }
        return (lines + self.findings.map { "  \($0)" }).joined(separator: "\n")
    }
}
