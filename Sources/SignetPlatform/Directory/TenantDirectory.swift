// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What the `{tenant}` of a path names.
enum TenantReference: Sendable, Equatable {
    case tenant(Tenant)
    /// `common`: any organisation's or personal account.
    case common
    /// `organizations`: any organisation's account.
    case organizations
    /// `consumers`, or the tenant of personal accounts by its GUID.
    case consumers
}

/// The tenants of the platform, by GUID and by verified domain name.
struct TenantDirectory: Sendable {
    private static let personalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad"

    /// All of them.
    let all: [Tenant]
    private let byName: [String: Tenant]

    init(_ tenants: [Tenant]) {
        var byName: [String: Tenant] = [:]
        for tenant in tenants {
            for name in [tenant.id] + tenant.domainNames { byName[name] = tenant }
        }
        self.all = tenants
        self.byName = byName
    }

    /// Finds what a name in a path stands for.
    ///
    /// - Throws: AADSTS900023 for a name that no tenant can have, AADSTS90002 for one that none has.
    func resolve(_ name: String) throws(TokenRefusal) -> TenantReference {
        let folded = name.lowercased()
        if let tenant = self.byName[folded] { return .tenant(tenant) }
        switch folded {
        case "common": return .common
        case "organizations": return .organizations
        case "consumers", Self.personalAccounts: return .consumers
        default: break
        }
        guard Tenant.isWellFormed(name) else { throw TokenRefusal(.tenantMalformed, ["tenant": name]) }
        throw TokenRefusal(.tenantNotFound, ["tenant": name])
    }
}
