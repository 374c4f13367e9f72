// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Signs in with the identity that Azure gave to the machine: no secret and no certificate to keep.
///
/// ```swift
/// let credential = try ManagedIdentityCredential(identity: .clientID(client))
/// let token = try await credential.token(for: "https://vault.azure.net/.default")
/// ```
///
/// It speaks to the instance metadata service (virtual machines, scale sets, container instances, Kubernetes nodes) and to
/// App Service, Functions and Container Apps. The tenant is the machine's, whatever a request asks for.
public final class ManagedIdentityCredential: TokenCredential {
    private let client: ManagedIdentityClient
    private let cache: TokenCache
    private let acquisition: TokenAcquisition

    /// Creates a credential.
    ///
    /// - Parameters:
    ///   - identity: Which identity.
    ///   - endpoint: Who hands out the tokens; ``ManagedIdentityEndpoint/init(environment:)`` finds it.
    ///   - probeLimit: Where given, the metadata service is first asked for a sign of life, and the credential is unavailable
    ///     when none came in this time: for chains that run on other machines too.
    ///   - retry: When requests are repeated; the default suits the metadata service.
    ///   - options: The transport, the clock, the log and the cache; authority and tenants have no meaning here.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for an identity that cannot be right.
    public init(
        identity: ManagedIdentityID = .systemAssigned,
        endpoint: ManagedIdentityEndpoint = .instanceMetadata,
        probeLimit: Duration? = nil,
        retry: RetryPolicy = .managedIdentity,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        try identity.validate()
        if case .azureArc = endpoint.kind, identity != .systemAssigned {
            throw CredentialError(
                .invalidArgument,
                "User-assigned managed identity is not supported by Azure Arc; use the machine's own"
            )
        }
        self.client = ManagedIdentityClient(
            endpoint: endpoint,
            identity: identity,
            probeLimit: probeLimit,
            retry: retry,
            options: options
        )
        self.cache = options.makeCache(clientID: identity.name)
        self.acquisition = options.acquisition(
            clientID: identity.name,
            host: TracedTransport.host(of: endpoint.url)
        )
    }

    /// Gives a token, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``: ``CredentialError/Code/credentialUnavailable`` where the machine has no such identity or
    ///   nobody answers, ``CredentialError/Code/invalidArgument`` for any other number of scopes than one. `CancellationError`
    ///   when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        // The endpoint knows neither tenants nor CAE; claims ask for another token than the one before.
        let isPlain = request.tenantID == nil && !request.enablesCAE
        let asked = isPlain ? request : TokenRequest(scopes: request.scopes, claims: request.claims)
        let key = TokenKey(request: asked)
        if let token = self.cache.find(key) { return token }
        return try await self.cache.token(for: key, fetch: fetch(asked))
    }

    /// Ends the fetches that are under way, waits for them and forgets the tokens.
    public func close() async {
        await self.cache.close()
    }

    /// What the token cache did, and what it holds.
    public var cacheStatistics: TokenCacheStatistics { self.cache.statistics }

    private func fetch(_ request: TokenRequest) -> TokenCache.Fetch {
        { [client, acquisition] in
            let subject = TokenAcquisition.Subject(
                grant: "managed_identity",
                tenantID: "",
                scopes: request.scopes,
                correlationID: GUID.random()
            )
            return try await acquisition.observe(subject, isRefresh: TokenCache.isRefreshing) {
                try await client.token(resource: try Self.resource(request))
            }
        }
    }

    private static func resource(_ request: TokenRequest) throws(CredentialError) -> String {
        let scope = try request.scopeParameter()
        guard request.scopes.count == 1 else {
            throw CredentialError(
                .invalidArgument,
                "a managed identity's token has exactly one scope; write it as '<resource>/.default'"
            )
        }
        let suffix = "/.default"
        return scope.hasSuffix(suffix) ? String(scope.dropLast(suffix.count)) : scope
    }
}

extension RetryPolicy {
    /// What the instance metadata service wants: five repetitions whose pauses may add up to more than the 70 seconds that
    /// an update of the service takes.
    public static let managedIdentity = RetryPolicy(
        maximumRetries: 5,
        baseDelay: .milliseconds(2_500),
        maximumTotalTime: .seconds(180)
    )
}
