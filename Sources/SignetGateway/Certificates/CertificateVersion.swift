// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCertificates
import Synchronization

/// One version of a certificate, with an identity of its own: connections are kept apart by it.
///
/// A file that is written again with the same content is no new version, so its connections live on.
package final class CertificateVersion: Sendable {
    private static let counter = Atomic<UInt64>(1)

    /// The number of the version, unique in the process; 0 stands for no certificate.
    package let number: UInt64
    /// The certificate with its chain and key.
    package let certificate: ClientCertificate

    /// The SHA-1 thumbprint of the certificate, as it is shown everywhere.
    package let thumbprint: String

    /// Whether a policy brought it along, so that no configuration ever replaces it.
    package let isInline: Bool

    package init(_ certificate: ClientCertificate, isInline: Bool = false) {
        self.number = Self.counter.add(1, ordering: .relaxed).oldValue
        self.certificate = certificate
        self.thumbprint = certificate.sha1Thumbprint.hexadecimal
        self.isInline = isInline
    }

    /// This version if `certificate` is the same again, otherwise a new one.
    package func updated(to certificate: ClientCertificate) -> CertificateVersion {
        certificate.derChain == self.certificate.derChain ? self : CertificateVersion(certificate)
    }
}
