// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCertificates
import SignetCore

/// What a platform stands on and what does not depend on the address under which it is reached: tenant, keys, directory.
///
/// A server prepares it before it opens its port, and learns the port afterwards.
package struct PlatformFoundation: Sendable {
    let store: DirectoryStore
    let tenants: TenantDirectory
    let keys: SigningKeyRing
    /// The tenant's GUID.
    package let tenantID: String

    /// Reads the storage, and makes in it what is missing: tenant, Microsoft's service principals, signing keys.
    package init(storage: any PlatformStorage, configuration: PlatformConfiguration, now: Date) async throws {
        let masterKey = try MasterKey(configuration.masterKey)
        self.store = DirectoryStore(storage: storage)
        let tenant = try await Self.tenant(configuration, self.store)
        self.tenantID = tenant.id
        self.tenants = TenantDirectory([tenant])
        try await Self.ensureServices(tenant.id, self.store, now)
        self.keys = try await SigningKeyRing(storage: storage, masterKey: masterKey, now: now)
    }

    /// Registers the application that administers the platform, or its next certificate.
    ///
    /// - Returns: The client ID.
    package func registerAdministrator(_ certificate: ClientCertificate, now: Date) async throws -> String {
        try await AdministratorAccount(store: self.store, tenant: self.tenantID, now: now).ensure(certificate.details)
    }

    private static func tenant(_ configuration: PlatformConfiguration, _ store: DirectoryStore) async throws -> Tenant {
        let wanted = configuration.tenantID?.lowercased()
        guard wanted.map({ GUID.isWellFormed($0) }) ?? true else {
            throw PlatformError(.invalidConfiguration, "the tenant '\(wanted ?? "")' is not a GUID")
        }
        for name in configuration.domainNames where GUID.isWellFormed(name) || !Tenant.isWellFormed(name) {
            throw PlatformError(.invalidConfiguration, "'\(name)' is not a domain name such as contoso.example")
        }
        let domainNames = configuration.domainNames.map { $0.lowercased() }
        guard let stored = try await store.tenants().first else {
            let id = wanted ?? GUID.random()
            let tenant = Tenant(id: id, displayName: configuration.tenantName, domainNames: domainNames)
            try await store.apply([.insert(tenant.record())])
            return tenant
        }
        guard wanted == nil || wanted == stored.id else {
            throw PlatformError(
                .invalidConfiguration,
                "the storage belongs to the tenant \(stored.id), not to \(wanted ?? ""); leave the tenant out or use "
                    + "another storage"
            )
        }
        return Tenant(
            id: stored.id,
            displayName: stored.displayName,
            domainNames: stored.domainNames + domainNames.filter { !stored.domainNames.contains($0) }
        )
    }

    /// Makes the service principals of Microsoft's services that every tenant has.
    private static func ensureServices(_ tenant: String, _ store: DirectoryStore, _ now: Date) async throws {
        for service in BuiltInResource.all
        where try await store.servicePrincipal(appID: service.appID, tenant: tenant) == nil {
            let principal = ServicePrincipal(
                id: GUID.random(),
                appID: service.appID,
                created: now,
                displayName: service.displayName,
                accountEnabled: true,
                appRoleAssignmentRequired: false,
                assignments: []
            )
            try await store.apply([.insert(principal.record(tenant: tenant))])
        }
    }
}
