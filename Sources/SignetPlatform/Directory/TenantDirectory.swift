// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization

/// What the `{tenant}` of a path names.
enum TenantReference: Sendable, Equatable {
    case tenant(Tenant)
    /// `common`: any organisation's or personal account.
    case common
    /// `organizations`: any organisation's account.
    case organizations
    /// `consumers`, or the tenant of personal accounts by its GUID.
    case consumers

    /// Whether one tenant is meant.
    var isNamed: Bool {
        if case .tenant = self { return true }
        return false
    }
}

/// The tenants of the platform, by GUID and by verified domain name.
///
/// What was found once is remembered; an unknown name is looked for in the storage each time, so that a tenant or a
/// domain that another process added is there at once.
final class TenantDirectory: Sendable {
    private let store: DirectoryStore
    private let known: Mutex<[String: Tenant]>

    init(store: DirectoryStore, known tenants: [Tenant] = []) {
        self.store = store
        self.known = Mutex([:])
        tenants.forEach(remember)
    }

    /// All of them, in the order of their identifiers.
    func all() async throws -> [Tenant] {
        let tenants = try await self.store.tenants()
        tenants.forEach(remember)
        return tenants
    }

    /// Finds what a name in a path stands for.
    ///
    /// - Throws: AADSTS900023 for a name that no tenant can have, AADSTS90002 for one that none has; what the storage
    ///   throws.
    func resolve(_ name: String) async throws -> TenantReference {
        let folded = name.lowercased()
        if let tenant = self.known.withLock({ $0[folded] }) { return .tenant(tenant) }
        switch folded {
        case "common": return .common
        case "organizations": return .organizations
        case "consumers", Tenant.personalAccounts: return .consumers
        default: break
        }
        guard Tenant.isWellFormed(name) else { throw TokenRefusal(.tenantMalformed, ["tenant": name]) }
        guard let tenant = try await self.store.tenant(named: folded) else {
            throw TokenRefusal(.tenantNotFound, ["tenant": name])
        }
        remember(tenant)
        return .tenant(tenant)
    }

    /// The GUID behind a name that was met before; for figures, which must not ask the storage.
    func knownID(_ name: String) -> String? {
        self.known.withLock { $0[name.lowercased()]?.id }
    }

    private func remember(_ tenant: Tenant) {
        self.known.withLock { known in
            for name in [tenant.id] + tenant.domainNames { known[name] = tenant }
        }
    }
}
