// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/directoryRoles`, `/directoryRoleTemplates` and `/roleManagement/directory`: who administers what.
///
/// Every built-in role counts as activated.
struct DirectoryRoleRoutes: Sendable {
    /// The first segments that it answers.
    static let collections: Set<String> = ["directoryRoles", "directoryRoleTemplates", "roleManagement"]

    let call: GraphCall
    let segments: [String]

    /// The name of a collection without the key that may stand behind it in parentheses.
    static func collection(_ segment: String) -> String { String(segment.prefix { $0 != "(" }) }

    private var directory: GraphDirectory { self.call.directory }
    private var resource: DirectoryRoleResource { DirectoryRoleResource(tenant: self.directory.tenant) }
    private var holders: RoleHolderOperations { RoleHolderOperations(directory: self.directory) }

    func answer() async throws -> GraphAnswer {
        try self.call.require(self.call.method == "GET" ? .readRoles : .writeRoles)
        let rest = Array(self.segments.dropFirst())
        switch Self.collection(self.segments[0]) {
        case "roleManagement":
            guard rest.first == "directory", rest.count > 1 else { throw GraphRefusal.unknownSegment(rest.first ?? "") }
            return try await management(rest[1], Array(rest.dropFirst(2)))
        case "directoryRoleTemplates":
            return try await list(
                "directoryRoleTemplates",
                "directoryRoleTemplate",
                DirectoryRoleResource.template,
                rest
            )
        default:
            if let role = try role(rest) { return try await one(role, rest) }
            guard self.call.method == "POST" else {
                return try await list("directoryRoles", "directoryRole", self.resource.role, rest)
            }
            return try activate()
        }
    }

    // MARK: Roles

    private func activate() throws -> GraphAnswer {
        let id = try self.call.payload(of: "DirectoryRole").requiredString("roleTemplateId")
        guard let role = DirectoryRole.role(id) else {
            throw GraphRefusal.invalidValue("roleTemplateId", of: "DirectoryRole")
        }
        return .created(
            entity("directoryRoles", self.resource.role(role)),
            location: "\(self.directory.root)/directoryRoles/\(self.resource.id(of: role))"
        )
    }

    private func one(_ role: DirectoryRole, _ rest: [String]) async throws -> GraphAnswer {
        let below = Array(self.segments[0].contains("(") ? rest[...] : rest.dropFirst())
        switch (self.call.method, below) {
        case ("GET", []): return .object(entity("directoryRoles", self.resource.role(role)))
        case ("GET", let below) where below[0] == "members":
            let rest = Array(below.dropFirst())
            return try await self.holders.members(of: role, self.resource, self.call.request, rest)
        case ("POST", ["members", "$ref"]):
            let id = try self.call.payload(of: "DirectoryRole").reference()
            _ = try await self.holders.add(id, to: role, conflict: GroupMemberOperations.alreadyThere("members"))
            return .noContent
        case ("DELETE", let below) where below.count == 3 && below[0] == "members" && below[2] == "$ref":
            try await self.holders.remove(below[1].lowercased(), from: role)
            return .noContent
        case (_, []), (_, ["members"]): throw GraphRefusal.methodNotAllowed
        case (_, let below): throw GraphRefusal.unknownSegment(below[0])
        }
    }

    /// The role that a path points at, by its object or by `(roleTemplateId='…')`.
    private func role(_ rest: [String]) throws(GraphRefusal) -> DirectoryRole? {
        let name = self.segments[0]
        if let open = name.firstIndex(of: "(") {
            let key = name[name.index(after: open)...].dropLast().split(separator: "=", maxSplits: 1)
            let value = key.last.map { $0.filter { $0 != "'" } } ?? ""
            guard key.count == 2, key[0] == "roleTemplateId", let role = DirectoryRole.role(value) else {
                throw .notFound(value)
            }
            return role
        }
        guard let id = rest.first?.lowercased() else { return nil }
        let resource = self.resource
        guard let role = DirectoryRole.all.first(where: { resource.id(of: $0) == id }) else { throw .notFound(id) }
        return role
    }

    // MARK: Role management

    private func management(_ name: String, _ rest: [String]) async throws -> GraphAnswer {
        let definitions = "roleManagement/directory/roleDefinitions"
        switch (name, self.call.method, rest.count) {
        case ("roleDefinitions", "GET", 0):
            return try await list(definitions, "unifiedRoleDefinition", DirectoryRoleResource.definition, rest)
        case ("roleDefinitions", "GET", 1):
            guard let role = DirectoryRole.role(rest[0]) else { throw GraphRefusal.notFound(rest[0]) }
            return .object(entity(definitions, DirectoryRoleResource.definition(role)))
        case ("roleAssignments", "GET", 0): return try await self.holders.list(self.call.query())
        case ("roleAssignments", "GET", 1):
            let found = try await self.holders.found(rest[0])
            return .object(entity(RoleHolderOperations.path, RoleHolderOperations.shown(found.value)))
        case ("roleAssignments", "POST", 0):
            let assignment = try await self.holders.create(self.call.payload(of: "UnifiedRoleAssignment"))
            return .created(
                entity(RoleHolderOperations.path, RoleHolderOperations.shown(assignment)),
                location: "\(self.directory.root)/\(RoleHolderOperations.path)/\(assignment.id)"
            )
        case ("roleAssignments", "DELETE", 1):
            try await self.holders.delete(rest[0])
            return .noContent
        case ("roleDefinitions", _, 0...1), ("roleAssignments", _, 0...1): throw GraphRefusal.methodNotAllowed
        default: throw GraphRefusal.unknownSegment(rest.last ?? name)
        }
    }

    private func list(
        _ path: String,
        _ type: String,
        _ shown: @Sendable @escaping (DirectoryRole) -> JSONObject,
        _ rest: [String]
    ) async throws -> GraphAnswer {
        guard self.call.method == "GET" else { throw GraphRefusal.methodNotAllowed }
        guard rest.isEmpty else { throw GraphRefusal.unknownSegment(rest[0]) }
        return try await GraphListing(
            page: GraphPage(root: self.directory.root, collection: path, type: type, query: try self.call.query()),
            indexes: [:],
            properties: ["id", "displayName", "description", "roleTemplateId", "templateId", "isBuiltIn", "isEnabled"]
        ) { _, after, _ in
            DirectoryRole.all.map(shown)
                .map { (id: $0["id"]?.string ?? "", properties: $0) }
                .filter { object in after.map { $0 < object.id } ?? true }
                .sorted { $0.id < $1.id }
        }
        .answer()
    }

    private func entity(_ path: String, _ properties: JSONObject) -> JSONObject {
        let context = "\(self.directory.root)/$metadata#\(path)/$entity"
        return JSONObject([JSONObject.Member(name: "@odata.context", value: .string(context))] + properties.members)
    }
}
