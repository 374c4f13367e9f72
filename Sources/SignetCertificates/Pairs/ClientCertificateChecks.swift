// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
import SignetCore

extension ClientCertificate {
    /// Checks that the certificate may be used at a time.
    ///
    /// - Throws: `notYetValid` or `expired`.
    public func validate(at date: Date) throws(CertificateError) {
        if date < self.notBefore {
            throw CertificateError(
                .notYetValid,
                "the certificate \(self.sha1Thumbprint) is valid from \(Timestamp.iso8601(self.notBefore)) on; it is now \(Timestamp.iso8601(date)): check the clock, or wait"
            )
        }
        if date > self.notAfter {
            throw CertificateError(
                .expired,
                "the certificate \(self.sha1Thumbprint) expired at \(Timestamp.iso8601(self.notAfter)); it is now \(Timestamp.iso8601(date)): make a new one and register it"
            )
        }
    }

    /// Checks that the key can sign client assertions for Microsoft Entra ID: RSA of at least 2048 bits.
    ///
    /// - Throws: `unsuitableForAssertion` for elliptic curves and Ed25519, which TLS takes but Entra answers with AADSTS5002738.
    public func requireAssertionKey() throws(CertificateError) {
        guard case .rsa = self.privateKey.kind else {
            throw CertificateError(
                .unsuitableForAssertion,
                "the key is \(self.privateKey.kind), but Microsoft Entra ID takes client assertions signed with RSA only (RS256, PS256): make a certificate with an RSA key of 2048 bits or more"
            )
        }
    }
}
