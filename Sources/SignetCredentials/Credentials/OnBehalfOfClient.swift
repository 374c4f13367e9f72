// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Metrics
import SignetAssertions
import SignetCore

/// What the credentials of all users of one service share: the client, its proof, its cache and the refresh tokens.
final class OnBehalfOfClient: Sendable {
    private let client: ConfidentialClient
    private let proof: ClientProof
    private let refreshTokens: RefreshTokenStore

    init(
        tenantID: String,
        clientID: String,
        proof: ClientProof,
        options: CredentialOptions
    ) throws(CredentialError) {
        self.client = try ConfidentialClient(tenantID: tenantID, clientID: clientID, options: options)
        self.proof = proof
        self.refreshTokens = RefreshTokenStore(capacity: options.cacheCapacity)
    }

    /// What the cache did.
    var statistics: TokenCacheStatistics { self.client.statistics }

    /// The service's certificate, where that is its proof.
    var certificate: AssertionCertificate? {
        guard case .certificate(let certificate) = self.proof else { return nil }
        return certificate
    }

    /// Follows the certificate without a request.
    func watcher(every interval: Duration, metricsFactory: (any MetricsFactory)?) -> CertificateWatcher? {
        self.certificate.map {
            CertificateWatcher(
                $0,
                clientID: self.client.service.clientID,
                interval: interval,
                metricsFactory: metricsFactory
            )
        }
    }

    /// Shows what the service's assertion says.
    func assertionPreview(tenantID: String?) async throws -> DecodedAssertion? {
        try await self.certificate?
            .preview(clientID: self.client.service.clientID, audience: try self.client.audience(tenantID: tenantID))
    }

    /// Says why a token was not given.
    func diagnose(_ error: any Error) -> FailureDiagnosis {
        let clientID = self.client.service.clientID
        if let certificate = self.certificate { return certificate.diagnose(error, clientID: clientID) }
        let now = self.client.service.clock.now
        return .of(error, FailureContext(clientID: clientID, certificate: nil, rotatedAt: nil, now: now))
    }

    func token(
        for request: TokenRequest,
        assertion: SecretBytes,
        user: UserAssertionHash
    ) async throws -> AccessToken {
        try await self.client.token(
            for: request,
            user: user,
            grant: "on_behalf_of",
            generation: self.proof.generation,
            fetch: fetch(assertion, user)
        )
    }

    func close() async {
        await self.client.close()
    }

    private func fetch(_ assertion: SecretBytes, _ user: UserAssertionHash) -> ConfidentialClient.Fetch {
        { [service = self.client.service, proof, refreshTokens] grant in
            var grant = grant
            // Without this scope there is no refresh token, and the next token would need an assertion that has expired.
            if !grant.scope.split(separator: " ").contains("offline_access") { grant.scope += " offline_access" }
            let key = RefreshTokenStore.Key(user: user, tenantID: grant.tenantID.lowercased())
            if let refresh = refreshTokens[key] {
                grant.kind = .refreshToken(refresh)
                do {
                    let issued = try await proof.issue(grant, from: service)
                    if let next = issued.refresh { refreshTokens[key] = next }
                    return issued.access
                } catch let error as CredentialError where error.refusal?.error == "invalid_grant" {
                    // Revoked or expired: the assertion itself may still be good.
                    refreshTokens[key] = nil
                }
            }
            grant.kind = .onBehalfOf(assertion)
            let issued = try await proof.issue(grant, from: service)
            if let next = issued.refresh { refreshTokens[key] = next }
            return issued.access
        }
    }
}
