// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore

/// Checks a client that proves itself by the certificate with which it connects (RFC 8705 §2): one that is registered, or
/// one of a trusted authority.
struct ConnectionAuthenticator: Sendable {
    let issued: IssuedCertificateAuthenticator

    /// Checks the certificate.
    ///
    /// - Throws: AADSTS392204, 1000502 or 700027, and what chains are refused with.
    func authenticate(_ certificate: ConnectionCertificate, as client: RegisteredClient, at now: Date) async throws {
        let leaf = certificate.leaf
        guard now <= leaf.notAfter else { throw TokenRefusal(.clientCertificateExpired) }
        guard leaf.notBefore <= now else { throw TokenRefusal(.certificateOutsideValidity) }
        let named = client.keys.filter { $0.certificateDER == leaf.der }
        let name = leaf.sha1Thumbprint.hexadecimal
        guard let key = named.first(where: { $0.notBefore <= now && now <= $0.notAfter }) ?? named.first else {
            if let chain = PresentedChain(certificate.chain),
                try await self.issued.authenticate(chain, as: client, at: now)
            {
                return
            }
            throw TokenRefusal(.keyNotFound(identifier: name), client: client.appID)
        }
        guard key.notBefore <= now, now <= key.notAfter else {
            let refusal = AssertionRefusal.keyExpired(identifier: name, start: key.notBefore, end: key.notAfter)
            throw TokenRefusal(refusal, client: client.appID)
        }
    }

    /// Demands that an assertion's certificate is the one of the connection, where that has one.
    func match(_ certificate: ConnectionCertificate?, _ der: [UInt8]?) throws(TokenRefusal) {
        guard let certificate, let der, certificate.leaf.der != der else { return }
        throw TokenRefusal(.clientCertificateDiffers)
    }
}
