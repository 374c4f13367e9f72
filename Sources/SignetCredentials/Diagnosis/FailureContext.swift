// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

/// What is known here about a sign-in that failed, beside the error.
struct FailureContext: Sendable {
    let clientID: String
    /// The certificate in use, where there is one.
    let certificate: PublicCertificate?
    /// When it was taken into use, where that was by a rotation.
    let rotatedAt: Date?
    let now: Date

    /// How long an upload may take until every server of the service knows it, in seconds.
    private static let propagation: Double = 3_600

    /// How new the certificate is, in words; nothing for one that is not.
    var novelty: String? {
        guard let certificate = self.certificate else { return nil }
        if let rotatedAt = self.rotatedAt, self.now.timeIntervalSince(rotatedAt) < Self.propagation {
            return "it was taken into use \(Self.minutes(self.now.timeIntervalSince(rotatedAt))) ago"
        }
        let age = self.now.timeIntervalSince(certificate.notBefore)
        return age < Self.propagation ? "it is valid since \(Self.minutes(age)) only" : nil
    }

    /// The certificate as people compare it.
    var certificateText: String {
        guard let certificate = self.certificate else { return "the certificate" }
        return "the certificate \(certificate.sha1Thumbprint) (SHA-256 \(certificate.sha256Thumbprint))"
    }

    static func minutes(_ seconds: Double) -> String {
        let minutes = Int(nearest: min(max(seconds / 60, 0), 1_000_000))
        return minutes == 1 ? "1 minute" : "\(minutes) minutes"
    }
}
