// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Metrics
import SignetAssertions
import SignetCertificates

/// A client with its proof: what the credentials of users say and do about their application's certificate, where it has one.
struct ProvenClient: Sendable {
    let client: ConfidentialClient
    let proof: ClientProof

    private var clientID: String { self.client.service.clientID }

    private var signer: AssertionCertificate? {
        guard case .certificate(let signer) = self.proof else { return nil }
        return signer
    }

    /// The certificate that is in use.
    var certificate: PublicCertificate? { self.signer?.current }

    /// What happens to the certificate from now on.
    var events: AsyncStream<CertificateEvent>? { self.signer?.rotation.events() }

    /// Takes another source's certificate into use.
    func rotate(to source: CertificateSource) throws(CredentialError) {
        guard let signer = self.signer else {
            throw CredentialError(.credentialUnavailable, "this credential has no certificate that could be replaced")
        }
        try signer.rotate(to: source)
    }

    /// Follows the certificate without a request.
    func watcher(every interval: Duration, metricsFactory: (any MetricsFactory)?) -> CertificateWatcher? {
        self.signer.map {
            CertificateWatcher($0, clientID: self.clientID, interval: interval, metricsFactory: metricsFactory)
        }
    }

    /// Shows what the application's assertion says.
    func assertionPreview(tenantID: String?) async throws -> DecodedAssertion? {
        try await self.signer?
            .preview(clientID: self.clientID, audience: try self.client.audience(tenantID: tenantID))
    }

    /// Says what is right and wrong with the certificate.
    func diagnose(notice: Duration) async -> CertificateDiagnosis? {
        guard let rotation = self.signer?.rotation else { return nil }
        return await rotation.source.diagnose(at: rotation.clock.now, notice: notice)
    }

    /// Says why a token was not given.
    func diagnose(_ error: any Error) -> FailureDiagnosis {
        if let signer = self.signer { return signer.diagnose(error, clientID: self.clientID) }
        let now = self.client.service.clock.now
        return .of(error, FailureContext(clientID: self.clientID, certificate: nil, rotatedAt: nil, now: now))
    }
}
