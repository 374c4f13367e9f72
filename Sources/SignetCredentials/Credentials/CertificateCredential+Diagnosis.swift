// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import Metrics
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

extension OnBehalfOfCredential {
    /// Says in words why a token was not given; see ``CertificateCredential/diagnose(_:)``.
    ///
    /// - Parameter error: What ``token(for:)`` threw.
    /// - Returns: The cause, what speaks for it, and the remedy.
    public func diagnose(_ error: any Error) -> FailureDiagnosis { self.client.diagnose(error) }

    /// Shows header and claims of the service's assertion, without a signature; see ``CertificateCredential/assertionPreview(tenantID:)``.
    ///
    /// - Parameter tenantID: The tenant that would be asked in place of the credential's own.
    /// - Returns: What the assertion says; nothing where the service proves itself in another way than with a certificate.
    /// - Throws: ``CredentialError``; `CancellationError`.
    public func assertionPreview(tenantID: String? = nil) async throws -> DecodedAssertion? {
        try await self.client.assertionPreview(tenantID: tenantID)
    }

    /// Follows the certificate without a request; see ``CertificateWatcher``.
    ///
    /// - Parameters:
    ///   - interval: The pause between looks at files, give or take a tenth; providers and vaults have their own.
    ///   - metricsFactory: Where the gauge is made, where that is not the place of the options.
    /// - Returns: A service to run; nothing where there is no certificate.
    public func watcher(
        every interval: Duration = .seconds(10),
        metricsFactory: (any MetricsFactory)? = nil
    ) -> CertificateWatcher? {
        self.client.watcher(every: interval, metricsFactory: metricsFactory)
    }

    /// The service's certificate that is in use, where it has one.
    public var certificate: PublicCertificate? { self.client.certificate?.current }

    /// Takes another source's certificate into use at once; the source itself is not followed.
    ///
    /// - Parameter source: Where the certificate comes from; nothing that has to be waited for.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/credentialUnavailable`` where it cannot be used, or where the service
    ///   proves itself in another way than with a certificate.
    public func rotate(to source: CertificateSource) throws(CredentialError) {
        guard let certificate = self.client.certificate else {
            throw CredentialError(.credentialUnavailable, "this credential has no certificate that could be replaced")
        }
        try certificate.rotate(to: source)
    }
}
