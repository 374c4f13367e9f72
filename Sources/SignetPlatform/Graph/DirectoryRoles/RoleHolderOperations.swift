// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Who holds which role of administrators, and the changing of it.
struct RoleHolderOperations: Sendable {
    static let path = "roleManagement/directory/roleAssignments"
    private static let type = "UnifiedRoleAssignment"
    private static let conflict =
        "A conflicting object with one or more of the specified property values is present in the directory."

    let directory: GraphDirectory

    private var tenant: String { self.directory.tenant }

    func list(_ query: GraphQuery) async throws -> GraphAnswer {
        let (store, tenant) = (self.directory.store, self.tenant)
        return try await GraphListing(
            page: GraphPage(
                root: self.directory.root,
                collection: Self.path,
                type: "unifiedRoleAssignment",
                query: query
            ),
            indexes: ["principalId": "principalId", "roleDefinitionId": "roleId"],
            properties: ["id", "principalId", "roleDefinitionId", "directoryScopeId"]
        ) { lookup, after, limit in
            try await store.directoryRoleAssignments(tenant: tenant, lookup: lookup, after: after, limit: limit)
                .map { ($0.value.id, Self.shown($0.value)) }
        }
        .answer()
    }

    func found(_ id: String) async throws -> DirectoryStore.Versioned<DirectoryRoleAssignment> {
        let found = try await self.directory.store.directoryRoleAssignment(id: id.lowercased(), tenant: self.tenant)
        guard let found else { throw GraphRefusal.notFound(id) }
        return found
    }

    func create(_ payload: GraphPayload) async throws -> DirectoryRoleAssignment {
        guard let principal = try payload.guid("principalId") else {
            throw GraphRefusal.valueRequired("principalId", of: Self.type)
        }
        let roleID = try payload.requiredString("roleDefinitionId")
        guard let role = DirectoryRole.role(roleID) else { throw GraphRefusal.notFound(roleID) }
        // There are no administrative units here: a role holds for the whole tenant.
        guard try payload.string("directoryScopeId") ?? "/" == "/" else {
            throw GraphRefusal.invalidValue("directoryScopeId", of: Self.type)
        }
        return try await add(principal, to: role, conflict: .badRequest(Self.conflict))
    }

    func delete(_ id: String) async throws {
        let assignment = try await found(id)
        let key = assignment.value.record(tenant: self.tenant).key
        try await self.directory.applyToAll([.delete(key, version: assignment.version)])
    }

    func add(
        _ principalID: String,
        to role: DirectoryRole,
        conflict: GraphRefusal
    ) async throws -> DirectoryRoleAssignment {
        guard let principal = try await self.directory.principal(principalID) else {
            throw GraphRefusal.notFound(principalID)
        }
        guard principal.type != .group else {
            throw GraphRefusal.badRequest("The group cannot be assigned to a role: assign the role to its members.")
        }
        let assignment = DirectoryRoleAssignment(id: GUID.random(), principalID: principalID, roleID: role.templateID)
        do {
            try await self.directory.applyToAll([.insert(assignment.record(tenant: self.tenant))])
        } catch let error as StorageError where error.code == .duplicate {
            throw conflict
        }
        return assignment
    }

    func remove(_ principalID: String, from role: DirectoryRole) async throws {
        let held = try await self.directory.store.directoryRoleAssignments(
            tenant: self.tenant,
            lookup: ("principalId", principalID)
        )
        guard let assignment = held.first(where: { $0.value.roleID == role.templateID }) else {
            throw GraphRefusal.notFound(principalID)
        }
        try await delete(assignment.value.id)
    }

    /// Lists who holds a role.
    func members(
        of role: DirectoryRole,
        _ resource: DirectoryRoleResource,
        _ request: PlatformRequest,
        _ rest: [String]
    ) async throws -> GraphAnswer {
        let (store, tenant) = (self.directory.store, self.tenant)
        var objects: [(id: String, type: String, properties: JSONObject)] = []
        for held in try await store.directoryRoleAssignments(tenant: tenant, lookup: ("roleId", role.templateID)) {
            let id = held.value.principalID
            if let user = try await store.user(id: id, tenant: tenant)?.value {
                objects.append((id, "user", UserResource(user: user).usualProperties))
            } else if let principal = try await store.servicePrincipal(id: id, tenant: tenant)?.value {
                let shown = ServicePrincipalResource(principal: principal, application: nil, tenant: tenant)
                objects.append((id, "servicePrincipal", shown.properties()))
            }
        }
        return try await MembershipListing(
            directory: self.directory,
            path: "directoryRoles/\(resource.id(of: role))/members",
            objects: objects.sorted { $0.id < $1.id }
        )
        .answer(request, rest)
    }

    static func shown(_ assignment: DirectoryRoleAssignment) -> JSONObject {
        [
            "id": .string(assignment.id), "principalId": .string(assignment.principalID), "directoryScopeId": "/",
            "roleDefinitionId": .string(assignment.roleID),
        ]
    }
}
