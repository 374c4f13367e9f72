// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Consent for everybody in a tenant.
extension ConsentLedger {
    /// What an administrator is asked for: the scopes that a request names, or everything that the registration lists, app
    /// roles among it.
    func tenantNeed(
        _ scopes: ScopeRequest?,
        of client: RegisteredClient,
        _ tenant: Tenant,
        _ registry: ClientRegistry
    ) async throws -> ConsentNeed {
        var need = ConsentNeed()
        need.openID = OpenIDScope.allCases.filter { scopes?.openID.contains($0) ?? false }
        if let scopes, !scopes.resources.isEmpty, !scopes.resources.contains(where: \.isDefault) {
            for request in scopes.resources {
                let resolved = try await registry.resolve(request, for: client, tenant)
                need.items.append((resolved.resource, resolved.scopes))
            }
            return need
        }
        if let scopes, scopes.resources.isEmpty, !scopes.openID.isEmpty { return need }
        for listed in client.application.requiredResources {
            guard let resource = try await registry.resource(named: listed.appID, tenant: tenant.id) else {
                throw TokenRefusal(.resourceNotFound, ["resource": listed.appID, "directory": tenant.displayName])
            }
            let roles = Set(client.application.requiredRoles(of: listed.appID))
            need.items.append((resource, resource.scopes.filter { $0.isEnabled && listed.scopes.contains($0.id) }))
            need.roles.append((resource, resource.roles.filter { $0.isEnabled && roles.contains($0.id) }))
        }
        return need
    }

    /// Assigns the app roles that an administrator consented to.
    func assign(_ need: ConsentNeed, to client: RegisteredClient, _ tenant: Tenant, _ visit: Exchange) async throws {
        let held = Set(client.assignments.map { "\($0.resourceID) \($0.appRoleID)" })
        for (resource, roles) in need.roles {
            for role in roles where !held.contains("\(resource.servicePrincipalID) \(role.id)") {
                let assignment = AppRoleAssignment(
                    id: GUID.random(),
                    principalID: client.servicePrincipal.id,
                    principalType: .servicePrincipal,
                    resourceID: resource.servicePrincipalID,
                    appRoleID: role.id,
                    created: visit.now
                )
                do {
                    try await self.store.apply([.insert(assignment.record(tenant: tenant.id))])
                } catch let error as StorageError where error.code == .duplicate {
                    continue
                }
            }
        }
    }
}
