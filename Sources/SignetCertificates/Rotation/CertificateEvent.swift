// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What happened to a certificate that is followed.
public enum CertificateEvent: Sendable, CustomStringConvertible {
    /// A pair was taken into use: the first one, where none was before.
    case rotated(from: PublicCertificate?, to: PublicCertificate, daysLeft: Int)
    /// The source could not be read, or what it holds cannot be used; the certificate in use stays.
    ///
    /// Told when it begins and when the reason changes, not at every look.
    case failed(CertificateError, inUse: PublicCertificate?, daysLeft: Int?)

    /// The certificate that is in use after the event.
    public var certificate: PublicCertificate? {
        switch self {
        case .rotated(_, let certificate, _): certificate
        case .failed(_, let certificate, _): certificate
        }
    }

    /// One line for a log: thumbprints as the portal shows them, and the days that are left.
    public var description: String {
        switch self {
        case .rotated(let old, let new, let days):
            let before = old.map { " in place of \($0.sha1Thumbprint)" } ?? ""
            return "the certificate \(new.sha1Thumbprint) is in use\(before); it ends in \(days) days"
        case .failed(let error, let certificate, let days):
            guard let certificate, let days else { return "there is no certificate: \(error.message)" }
            return
                "\(error.message). The certificate \(certificate.sha1Thumbprint) stays in use; it ends in \(days) days"
        }
    }
}
