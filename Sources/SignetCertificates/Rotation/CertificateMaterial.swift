// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What a source gives: a certificate whose key is here, or one whose key somebody else uses for us.
package enum CertificateMaterial: Sendable {
    /// A certificate with its key.
    case pair(ClientCertificate)
    /// A certificate, and what reaches its key.
    case external(PublicCertificate, any ExternalKey)

    /// The certificate with its key.
    ///
    /// - Throws: `noPrivateKey` where the key is not here.
    package func pair() throws(CertificateError) -> ClientCertificate {
        switch self {
        case .pair(let certificate):
            return certificate
        case .external(let certificate, _):
            throw CertificateError(
                .noPrivateKey,
                "the key of the certificate \(certificate.sha1Thumbprint) is held by a signer, which signs assertions only: for TLS give a file with the key"
            )
        }
    }
}

/// What reaches a key that is not in this process; a higher target says how.
package protocol ExternalKey: Sendable {}
