// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates

/// A name of a client with the authorities that vouch for it, certificates read.
struct TrustedSubject: Sendable {
    /// An authority and where its revocation list comes from.
    struct Authority: Sendable {
        let certificate: CertificateDetails
        let revocationListAddress: String?
        let revocationList: CertificateRevocationList?

        init?(_ authority: CertificateAuthorityConfiguration.Authority) {
            guard let certificate = try? CertificateDetails(der: authority.certificate) else { return nil }
            self.certificate = certificate
            self.revocationListAddress = authority.revocationListAddress
            self.revocationList = authority.revocationList.flatMap { try? CertificateRevocationList(bytes: $0) }
        }
    }

    let name: String
    let revokedThumbprints: Set<String>
    let authorities: [Authority]

    init(_ subject: TrustedCertificateSubject, _ configuration: CertificateAuthorityConfiguration?) {
        self.name = subject.subjectName
        self.revokedThumbprints = Set(subject.revokedCertificateIdentifiers)
        self.authorities = configuration?.authorities.compactMap { Authority($0) } ?? []
    }
}
