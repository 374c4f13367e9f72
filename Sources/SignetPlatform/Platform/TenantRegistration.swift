// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Makes tenants and gives them domains; what is there already stays as it is.
struct TenantRegistration: Sendable {
    private static let defaultName = "Default Directory"
    private static let defaultSetting = RecordKey(.settings, tenant: "", id: "defaultTenant")

    let store: DirectoryStore
    let now: Date

    /// Brings the storage to what is configured: the tenant first named is the default one.
    ///
    /// - Returns: The default tenant.
    func ensure(_ wanted: TenantConfiguration, and others: [TenantConfiguration]) async throws -> Tenant {
        let stored = try await self.store.tenants()
        let named = ([wanted] + others).compactMap { $0.id?.lowercased() }
        if !stored.isEmpty, !named.isEmpty, !stored.contains(where: { named.contains($0.id) }) {
            throw PlatformError(
                .invalidConfiguration,
                "the storage belongs to the tenant \(stored[0].id), not to \(named[0]); leave the tenant out, name a "
                    + "stored one as well to add this one, or use another storage"
            )
        }
        var first = wanted
        if first.id == nil { first.id = try await storedDefault(stored) }
        let tenant = try await ensure(first)
        for other in others { _ = try await ensure(other) }
        for service in try await self.store.tenants() { try await ensureServices(service.id) }
        try await saveDefault(tenant.id)
        return tenant
    }

    /// Makes a tenant with Microsoft's service principals, or adds the domains that it lacks.
    func add(_ configuration: TenantConfiguration) async throws -> Tenant {
        let tenant = try await ensure(configuration)
        try await ensureServices(tenant.id)
        return tenant
    }

    private func ensure(_ configuration: TenantConfiguration) async throws -> Tenant {
        let id = try identifier(configuration)
        let domains = try names(configuration)
        var found = try await id.asyncFlatMap { try await self.store.versionedTenant(id: $0) }
        if found == nil, id == nil {
            for name in domains where found == nil {
                if let tenant = try await self.store.tenant(named: name) {
                    found = try await self.store.versionedTenant(id: tenant.id)
                }
            }
        }
        var tenant =
            found?.value
            ?? Tenant(
                id: id ?? GUID.random(),
                displayName: configuration.displayName ?? Self.defaultName,
                domainNames: []
            )
        for name in domains where !tenant.domainNames.contains(name) {
            try await requireFree(name, tenant)
            tenant.domainNames.append(name)
        }
        if let name = configuration.displayName { tenant.displayName = name }
        if tenant.initialDomain == nil { tenant.domainNames.append(try await initialDomain(tenant)) }
        guard let found else {
            try await self.store.apply([.insert(tenant.record())])
            return tenant
        }
        if tenant != found.value { try await self.store.apply([.replace(tenant.record(version: found.version))]) }
        return tenant
    }

    private func identifier(_ configuration: TenantConfiguration) throws -> String? {
        guard let id = configuration.id?.lowercased() else { return nil }
        guard GUID.isWellFormed(id), id != Tenant.personalAccounts else {
            throw PlatformError(.invalidConfiguration, "the tenant '\(id)' is not a GUID that a tenant can have")
        }
        return id
    }

    private func names(_ configuration: TenantConfiguration) throws -> [String] {
        for name in configuration.domainNames where GUID.isWellFormed(name) || !Tenant.isWellFormed(name) {
            throw PlatformError(.invalidConfiguration, "'\(name)' is not a domain name such as contoso.example")
        }
        return configuration.domainNames.map { $0.lowercased() }
    }

    private func requireFree(_ name: String, _ tenant: Tenant) async throws {
        guard let owner = try await self.store.tenant(named: name), owner.id != tenant.id else { return }
        throw PlatformError(
            .invalidConfiguration,
            "the domain '\(name)' is verified for the tenant \(owner.id); a domain has one tenant"
        )
    }

    private func initialDomain(_ tenant: Tenant) async throws -> String {
        let letters = tenant.displayName.lowercased().utf8
            .filter { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        let label = letters.isEmpty ? "tenant" : String(decoding: letters.prefix(40), as: UTF8.self)
        let plain = label + Tenant.initialDomainSuffix
        guard try await self.store.tenant(named: plain) != nil else { return plain }
        return label + tenant.id.prefix(8) + Tenant.initialDomainSuffix
    }

    private func storedDefault(_ stored: [Tenant]) async throws -> String? {
        if let record = try await self.store.storage.record(Self.defaultSetting) {
            return try RecordReader(record).string("tenantId")
        }
        return stored.first?.id
    }

    private func saveDefault(_ id: String) async throws {
        let record = try await self.store.storage.record(Self.defaultSetting)
        let content: JSONValue = ["tenantId": .string(id)]
        let next = StoredRecord(key: Self.defaultSetting, version: record?.version ?? 1, content: content.serialized)
        guard let record else { return try await self.store.apply([.insert(next)]) }
        if record.content != next.content { try await self.store.apply([.replace(next)]) }
    }

    /// Makes the service principals of Microsoft's services that every tenant has.
    private func ensureServices(_ tenant: String) async throws {
        for service in BuiltInResource.all
        where try await self.store.servicePrincipal(appID: service.appID, tenant: tenant) == nil {
            let principal = ServicePrincipal(
                id: GUID.random(),
                appID: service.appID,
                created: self.now,
                displayName: service.displayName,
                accountEnabled: true,
                appRoleAssignmentRequired: false
            )
            try await self.store.apply([.insert(principal.record(tenant: tenant))])
        }
    }
}

extension Optional {
    fileprivate func asyncFlatMap<Result>(_ body: (Wrapped) async throws -> Result?) async rethrows -> Result? {
        guard let value = self else { return nil }
        return try await body(value)
    }
}
