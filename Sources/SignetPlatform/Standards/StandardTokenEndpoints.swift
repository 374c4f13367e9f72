// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// RFC 7662 and RFC 7009, which the real service does not have: served where the profile says so.
struct StandardTokenEndpoints: Sendable {
    private static let route = "introspection"

    let tenants: TenantDirectory
    let clients: ClientLookup
    let proof: ClientProof
    let verifier: AccessTokenVerifier
    let seal: SealedGrant
    let ledger: GrantLedger
    let revocation: AccessEvaluation
    let profile: PlatformProfile

    /// `POST /{tenant}/oauth2/v2.0/introspect`: what a token says, to the client or the resource that it is for.
    func introspect(_ exchange: Exchange, tenant name: String) async throws -> PlatformResponse {
        try await answer(exchange, name) { request, client, tenant in
            _ = try await self.proof.confidential(request, as: client, tenant, at: exchange.now)
            guard let text = request.token else { throw TokenRefusal(.missingParameter, ["name": "token"]) }
            if let refresh = refreshToken(text) { return try await state(refresh, client, exchange.now) }
            return try await state(text, client, exchange.now)
        }
    }

    /// `POST /{tenant}/oauth2/v2.0/revoke`: ends a refresh token with all of its family.
    func revoke(_ exchange: Exchange, tenant name: String) async throws -> PlatformResponse {
        try await answer(exchange, name) { request, client, tenant in
            guard let text = request.token else { throw TokenRefusal(.missingParameter, ["name": "token"]) }
            let refresh = refreshToken(text)
            // A public client proves nothing; that it has the token is all there is.
            let isPublic = refresh.map { $0.grant.platform != .web } ?? false
            if case .none = request.credential, isPublic {
            } else {
                _ = try await self.proof.confidential(request, as: client, tenant, at: exchange.now)
            }
            guard let refresh, refresh.grant.clientID == client.appID else { return nil }
            let end = exchange.now + Double(self.profile.lifetimes.refreshToken)
            try await self.ledger.end(refresh.grant.family, tenant: refresh.grant.tenant, until: end)
            return nil
        }
    }

    /// Finds the client, does the work, and answers: `nil` is an empty 200.
    private func answer(
        _ exchange: Exchange,
        _ name: String,
        _ work: (TokenRequest, RegisteredClient, Tenant) async throws -> JSONObject?
    ) async throws -> PlatformResponse {
        do {
            guard exchange.request.method == "POST" else {
                throw TokenRefusal(.methodNotAllowed, ["allowed": "POST", "method": exchange.request.method])
            }
            let request = try TokenRequest(exchange.request)
            let reference = try await self.tenants.resolve(name)
            let clientID = try ClientLookup.identifier(request.clientID)
            let tenant = try await self.clients.tenantOfApplication(reference, clientID)
            let client = try await self.clients.client(clientID, tenant)
            let body = try await work(request, client, tenant)
            return PlatformResponse(
                status: 200,
                headers: TokenServiceHeaders.token(exchange),
                body: body.map { JSONValue.object($0).serialized } ?? [],
                route: Self.route
            )
        } catch let refusal as TokenRefusal {
            return refusal.response(exchange, route: Self.route)
        }
    }

    private func refreshToken(_ text: SecretBytes) -> RefreshToken? {
        self.seal.open(text, as: .refreshToken).flatMap { RefreshToken($0) }
    }

    private func state(_ refresh: RefreshToken, _ client: RegisteredClient, _ now: Date) async throws -> JSONObject {
        let end = refresh.issued + Double(self.profile.lifetimes.refreshToken)
        let family = refresh.grant.family
        guard refresh.grant.clientID == client.appID, now < end,
            try await !self.ledger.isSuperseded(refresh.generation, of: family, tenant: refresh.grant.tenant)
        else { return ["active": false] }
        return [
            "active": true, "client_id": .string(client.appID), "scope": .string(refresh.grant.scope),
            "token_type": "refresh_token", "iat": .seconds(refresh.issued), "exp": .seconds(end),
        ]
    }

    private func state(_ text: SecretBytes, _ client: RegisteredClient, _ now: Date) async throws -> JSONObject {
        let compact = text.withExposedBytes { String(decoding: $0, as: UTF8.self) }
        guard let token = try? self.verifier.verify(compact, at: now),
            let claims = (try? CompactToken(compact))?.claims,
            isConcerned(client, token), try await self.revocation.finding(token, at: now) == nil
        else { return ["active": false] }
        var state: JSONObject = ["active": true, "client_id": .string(token.clientID), "token_type": "Bearer"]
        for name in ["iss", "aud", "sub", "iat", "nbf", "exp", "roles", "cnf"] { state[name] = claims[name] }
        state["scope"] = claims["scp"]
        state["username"] = claims["upn"] ?? claims["preferred_username"]
        state["jti"] = claims["uti"]
        return state
    }

    /// Whether a token is the client's own or for it as a resource.
    private func isConcerned(_ client: RegisteredClient, _ token: VerifiedAccessToken) -> Bool {
        let names = [client.appID] + client.application.identifierURIs.map { $0.lowercased() }
        return token.clientID == client.appID || names.contains(token.audience.lowercased())
    }
}
