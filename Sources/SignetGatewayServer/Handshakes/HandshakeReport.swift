// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetGateway

/// What happened in the handshake with a backend: what it asked for, what it showed, what it was shown.
struct HandshakeReport: Sendable {
    /// `TLS 1.2` or `TLS 1.3`, once the backend has chosen.
    var version: String?
    /// Whether the backend asked for a certificate; `nil` where the handshake did not come so far.
    var asked: Bool?
    /// Whether it asked in a second handshake, when it had seen the request; whom it accepts is encrypted there.
    var isRenegotiated = false
    /// The issuers that the backend accepts; none named means any.
    var issuers: [String] = []
    /// The backend's own certificate.
    var server: CertificateDetails?
    /// What the gateway had to present.
    var presented: ClientCertificate?
    /// How many certificates it presents.
    var presentedCount = 0

    /// Whether the backend may still ask: TLS 1.3 has no second handshake, and what we do not have is not asked for twice.
    var mayBeAskedLater: Bool { self.asked == false && self.version == "TLS 1.2" && self.presented != nil }

    /// In sentences.
    var text: String {
        var sentences: [String] = []
        switch self.asked {
        case true? where self.isRenegotiated:
            sentences.append("The backend asked for a client certificate when it had seen the request (renegotiation).")
        case true?:
            let shown = self.issuers.prefix(10).joined(separator: "; ")
            let rest = self.issuers.count > 10 ? " and \(self.issuers.count - 10) more" : ""
            sentences.append(
                self.issuers.isEmpty
                    ? "The backend asked for a client certificate and names no issuers."
                    : "The backend asked for a client certificate and accepts issuers: \(shown)\(rest)."
            )
        case false? where self.mayBeAskedLater:
            sentences.append("The backend did not ask for a client certificate when the connection began.")
        case false?:
            sentences.append("The backend did not ask for a client certificate.")
            if self.presented != nil, self.version == "TLS 1.3" {
                sentences.append(
                    "One that asks for single paths only must ask when the connection begins, or speak TLS 1.2."
                )
            }
        case nil: sentences.append("The handshake ended before the backend could ask for a client certificate.")
        }
        if let certificate = self.presented {
            let verb = self.asked == false ? "Not sent" : "Presented"
            sentences.append(
                "\(verb): \(certificate.details.subject), issued by \(certificate.details.issuer), thumbprint "
                    + "\(certificate.sha1Thumbprint.hexadecimal), \(self.presentedCount) "
                    + "certificate\(self.presentedCount == 1 ? "" : "s") in the chain."
            )
            if self.asked == true, !self.issuers.isEmpty, !leadsToIssuer(certificate) {
                sentences.append("None of its issuers is among those that the backend accepts.")
            }
        } else {
            sentences.append("No client certificate was presented.")
        }
        if let server {
            sentences.append(
                "The backend's own certificate: \(server.subject), issued by \(server.issuer), valid until "
                    + "\(Timestamp.iso8601(server.notAfter))."
            )
        }
        if let version { sentences.append("\(version).") }
        return sentences.joined(separator: " ")
    }

    private func leadsToIssuer(_ certificate: ClientCertificate) -> Bool {
        let names = certificate.derChain.compactMap { try? CertificateDetails(der: $0) }
        return names.contains { self.issuers.contains($0.issuer) || self.issuers.contains($0.subject) }
    }

    /// As JSON, for traces.
    var document: JSONValue {
        [
            "tlsVersion": .optional(self.version),
            "clientCertificateRequested": self.asked.map(JSONValue.bool) ?? .null,
            "renegotiated": .bool(self.isRenegotiated), "acceptedIssuers": .array(self.issuers.map(JSONValue.string)),
            "clientCertificate": self.presented.map { certificate in
                [
                    "subject": .string(certificate.details.subject), "issuer": .string(certificate.details.issuer),
                    "thumbprint": .string(certificate.sha1Thumbprint.hexadecimal),
                    "chainLength": .number(self.presentedCount), "sent": .bool(self.asked == true),
                ]
            } ?? .null,
            "serverCertificate": self.server.map { server in
                [
                    "subject": .string(server.subject), "issuer": .string(server.issuer),
                    "thumbprint": .string(server.sha1Thumbprint.hexadecimal),
                    "notAfter": .string(Timestamp.iso8601(server.notAfter)),
                ]
            } ?? .null,
        ]
    }
}
