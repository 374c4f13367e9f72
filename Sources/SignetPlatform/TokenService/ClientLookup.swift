// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Finds the client of a request in the tenant that it names.
struct ClientLookup: Sendable {
    private static let nilGUID = "00000000-0000-0000-0000-000000000000"

    let tenants: TenantDirectory
    let registry: ClientRegistry

    /// The `client_id` of a request.
    ///
    /// - Throws: AADSTS900144 without one, AADSTS700038 for a text that is none.
    static func identifier(_ clientID: String?) throws(TokenRefusal) -> String {
        guard let clientID else { throw TokenRefusal(.missingParameter, ["name": "client_id"]) }
        guard GUID.isWellFormed(clientID), clientID != Self.nilGUID else {
            throw TokenRefusal(.applicationIdentifierInvalid, ["client": clientID])
        }
        return clientID
    }

    /// The tenant of a request without a person: there is nobody whose home the service could look up.
    func tenantOfApplication(_ reference: TenantReference, _ clientID: String) async throws -> Tenant {
        switch reference {
        case .tenant(let tenant): return tenant
        case .common, .consumers: throw TokenRefusal(.grantNeedsATenant)
        case .organizations:
            guard let client = try await anyClient(clientID) else {
                throw TokenRefusal(.applicationNotFound, ["client": clientID, "directory": "organizations"])
            }
            throw TokenRefusal(.notMultiTenant, ["client": client.appID, "name": client.displayName])
        }
    }

    /// The tenant of a request for a person, whose home is known from what the request brings.
    ///
    /// - Throws: AADSTS50194 where several tenants' people are meant and the client is one tenant's.
    func tenantOfPerson(
        _ reference: TenantReference,
        _ clientID: String,
        home: String?
    ) async throws -> Tenant {
        switch reference {
        case .tenant(let tenant):
            guard home == nil || home == tenant.id || tenant.domainNames.contains(home?.lowercased() ?? "") else {
                throw TokenRefusal(.grantOfAnotherTenant)
            }
            return tenant
        case .consumers: throw TokenRefusal(.grantNeedsATenant)
        case .common, .organizations:
            guard let client = try await anyClient(clientID) else {
                throw TokenRefusal(.applicationNotFound, ["client": clientID, "directory": "common"])
            }
            guard client.application.isMultiTenant else {
                throw TokenRefusal(.notMultiTenant, ["client": client.appID, "name": client.displayName])
            }
            guard let home else { throw TokenRefusal(.grantMalformed) }
            if case .tenant(let tenant) = try await self.tenants.resolve(home) { return tenant }
            // A device that nobody has answered yet has no home: its client's is as good.
            guard case .tenant(let tenant) = try await self.tenants.resolve(client.tenant) else {
                throw TokenRefusal(.grantMalformed)
            }
            return tenant
        }
    }

    /// The client, wherever it is registered.
    func anyClient(_ clientID: String) async throws -> RegisteredClient? {
        for tenant in try await self.tenants.all() {
            if let client = try await self.registry.client(appID: clientID, tenant: tenant.id) { return client }
        }
        return nil
    }

    /// The keys of its own with which tokens for an application are signed; `nil` where it has none.
    func signingKeys(of appID: String, _ reference: TenantReference) async throws -> [SigningKey]? {
        let client: RegisteredClient? =
            if case .tenant(let tenant) = reference {
                try await self.registry.client(appID: appID, tenant: tenant.id)
            } else {
                try await anyClient(appID)
            }
        guard let pairs = client?.signingPairs, !pairs.isEmpty else { return nil }
        return pairs.map(\.key)
    }

    /// The client in a tenant.
    ///
    /// - Throws: AADSTS700016, 7000229 or 7000112.
    func client(_ clientID: String, _ tenant: Tenant) async throws -> RegisteredClient {
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
}
