// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Which scopes a client has consent to, and the noting of more.
struct ConsentLedger: Sendable {
    let store: DirectoryStore

    /// The scopes of a resource that a client may use for a person: consented to by the person or by an administrator
    /// for everybody, or pre-authorized by the resource.
    func scopes(
        of client: RegisteredClient,
        at resource: RegisteredResource,
        for userID: String,
        tenant: String
    ) async throws -> [DelegatedScope] {
        let grants = try await grants(of: client, tenant: tenant).map(\.value)
        let held = grants.filter { grant in
            grant.resourceID == resource.servicePrincipalID && (grant.principalID.map { $0 == userID } ?? true)
        }
        let values = Set(held.flatMap(\.scopes).map { $0.lowercased() })
        let preAuthorized = Set(resource.application?.preAuthorizedScopes(of: client.appID) ?? [])
        // An application may do with itself what it offers to others.
        let isItself = resource.appID == client.appID
        return resource.scopes.filter { scope in
            scope.isEnabled
                && (isItself || values.contains(scope.value.lowercased()) || preAuthorized.contains(scope.id))
        }
    }

    /// Whether anything at all was consented to for a person.
    func hasAny(of client: RegisteredClient, for userID: String, tenant: String) async throws -> Bool {
        try await grants(of: client, tenant: tenant).contains { $0.value.principalID.map { $0 == userID } ?? true }
    }

    /// Notes a person's consent, or that of everybody.
    func grant(
        _ values: [String],
        of client: RegisteredClient,
        at resourceID: String,
        for userID: String?,
        tenant: String,
        now: Date
    ) async throws {
        for _ in 0..<4 {
            let present = try await grants(of: client, tenant: tenant)
                .first { $0.value.resourceID == resourceID && $0.value.principalID == userID }
            do {
                guard let present else {
                    let grant = PermissionGrant(
                        id: PermissionGrant.newID(),
                        clientID: client.servicePrincipal.id,
                        resourceID: resourceID,
                        principalID: userID,
                        scopes: values,
                        created: now
                    )
                    return try await self.store.apply([.insert(grant.record(tenant: tenant))])
                }
                var grant = present.value
                let missing = values.filter { !grant.scopes.contains($0) }
                guard !missing.isEmpty else { return }
                grant.scopes += missing
                return try await self.store.apply([.replace(grant.record(tenant: tenant, version: present.version))])
            } catch let error as StorageError where error.code == .conflict || error.code == .duplicate {
                continue
            }
        }
        throw StorageError(.conflict, "a consent was changed again and again; repeat the request")
    }

    private func grants(
        of client: RegisteredClient,
        tenant: String
    ) async throws -> [DirectoryStore.Versioned<PermissionGrant>] {
        try await self.store.permissionGrants(tenant: tenant, lookup: ("clientId", client.servicePrincipal.id))
    }
}
