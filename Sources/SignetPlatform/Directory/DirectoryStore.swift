// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The directory's objects in a storage: records become values here and nowhere else.
///
/// Every function names the tenant, so that one tenant's objects can never be reached through another.
struct DirectoryStore: Sendable {
    /// An object with the version that a replacement must name.
    struct Versioned<Value: Sendable>: Sendable {
        var value: Value
        let version: Int
    }

    /// The greatest number of objects in one answer.
    static let greatestPage = 1_000

    let storage: any PlatformStorage

    // MARK: Applications

    func application(id: String, tenant: String) async throws -> Versioned<Application>? {
        guard let record = try await self.storage.record(RecordKey(.applications, tenant: tenant, id: id)) else {
            return nil
        }
        return Versioned(value: try Application(record), version: record.version)
    }

    func application(appID: String, tenant: String) async throws -> Versioned<Application>? {
        try await applications(tenant: tenant, lookup: ("appId", appID.lowercased())).first
    }

    func application(uniqueName: String, tenant: String) async throws -> Versioned<Application>? {
        try await applications(tenant: tenant, lookup: ("uniqueName", uniqueName.lowercased())).first
    }

    func application(identifierURI: String, tenant: String) async throws -> Versioned<Application>? {
        try await applications(tenant: tenant, lookup: ("identifierUri", identifierURI.lowercased())).first
    }

    func applications(
        tenant: String,
        lookup: (name: String, value: String)? = nil,
        after: String? = nil,
        limit: Int = greatestPage
    ) async throws -> [Versioned<Application>] {
        let query = RecordQuery(.applications, tenant: tenant, lookup: lookup, after: after, limit: limit)
        return try await self.storage.records(query)
            .map { record in
                Versioned(value: try Application(record), version: record.version)
            }
    }

    // MARK: Service principals

    func servicePrincipal(id: String, tenant: String) async throws -> Versioned<ServicePrincipal>? {
        guard let record = try await self.storage.record(RecordKey(.servicePrincipals, tenant: tenant, id: id)) else {
            return nil
        }
        return Versioned(value: try ServicePrincipal(record), version: record.version)
    }

    func servicePrincipal(appID: String, tenant: String) async throws -> Versioned<ServicePrincipal>? {
        try await servicePrincipals(tenant: tenant, lookup: ("appId", appID.lowercased())).first
    }

    func servicePrincipals(
        tenant: String,
        lookup: (name: String, value: String)? = nil,
        after: String? = nil,
        limit: Int = greatestPage
    ) async throws -> [Versioned<ServicePrincipal>] {
        let query = RecordQuery(.servicePrincipals, tenant: tenant, lookup: lookup, after: after, limit: limit)
        return try await self.storage.records(query)
            .map { record in
                Versioned(value: try ServicePrincipal(record), version: record.version)
            }
    }

    // MARK: Role assignments

    /// The assignments that a principal holds (`principalId`) or that a resource grants (`resourceId`).
    func assignments(
        tenant: String,
        of lookup: (name: String, value: String),
        after: String? = nil,
        limit: Int = greatestPage
    ) async throws -> [Versioned<AppRoleAssignment>] {
        let query = RecordQuery(.appRoleAssignments, tenant: tenant, lookup: lookup, after: after, limit: limit)
        return try await self.storage.records(query)
            .map { record in
                Versioned(value: try AppRoleAssignment(record), version: record.version)
            }
    }

    func assignment(id: String, tenant: String) async throws -> Versioned<AppRoleAssignment>? {
        let key = RecordKey(.appRoleAssignments, tenant: tenant, id: id)
        guard let record = try await self.storage.record(key) else { return nil }
        return Versioned(value: try AppRoleAssignment(record), version: record.version)
    }

    // MARK: Tenants

    func tenants() async throws -> [Tenant] {
        try await self.storage.records(RecordQuery(.tenants, tenant: "")).map { record in try Tenant(record) }
    }

    func versionedTenant(id: String) async throws -> Versioned<Tenant>? {
        guard let record = try await self.storage.record(RecordKey(.tenants, tenant: "", id: id)) else { return nil }
        return Versioned(value: try Tenant(record), version: record.version)
    }

    /// The tenant with a GUID or a verified domain name, in lower case.
    func tenant(named name: String) async throws -> Tenant? {
        if GUID.isWellFormed(name) { return try await versionedTenant(id: name)?.value }
        return try await self.storage.records(RecordQuery(.tenants, tenant: "", lookup: ("domainName", name), limit: 1))
            .first.map { record in try Tenant(record) }
    }

    // MARK: Changes

    func apply(_ changes: [RecordChange]) async throws {
        try await self.storage.apply(changes)
    }
}
