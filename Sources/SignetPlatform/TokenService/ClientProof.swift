// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// Demands of each client the proof that its kind owes.
struct ClientProof: Sendable {
    let audiences: TenantAudiences
    let ledger: GrantLedger
    let profile: PlatformProfile
    let authenticator: ClientAuthenticator

    /// Demands a credential.
    func confidential(_ token: TokenExchange) async throws -> ClientAuthenticationMethod {
        try await confidential(token.request, as: token.client, token.tenant, at: token.now)
    }

    /// Demands a credential; in the strict profile, one that was not shown before.
    func confidential(
        _ request: TokenRequest,
        as client: RegisteredClient,
        _ tenant: Tenant,
        at now: Date
    ) async throws -> ClientAuthenticationMethod {
        let expectation = self.audiences.expectation(tenant)
        let method = try await self.authenticator.authenticate(request, as: client, expecting: expectation, at: now)
        if self.profile.singleUseAssertions, case .assertion(let assertion) = request.credential {
            try await spend(assertion, client, tenant, now)
        }
        return method
    }

    /// Demands what the kind of a redirect address owes: a credential on the web, none elsewhere.
    func ofPlatform(_ platform: RedirectURI.Platform, _ token: TokenExchange) async throws -> ClientAuthenticationMethod
    {
        switch platform {
        case .web:
            guard !token.request.isCrossOrigin else { throw TokenRefusal(.crossOriginForbidden) }
            return try await confidential(token)
        case .spa:
            guard token.request.isCrossOrigin else { throw TokenRefusal(.crossOriginDemanded) }
            try demandNone(token)
            return .none
        case .publicClient:
            guard !token.request.isCrossOrigin else { throw TokenRefusal(.crossOriginForbidden) }
            try demandNone(token)
            return .none
        }
    }

    /// Demands a credential unless the application may be public without a redirect address.
    func confidentialOrFallback(_ token: TokenExchange) async throws -> ClientAuthenticationMethod {
        guard token.client.application.isFallbackPublicClient else { return try await confidential(token) }
        if case .none = token.request.credential { return .none }
        guard token.client.hasCredentials else { throw TokenRefusal(.clientIsPublic) }
        return try await confidential(token)
    }

    private func demandNone(_ token: TokenExchange) throws(TokenRefusal) {
        guard case .none = token.request.credential else { throw TokenRefusal(.clientIsPublic) }
    }

    /// Claims an assertion's identifier, after everything else about it was found right.
    private func spend(_ assertion: SecretBytes, _ client: RegisteredClient, _ tenant: Tenant, _ now: Date) async throws
    {
        let text = assertion.withExposedBytes { String(decoding: $0, as: UTF8.self) }
        // A workload's token file is read many times before its issuer writes the next token.
        guard FederatedAssertion.issuer(of: text) == nil else { return }
        guard let claims = try? CompactToken(text, padding: .tolerated).claims, let id = claims["jti"]?.string,
            let expiry = claims["exp"].flatMap(NumericDate.parse)
        else { throw TokenRefusal(.missingClaim, ["name": "jti"]) }
        // Until the assertion itself ends, however late that is: forgotten sooner, it would be good again.
        let end = expiry.addingTimeInterval(Double(self.profile.clockSkew))
        let name = OneTimeName.of("jti \(client.appID) \(id)")
        guard try await self.ledger.spend(name, tenant: tenant.id, until: end) else {
            throw TokenRefusal(.assertionReplayed)
        }
    }
}
