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
/// 5. `scope` or `resource`: presence, form
/// 6. a concrete tenant
/// 7. the application: registration, service principal, enabled
/// 8. the credential: presence, then for an assertion JWT shape, algorithm, parties, key, signature, time, audience
/// 9. the resource: existence, enabled, assignment
///
/// The order of the real service is not documented; this one keeps cheap checks before dear ones and tells a stranger
/// nothing about credentials.
struct TokenEndpoint: Sendable {
    static let route = "token"
    private static let nilGUID = "00000000-0000-0000-0000-000000000000"

    let tenants: TenantDirectory
    let registry: ClientRegistry
    let issuer: AccessTokenIssuer
    private let audiences: TenantAudiences
    private let authenticator = ClientAuthenticator()

    /// An assertion is addressed to one of `origins`, under which the endpoint is reached.
    init(tenants: TenantDirectory, registry: ClientRegistry, issuer: AccessTokenIssuer, origins: [String]) {
        self.tenants = tenants
        self.registry = registry
        self.issuer = issuer
        self.audiences = TenantAudiences(origins: origins)
    }

    /// Answers a request for a token.
    func respond(_ exchange: Exchange, tenant: String, version: TokenEndpointVersion) async throws -> PlatformResponse {
        do {
            let grant = try await grant(exchange, tenant: tenant, version: version)
            return TokenAnswer(grant: grant, token: try self.issuer.token(grant)).response(exchange, version)
        } catch let refusal as TokenRefusal {
            return refusal.response(exchange, route: Self.route)
        }
    }

    private func grant(
        _ exchange: Exchange,
        tenant name: String,
        version: TokenEndpointVersion
    ) async throws -> AppOnlyGrant {
        guard exchange.request.method == "POST" else {
            throw TokenRefusal(.methodNotAllowed, ["allowed": "POST", "method": exchange.request.method])
        }
        let request = try TokenRequest(exchange.request)
        let reference = try await self.tenants.resolve(name)
        guard let grantType = request.grantType else { throw TokenRefusal(.missingParameter, ["name": "grant_type"]) }
        guard grantType == "client_credentials" else { throw TokenRefusal(.unsupportedGrant, ["grant": grantType]) }
        guard let clientID = request.clientID else { throw TokenRefusal(.missingParameter, ["name": "client_id"]) }
        guard GUID.isWellFormed(clientID), clientID != Self.nilGUID else {
            throw TokenRefusal(.applicationIdentifierInvalid, ["client": clientID])
        }
        let resourceName = try ResourceName.parse(request, version)
        let tenant = try await concrete(reference, clientID)
        let client = try await client(clientID, tenant)
        let expectation = self.audiences.expectation(tenant)
        let method = try self.authenticator.authenticate(request, as: client, expecting: expectation, at: exchange.now)
        let (resource, roles) = try await resource(resourceName, for: client, tenant)
        return AppOnlyGrant(
            tenant: tenant.id,
            clientID: client.appID,
            servicePrincipalID: client.servicePrincipal.id,
            method: method,
            resourceName: resourceName,
            resourceAppID: resource.appID,
            version: resource.tokenVersion,
            roles: roles,
            issuedAt: exchange.now,
            lifetime: Int.random(in: AccessTokenIssuer.lifetimes)
        )
    }

    /// The tenant of a request without a user: there is nobody whose home the service could look up.
    private func concrete(_ reference: TenantReference, _ clientID: String) async throws -> Tenant {
        switch reference {
        case .tenant(let tenant): return tenant
        case .common, .consumers: throw TokenRefusal(.grantNeedsATenant)
        case .organizations:
            guard let client = try await client(clientID, ofAnyOf: try await self.tenants.all()) else {
                throw TokenRefusal(.applicationNotFound, ["client": clientID, "directory": "organizations"])
            }
            throw TokenRefusal(.notMultiTenant, ["client": client.appID, "name": client.displayName])
        }
    }

    private func client(_ clientID: String, ofAnyOf tenants: [Tenant]) async throws -> RegisteredClient? {
        for tenant in tenants {
            if let client = try await self.registry.client(appID: clientID, tenant: tenant.id) { return client }
        }
        return nil
    }

    private func client(_ clientID: String, _ tenant: Tenant) async throws -> RegisteredClient {
        guard let client = try await self.registry.client(appID: clientID, tenant: tenant.id) else {
            guard try await self.registry.isRegistered(appID: clientID, tenant: tenant.id) else {
                throw TokenRefusal(.applicationNotFound, ["client": clientID, "directory": tenant.displayName])
            }
            throw TokenRefusal(.servicePrincipalMissing, ["client": clientID, "tenant": tenant.id])
        }
        guard client.servicePrincipal.accountEnabled else {
            throw TokenRefusal(.applicationDisabled, ["client": client.appID, "name": client.displayName])
        }
        return client
    }

    private func resource(
        _ name: String,
        for client: RegisteredClient,
        _ tenant: Tenant
    ) async throws -> (RegisteredResource, roles: [String]) {
        guard let resource = try await self.registry.resource(named: name, tenant: tenant.id) else {
            throw TokenRefusal(.resourceNotFound, ["resource": name, "directory": tenant.displayName])
        }
        guard resource.isEnabled else { throw TokenRefusal(.resourceDisabled, ["resource": name]) }
        let assignments = client.assignments.filter { $0.resourceID == resource.servicePrincipalID }
        guard !resource.assignmentRequired || !assignments.isEmpty else {
            throw TokenRefusal(
                .assignmentRequired,
                [
                    "client": client.appID, "name": client.displayName, "resource": resource.appID,
                    "resourceName": resource.displayName,
                ]
            )
        }
        let granted = Set(assignments.map(\.appRoleID))
        let roles = resource.roles.filter { $0.isEnabled && granted.contains($0.id) }
        return (resource, roles.compactMap(\.value).sorted())
    }
}
