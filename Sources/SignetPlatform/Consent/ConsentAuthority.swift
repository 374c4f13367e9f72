// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What a person may consent to, for itself and for everybody in the tenant.
struct ConsentAuthority: Sendable {
    /// What the person's roles allow.
    let roles: DirectoryRole.Consent
    /// Whether people without a role consent for themselves at all.
    let letsPeopleConsent: Bool

    /// Whether a consent for everybody can be offered.
    var isAdministrator: Bool { self.roles != .nothing }

    func allows(_ need: ConsentNeed, forEverybody: Bool) -> Bool {
        switch self.roles {
        case .everything: true
        case .allButGraphRoles: !need.roles.contains { $0.resource.appID == BuiltInResource.graph.appID }
        case .nothing: !forEverybody && self.letsPeopleConsent && !need.needsAdministrator
        }
    }
}

extension ConsentLedger {
    func authority(of user: User, _ tenant: Tenant) async throws -> ConsentAuthority {
        ConsentAuthority(
            roles: try await self.store.directoryRoles(of: user.id, tenant: tenant.id).consent,
            letsPeopleConsent: try await self.store.authorizationPolicy(tenant: tenant.id).value.letsPeopleConsent
        )
    }
}
