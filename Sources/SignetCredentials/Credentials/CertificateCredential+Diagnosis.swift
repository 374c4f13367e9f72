// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetAssertions
public import SignetCertificates

extension CertificateCredential {
    /// Shows header and claims of an assertion as it would be sent, without a signature: for support tickets.
    ///
    /// Nobody is asked to sign, and nothing is sent. The identifier and the times are those of the call.
    ///
    /// - Parameter tenantID: The tenant that would be asked in place of the credential's own.
    /// - Returns: What the assertion says.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/credentialUnavailable`` where there is no certificate that can be used.
    ///   `CancellationError` when the calling task is cancelled.
    public func assertionPreview(tenantID: String? = nil) async throws -> DecodedAssertion {
        try await self.signer.preview(
            clientID: self.client.service.clientID,
            audience: try self.client.audience(tenantID: tenantID)
        )
    }

    /// Says what is right and wrong with the certificate: before the first token, or for a ticket.
    ///
    /// - Parameter notice: How long before its end the end is a warning.
    /// - Returns: The findings, with both thumbprints as the portal shows them.
    public func diagnose(notice: Duration = .seconds(30 * 86_400)) async -> CertificateDiagnosis {
        await self.signer.rotation.source.diagnose(at: self.signer.rotation.clock.now, notice: notice)
    }

    /// Says in words why a token was not given.
    ///
    /// It knows the certificate that is in use and since when, and the clock; so it can tell a certificate that is not registered from
    /// one that is not known everywhere yet, and a clock that is wrong from an assertion that is old.
    ///
    /// - Parameter error: What ``token(for:)`` threw.
    /// - Returns: The cause, what speaks for it, and the remedy.
    public func diagnose(_ error: any Error) -> FailureDiagnosis {
        self.signer.diagnose(error, clientID: self.client.service.clientID)
    }
}
