// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import Metrics
import SignetCore

/// What every credential of an app registration shares: tenants, cache, and the way to the token service.
struct ConfidentialClient: Sendable {
    let service: TokenServiceClient
    private let tenants: TenantPolicy
    private let cache: TokenCache
    private let acquisition: TokenAcquisition

    init(tenantID: String, clientID: String, options: CredentialOptions) throws(CredentialError) {
        let isIdentifier = clientID.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard isIdentifier, !clientID.isEmpty else {
            throw CredentialError(.invalidArgument, "the client ID is empty or holds a character that none has")
        }
        self.tenants = try TenantPolicy(
            tenantID: tenantID,
            additionallyAllowed: options.additionallyAllowedTenants,
            isSingle: options.disablesMultitenantAuthentication
        )
        self.cache = options.makeCache(clientID: clientID)
        self.acquisition = options.acquisition(clientID: clientID)
        self.service = TokenServiceClient(
            clientID: clientID,
            authority: options.authority,
            endpoints: EndpointResolver(
                authority: options.authority,
                regional: options.regionalAuthority,
                disablesInstanceDiscovery: options.disablesInstanceDiscovery,
                transport: options.tracedTransport,
                retry: options.retry,
                clock: options.clock,
                randomFraction: options.randomFraction,
                logger: options.logger
            ),
            transport: options.tracedTransport,
            retry: options.retry,
            clock: options.clock,
            serviceClock: ServiceClock(
                local: options.clock,
                gauge: ServiceClock.gauge(
                    clientID: clientID,
                    factory: options.metricsFactory ?? MetricsSystem.factory
                )
            ),
            randomFraction: options.randomFraction,
            logger: options.logger
        )
    }

    /// Fetches a token for a grant; the correlation ID is the same for all attempts.
    typealias Fetch = @Sendable (TokenServiceClient.Grant) async throws -> AccessToken

    /// Gives the client's own token, from memory or from the service.
    @inline(__always)
    func token(
        for request: TokenRequest,
        generation: Int = 0,
        proof: @autoclosure () -> ClientProof
    ) async throws -> AccessToken {
        if let token = find(request, generation: generation) { return token }
        return try await token(for: request, generation: generation, fetch: fetch(proof()))
    }

    /// A token from memory, where that is all there is to it.
    @inline(__always)
    private func find(_ request: TokenRequest, generation: Int) -> AccessToken? {
        // A request that names a tenant goes the long way, because the own one may be meant.
        request.tenantID == nil ? self.cache.find(TokenKey(request: request, generation: generation)) : nil
    }

    private func fetch(_ proof: ClientProof) -> Fetch {
        { [service] grant in try await proof.issue(grant, from: service).access }
    }

    /// Gives the token of a request, from memory or from `fetch`, which is made only where it is needed.
    func token(
        for request: TokenRequest,
        user: UserAssertionHash? = nil,
        grant: String = "client_credentials",
        generation: Int = 0,
        fetch: @autoclosure () -> Fetch
    ) async throws -> AccessToken {
        let request = request.tenantID.map(self.tenants.isOwn) == true ? request.withoutTenant() : request
        let key = TokenKey(request: request, user: user, generation: generation)
        return try await self.cache.token(for: key, fetch: flight(for: request, grant, fetch()))
    }

    private func flight(for request: TokenRequest, _ name: String, _ fetch: @escaping Fetch) -> TokenCache.Fetch {
        { [tenants, acquisition] in
            let correlationID = GUID.random()
            let subject = TokenAcquisition.Subject(
                grant: name,
                tenantID: request.tenantID ?? tenants.tenantID,
                scopes: request.scopes,
                correlationID: correlationID
            )
            return try await acquisition.observe(subject, isRefresh: TokenCache.isRefreshing) {
                // A tenant that is not allowed never gets a token here, so a key in the cache needs no second look.
                let grant = TokenServiceClient.Grant(
                    tenantID: try tenants.resolve(request.tenantID),
                    scope: try request.scopeParameter(),
                    claims: try ClaimsParameter.text(for: request),
                    correlationID: correlationID
                )
                return try await fetch(grant)
            }
        }
    }

    /// Ends what runs in the background and forgets the tokens.
    func close() async {
        await self.cache.close()
    }

    /// What the cache did.
    var statistics: TokenCacheStatistics {
        var statistics = self.cache.statistics
        statistics.clockSkew = self.service.serviceClock.skew
        return statistics
    }

    /// The audience of assertions for a tenant.
    func audience(tenantID: String?) throws(CredentialError) -> String {
        self.service.authority.tokenEndpoint(tenantID: try self.tenants.resolve(tenantID))
    }

    /// Forgets the tokens.
    func removeTokens() {
        self.cache.removeTokens()
    }
}
