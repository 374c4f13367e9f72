// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension DirectoryStore {
    // MARK: Users

    func user(id: String, tenant: String) async throws -> Versioned<User>? {
        guard let record = try await self.storage.record(RecordKey(.users, tenant: tenant, id: id)) else { return nil }
        return Versioned(value: try User(record), version: record.version)
    }

    func user(principalName: String, tenant: String) async throws -> Versioned<User>? {
        try await users(tenant: tenant, lookup: ("userPrincipalName", principalName.lowercased())).first
    }

    func users(
        tenant: String,
        lookup: (name: String, value: String)? = nil,
        after: String? = nil,
        limit: Int = greatestPage
    ) async throws -> [Versioned<User>] {
        let query = RecordQuery(.users, tenant: tenant, lookup: lookup, after: after, limit: limit)
        return try await self.storage.records(query)
            .map { record in
                Versioned(value: try User(record), version: record.version)
            }
    }

    // MARK: Permission grants

    func permissionGrant(id: String, tenant: String) async throws -> Versioned<PermissionGrant>? {
        guard let record = try await self.storage.record(RecordKey(.permissionGrants, tenant: tenant, id: id)) else {
            return nil
        }
        return Versioned(value: try PermissionGrant(record), version: record.version)
    }

    /// The grants found by `clientId`, `resourceId` or `principalId`, each an object identifier in lower case.
    func permissionGrants(
        tenant: String,
        lookup: (name: String, value: String)? = nil,
        after: String? = nil,
        limit: Int = greatestPage
    ) async throws -> [Versioned<PermissionGrant>] {
        let query = RecordQuery(.permissionGrants, tenant: tenant, lookup: lookup, after: after, limit: limit)
        return try await self.storage.records(query)
            .map { record in
                Versioned(value: try PermissionGrant(record), version: record.version)
            }
    }
}
