// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import Metrics
public import SignetAssertions
public import SignetCertificates

extension OnBehalfOfCredential {
    /// The service's certificate that is in use, where it has one.
    public var certificate: PublicCertificate? { self.client.proven.certificate }

    /// Takes another certificate into use at once, for all users of the service.
    ///
    /// - Parameter certificate: The certificate with its key.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/credentialUnavailable`` where it cannot be used, or where the service
    ///   proves itself in another way than with a certificate.
    public func rotate(to certificate: ClientCertificate) throws(CredentialError) {
        try rotate(to: .certificate(certificate))
    }

    /// Takes another source's certificate into use at once, for all users of the service; the source itself is not followed.
    ///
    /// - Parameter source: Where the certificate comes from; nothing that has to be waited for.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/credentialUnavailable`` where it cannot be used, or where the service
    ///   proves itself in another way than with a certificate.
    public func rotate(to source: CertificateSource) throws(CredentialError) {
        try self.client.proven.rotate(to: source)
    }

    /// Follows the certificate without a request; see ``CertificateWatcher``.
    ///
    /// One for all users of the service is enough.
    ///
    /// - Parameters:
    ///   - interval: The pause between looks at files, give or take a tenth; providers and vaults have their own.
    ///   - metricsFactory: Where the gauge is made, where that is not the place of the options.
    /// - Returns: A service to run; nothing where there is no certificate.
    public func watcher(
        every interval: Duration = .seconds(10),
        metricsFactory: (any MetricsFactory)? = nil
    ) -> CertificateWatcher? {
        self.client.proven.watcher(every: interval, metricsFactory: metricsFactory)
    }

    /// What happens to the certificate from now on; see ``CertificateCredential/certificateEvents``.
    ///
    /// Nothing where there is none.
    public var certificateEvents: (some AsyncSequence<CertificateEvent, Never> & Sendable)? {
        self.client.proven.events
    }

    /// Shows header and claims of the service's assertion, without a signature; see ``CertificateCredential/assertionPreview(tenantID:)``.
    ///
    /// - Parameter tenantID: The tenant that would be asked in place of the credential's own.
    /// - Returns: What the assertion says; nothing where the service proves itself in another way than with a certificate.
    /// - Throws: ``CredentialError``; `CancellationError`.
    public func assertionPreview(tenantID: String? = nil) async throws -> DecodedAssertion? {
        try await self.client.proven.assertionPreview(tenantID: tenantID)
    }

    /// Says what is right and wrong with the certificate; see ``CertificateCredential/diagnose(notice:)``.
    ///
    /// - Parameter notice: How long before its end the end is a warning.
    /// - Returns: The findings; nothing where there is no certificate.
    public func diagnose(notice: Duration = .seconds(30 * 86_400)) async -> CertificateDiagnosis? {
        await self.client.proven.diagnose(notice: notice)
    }

    /// Says in words why a token was not given; see ``CertificateCredential/diagnose(_:)``.
    ///
    /// - Parameter error: What ``token(for:)`` threw.
    /// - Returns: The cause, what speaks for it, and the remedy.
    public func diagnose(_ error: any Error) -> FailureDiagnosis { self.client.proven.diagnose(error) }
}
