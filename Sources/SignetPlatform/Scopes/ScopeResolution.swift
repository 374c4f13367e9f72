// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The scopes of a request with what they stand for in the directory.
struct ResolvedScopes: Sendable {
    let resource: RegisteredResource
    let request: ResourceScopes
    /// The permissions that were asked for by name.
    let scopes: [DelegatedScope]
}

extension ClientRegistry {
    /// Finds the resource and the permissions of a request.
    ///
    /// - Throws: AADSTS500011, 500014 or 650053, and what the storage throws.
    func resolve(_ request: ResourceScopes, for client: RegisteredClient, _ tenant: Tenant) async throws
        -> ResolvedScopes
    {
        let resource = try await enabledResource(named: request.resource, tenant)
        if resource.appID == client.appID, !GUID.isWellFormed(request.resource), request.isDefault {
            throw TokenRefusal(.tokenForItself, ["client": client.appID, "name": client.displayName])
        }
        var scopes: [DelegatedScope] = []
        for value in request.values {
            let scope = resource.scopes.first { $0.isEnabled && $0.value.lowercased() == value.lowercased() }
            guard let scope else {
                throw TokenRefusal(
                    .scopeUnknown,
                    ["name": client.displayName, "scope": value, "resource": resource.appID]
                )
            }
            scopes.append(scope)
        }
        return ResolvedScopes(resource: resource, request: request, scopes: scopes)
    }

    /// The resource with a name.
    ///
    /// - Throws: AADSTS500011 where there is none, 500014 where it is disabled.
    func enabledResource(named name: String, _ tenant: Tenant) async throws -> RegisteredResource {
        guard let resource = try await resource(named: name, tenant: tenant.id) else {
            throw TokenRefusal(.resourceNotFound, ["resource": name, "directory": tenant.displayName])
        }
        guard resource.isEnabled else { throw TokenRefusal(.resourceDisabled, ["resource": name]) }
        return resource
    }
}
