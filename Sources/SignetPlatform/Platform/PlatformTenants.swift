// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCertificates
package import SignetCore

/// The tenants of a storage, for whoever holds the data: beside a platform that runs on it, which sees a new one at once.
package struct PlatformTenants: Sendable {
    private let store: DirectoryStore
    private let now: Date

    /// Looks into a storage.
    package init(storage: any PlatformStorage, now: Date) {
        self.store = DirectoryStore(storage: AuditedStorage(storage))
        self.now = now
    }

    /// Makes a tenant, or gives an existing one a name and further domains; its administrator is the one of all tenants.
    ///
    /// - Parameters:
    ///   - configuration: The tenant.
    ///   - administrator: The certificate of the platform's administrator; `nil` where none was made yet.
    /// - Returns: What ``list()`` says of it.
    /// - Throws: ``PlatformError`` for a name that is no domain's or is another tenant's, and what the storage throws.
    package func add(
        _ configuration: TenantConfiguration,
        administrator: ClientCertificate?
    ) async throws -> JSONValue {
        try await AuditContext.$current.withValue(AuditContext(actor: "signet platform tenant", now: self.now)) {
            try await make(configuration, administrator)
        }
    }

    private func make(
        _ configuration: TenantConfiguration,
        _ administrator: ClientCertificate?
    ) async throws -> JSONValue {
        let tenant = try await TenantRegistration(store: self.store, now: self.now).add(configuration)
        if let administrator, let appID = try await administratorID() {
            let account = AdministratorAccount(store: self.store, tenant: tenant.id, now: self.now)
            _ = try await account.ensure(administrator.details, as: appID)
        }
        return Self.description(tenant)
    }

    /// All tenants: `[{"id","displayName","domains":[{"name","isInitial"}]}]`.
    package func list() async throws -> [JSONValue] {
        try await self.store.tenants().map(Self.description)
    }

    /// The administrator's client ID in whichever tenant has one.
    private func administratorID() async throws -> String? {
        for tenant in try await self.store.tenants() {
            let account = AdministratorAccount(store: self.store, tenant: tenant.id, now: self.now)
            if let appID = try await account.registeredAppID() { return appID }
        }
        return nil
    }

    private static func description(_ tenant: Tenant) -> JSONValue {
        let domains = tenant.domainNames.map { name -> JSONValue in
            ["name": .string(name), "isInitial": .bool(name == tenant.initialDomain)]
        }
        return ["id": .string(tenant.id), "displayName": .string(tenant.displayName), "domains": .array(domains)]
    }
}
