// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates

/// Authorities that a tenant trusts for its applications (Microsoft Graph `certificateBasedApplicationConfiguration`).
struct CertificateAuthorityConfiguration: Sendable, Equatable {
    /// One authority of a configuration.
    struct Authority: Sendable, Equatable {
        /// The GUID, in lower case.
        let id: String
        /// The certificate, DER.
        let certificate: [UInt8]
        var isRoot: Bool
        /// Where its revocation list is.
        var revocationListAddress: String?
        /// The revocation list itself, DER, where it was given in place of an address.
        var revocationList: [UInt8]?
    }

    static let greatestCount = 10

    /// The GUID, in lower case.
    let id: String
    var displayName: String?
    var description: String?
    var authorities: [Authority]
}

/// A name under which an application signs in with any certificate of trusted authorities (`trustedCertificateSubjects`).
struct TrustedCertificateSubject: Sendable, Equatable {
    /// The configuration that holds the authorities.
    let authorityID: String
    /// A common name, a DNS name, or a whole subject.
    let subjectName: String
    /// SHA-1 thumbprints, upper-case hexadecimal, of certificates that are not accepted all the same.
    var revokedCertificateIdentifiers: [String]
}
