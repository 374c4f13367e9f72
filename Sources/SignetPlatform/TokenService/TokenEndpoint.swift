// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// The token endpoints, v1 and v2.
///
/// Checks are made in this order, and the first breach is the answer:
/// 1. method, size of the body, its form, duplicate parameters, `Authorization` header
/// 2. tenant: its form, its existence
/// 3. `grant_type`: presence, support
/// 4. `client_id`: presence, form
/// 5. what the grant needs: `scope` or `resource`, `code`, `refresh_token`, `assertion`; presence, form
/// 6. a concrete tenant: named, or the home of the person
/// 7. the application: registration, service principal, enabled
/// 8. the credential: presence, then for an assertion JWT shape, algorithm, parties, key, signature, time, audience
/// 9. the grant itself: its client, life, proof, single use; the person: existence, enabled, not revoked, assigned
/// 10. the resource: existence, enabled, assignment, scopes, consent
///
/// The order of the real service is not documented; this one keeps cheap checks before dear ones and tells a stranger
/// nothing about credentials. Each grant documents its own part.
struct TokenEndpoint: Sendable {
    static let route = "token"

    let tenants: TenantDirectory
    let clients: ClientLookup
    let proof: ClientProof
    let clientCredentials: ClientCredentialsGrant
    let onBehalfOf: OnBehalfOfGrant
    let refreshToken: RefreshTokenGrant
    let authorizationCode: AuthorizationCodeGrant
    let password: PasswordGrant
    let deviceCode: DeviceCodeGrant
    let profile: PlatformProfile
    /// Whether clients can connect with a certificate.
    let offersMutualTLS: Bool

    /// Answers a request for a token, and a browser's question whether a page may make it (CORS).
    ///
    /// - Parameters:
    ///   - exchange: The request with its time and identifiers.
    ///   - request: What was read of it, or why nothing was.
    ///   - tenant: The tenant as it stands in the path.
    ///   - version: Which of the two endpoints was asked.
    /// - Returns: The answer, refusals among them.
    /// - Throws: What the storage throws.
    func respond(
        _ exchange: Exchange,
        _ request: Result<TokenRequest, TokenRefusal>,
        tenant: String,
        version: TokenEndpointVersion
    ) async throws -> PlatformResponse {
        guard exchange.request.header("origin") != nil else {
            return try await judge(exchange, request, tenant, version)
        }
        var answer =
            exchange.request.method == "OPTIONS"
            ? PlatformResponse(status: 204, route: Self.route) : try await judge(exchange, request, tenant, version)
        answer.headers += [
            ("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Methods", "POST, OPTIONS"),
            ("Access-Control-Allow-Headers", "content-type, client-request-id, return-client-request-id, *"),
        ]
        return answer
    }

    private func judge(
        _ exchange: Exchange,
        _ request: Result<TokenRequest, TokenRefusal>,
        _ tenant: String,
        _ version: TokenEndpointVersion
    ) async throws -> PlatformResponse {
        do {
            return try await answer(exchange, request, tenant: tenant, version: version).response(exchange, version)
        } catch let refusal as TokenRefusal {
            return challenged(refusal.response(exchange, route: Self.route), exchange)
        }
    }

    /// RFC 6749 §5.2: whoever failed with an `Authorization` header is told which scheme to use.
    private func challenged(_ response: PlatformResponse, _ exchange: Exchange) -> PlatformResponse {
        guard self.profile.basicChallenge, response.status == 401, exchange.request.header("authorization") != nil
        else {
            return response
        }
        var response = response
        response.headers.append(("WWW-Authenticate", "Basic realm=\"token\", charset=\"UTF-8\""))
        return response
    }

    private func answer(
        _ exchange: Exchange,
        _ read: Result<TokenRequest, TokenRefusal>,
        tenant name: String,
        version: TokenEndpointVersion
    ) async throws -> TokenAnswer {
        guard exchange.request.method == "POST" else {
            throw TokenRefusal(.methodNotAllowed, ["allowed": "POST", "method": exchange.request.method])
        }
        let request = try read.get()
        try request.checkConnection(offersMutualTLS: self.offersMutualTLS)
        let reference = try await self.tenants.resolve(name)
        guard let grantType = request.grantType else { throw TokenRefusal(.missingParameter, ["name": "grant_type"]) }
        guard let grant = GrantType(named: grantType), grant != .password || self.profile.passwordGrant else {
            throw TokenRefusal(.unsupportedGrant, ["grant": grantType])
        }
        let arrival = Arrival(
            exchange: exchange,
            request: request,
            version: version,
            reference: reference,
            clientID: try ClientLookup.identifier(request.clientID)
        )
        switch grant {
        case .clientCredentials: return try await ofClient(arrival)
        case .authorizationCode:
            let code = try self.authorizationCode.open(request)
            return try await self.authorizationCode.answer(try await ofPerson(arrival, home: code.grant.tenant), code)
        case .refreshToken:
            let refresh = try self.refreshToken.open(request)
            return try await self.refreshToken.answer(try await ofPerson(arrival, home: refresh.grant.tenant), refresh)
        case .onBehalfOf:
            let assertion = try self.onBehalfOf.open(request)
            let home = reference.isNamed ? nil : assertion.tenant
            return try await self.onBehalfOf.answer(try await ofPerson(arrival, home: home), assertion)
        case .password:
            let home = reference.isNamed ? nil : try await self.password.signIn.home(of: request.username)
            return try await self.password.answer(try await ofPerson(arrival, home: home))
        case .deviceCode:
            let device = try await self.deviceCode.open(request)
            return try await self.deviceCode.answer(try await ofPerson(arrival, home: device.value.home), device)
        }
    }

    /// A request whose tenant and client are still to be found.
    private struct Arrival {
        let exchange: Exchange
        let request: TokenRequest
        let version: TokenEndpointVersion
        let reference: TenantReference
        let clientID: String
    }

    private func ofClient(_ arrival: Arrival) async throws -> TokenAnswer {
        let request = arrival.request
        let resource = try ApplicationScope.resource(request.resource, request.scope, arrival.version)
        let tenant = try await self.clients.tenantOfApplication(arrival.reference, arrival.clientID)
        let token = try await tokenExchange(arrival, tenant)
        guard !request.isCrossOrigin else { throw TokenRefusal(.crossOriginForbidden) }
        let method = try await self.proof.confidential(token)
        return try await self.clientCredentials.answer(token, for: resource, method: method)
    }

    private func ofPerson(_ arrival: Arrival, home: String?) async throws -> TokenExchange {
        let tenant = try await self.clients.tenantOfPerson(arrival.reference, arrival.clientID, home: home)
        return try await tokenExchange(arrival, tenant)
    }

    private func tokenExchange(_ arrival: Arrival, _ tenant: Tenant) async throws -> TokenExchange {
        TokenExchange(
            exchange: arrival.exchange,
            request: arrival.request,
            version: arrival.version,
            tenant: tenant,
            client: try await self.clients.client(arrival.clientID, tenant)
        )
    }
}
