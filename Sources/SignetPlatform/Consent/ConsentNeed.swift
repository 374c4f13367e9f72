// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a person must consent to before a client gets what it asks for.
struct ConsentNeed: Sendable {
    /// The permissions, by resource.
    var items: [(resource: RegisteredResource, scopes: [DelegatedScope])] = []
    /// The app roles, by resource: what a client may do of its own accord, which administrators alone grant.
    var roles: [(resource: RegisteredResource, roles: [AppRole])] = []
    /// The scopes of the sign-in itself.
    var openID: [OpenIDScope] = []

    var isEmpty: Bool { self.items.allSatisfy(\.scopes.isEmpty) && self.openID.isEmpty }
    /// Whether an administrator must consent.
    var needsAdministrator: Bool { self.items.contains { $0.scopes.contains(where: \.needsAdministrator) } }

    /// The permissions by their identifiers: what a page showed is what may be accepted.
    var names: [String] {
        self.openID.map(\.rawValue)
            + self.items.flatMap { item in item.scopes.map { "\(item.resource.servicePrincipalID) \($0.id)" } }
            + self.roles.flatMap { item in item.roles.map { "\(item.resource.servicePrincipalID) \($0.id)" } }
    }

    /// What the page shows.
    var permissions: [(name: String, detail: String)] {
        let graph = BuiltInResource.graph.scopes
        let own = self.openID.compactMap { scope in graph.first { $0.value == scope.rawValue } }
        return (own + self.items.flatMap(\.scopes)).map { ($0.displayName, $0.description) }
            + self.roles.flatMap(\.roles).map { ($0.displayName, $0.description) }
    }
}

extension ConsentLedger {
    /// What is still missing for a request; everything, where the person is to be asked anew.
    ///
    /// - Throws: AADSTS650057 or 650056 where a client asks for all it needs and its registration names nothing of the
    ///   resource.
    func need(
        _ scopes: ScopeRequest,
        of client: RegisteredClient,
        for userID: String,
        _ tenant: Tenant,
        _ registry: ClientRegistry,
        anew: Bool
    ) async throws -> ConsentNeed {
        var need = ConsentNeed()
        for request in scopes.resources {
            let resolved = try await registry.resolve(request, for: client, tenant)
            let held = try await self.scopes(of: client, at: resolved.resource, for: userID, tenant: tenant.id)
            let wanted = try request.isDefault ? resolved.required(of: client, held) : resolved.scopes
            let heldIDs = Set(held.map(\.id))
            need.items.append((resolved.resource, wanted.filter { anew || !heldIDs.contains($0.id) }))
        }
        let hasAny = try await hasAny(of: client, for: userID, tenant: tenant.id)
        if anew || !hasAny {
            need.openID = OpenIDScope.allCases.filter(scopes.openID.contains)
        }
        return need
    }

    /// Notes the consent of a person, or of everybody, to everything that was missing.
    func accept(
        _ need: ConsentNeed,
        of client: RegisteredClient,
        for userID: String?,
        _ tenant: Tenant,
        _ visit: Exchange
    )
        async throws
    {
        for item in need.items where !item.scopes.isEmpty {
            try await grant(
                item.scopes.map(\.value),
                of: client,
                at: item.resource.servicePrincipalID,
                for: userID,
                tenant: tenant.id,
                now: visit.now
            )
        }
        guard !need.openID.isEmpty,
            let graph = try await self.store.servicePrincipal(appID: BuiltInResource.graph.appID, tenant: tenant.id)
        else { return }
        try await grant(
            need.openID.map(\.rawValue),
            of: client,
            at: graph.value.id,
            for: userID,
            tenant: tenant.id,
            now: visit.now
        )
    }
}
