// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates

/// Whether an authority has taken a certificate back.
package enum RevocationStatus: Sendable {
    case good
    case revoked
    /// Nobody could be asked, or the answer is worth nothing.
    case unknown
}

/// A certificate that names where its revocation is published.
package struct RevocationQuestion: Sendable {
    /// What tells one question from another.
    struct Key: Hashable, Sendable {
        let certificate: Thumbprint
        let issuer: Thumbprint
    }

    /// The certificate.
    let certificate: CertificateDetails
    /// The certificates above it: its issuer first, the authority that is trusted last.
    let issuers: [CertificateDetails]
    let sources: RevocationSources
    let key: Key

    /// The questions that a path asks, none for the authority at its end.
    static func all(_ path: [CertificateDetails]) -> [RevocationQuestion] {
        path.indices.dropLast()
            .compactMap { index in
                let sources = RevocationSources(path[index])
                guard !sources.isEmpty else { return nil }
                return RevocationQuestion(path[index], Array(path[(index + 1)...]), sources)
            }
    }

    private init(_ certificate: CertificateDetails, _ issuers: [CertificateDetails], _ sources: RevocationSources) {
        self.certificate = certificate
        self.issuers = issuers
        self.sources = sources
        self.key = Key(
            certificate: certificate.sha256Thumbprint,
            issuer: .sha256(ofDER: issuers.first?.der ?? [])
        )
    }
}
