// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Somebody who can hold roles.
struct GraphPrincipal: Sendable {
    let id: String
    let type: AppRoleAssignment.PrincipalType
    let displayName: String
    /// The client ID, for a service principal.
    let appID: String?
}

extension GraphPrincipal {
    init(_ principal: ServicePrincipal) {
        self.init(
            id: principal.id,
            type: .servicePrincipal,
            displayName: principal.displayName,
            appID: principal.appID
        )
    }

    init(_ user: User) {
        self.init(id: user.id, type: .user, displayName: user.displayName, appID: nil)
    }

    init(_ group: Group) {
        self.init(id: group.id, type: .group, displayName: group.displayName, appID: nil)
    }

    /// The name of its type in Graph.
    var odataType: String {
        switch self.type {
        case .servicePrincipal: "servicePrincipal"
        case .user: "user"
        case .group: "group"
        }
    }

    /// The collection in which it stands.
    var collection: String {
        switch self.type {
        case .servicePrincipal: "servicePrincipals"
        case .user: "users"
        case .group: "groups"
        }
    }
}

extension GraphDirectory {
    /// Finds a holder of roles by its object identifier.
    func principal(_ id: String) async throws -> GraphPrincipal? {
        if let found = try await self.store.servicePrincipal(id: id, tenant: self.tenant) {
            return GraphPrincipal(found.value)
        }
        if let found = try await self.store.user(id: id, tenant: self.tenant) { return GraphPrincipal(found.value) }
        return try await self.store.group(id: id, tenant: self.tenant).map { GraphPrincipal($0.value) }
    }

    /// Does changes that concern one application once; where another change overtakes them, the caller learns it.
    func applyOnce(_ changes: [RecordChange], appID: String) async throws {
        do {
            try await apply(changes, appID: appID)
        } catch let error as StorageError where error.code == .conflict {
            throw GraphRefusal.concurrentChange
        }
    }
}
