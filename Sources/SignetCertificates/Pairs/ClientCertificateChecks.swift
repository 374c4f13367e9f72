// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

extension ClientCertificate {
    /// Checks that the certificate may be used at a time.
    ///
    /// - Throws: `notYetValid` or `expired`.
    public func validate(at date: Date) throws(CertificateError) {
        try self.publicCertificate.validate(at: date)
    }

    /// Checks that the key can sign client assertions for Microsoft Entra ID: RSA of at least 2048 bits.
    ///
    /// - Throws: `unsuitableForAssertion` for elliptic curves and Ed25519, which TLS takes but Entra answers with AADSTS5002738.
    public func requireAssertionKey() throws(CertificateError) {
        try self.publicCertificate.requireAssertionKey()
    }
}
