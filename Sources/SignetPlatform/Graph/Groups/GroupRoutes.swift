// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What the paths below `/v1.0/groups` mean.
struct GroupRoutes: Sendable {
    static let collection = "groups"

    let call: GraphCall

    private var operations: GroupOperations { GroupOperations(directory: self.call.directory, now: self.call.now) }

    func answer() async throws -> GraphAnswer {
        guard let key = self.call.target.key else { return try await ofCollection() }
        guard case .id(let id) = key else { throw GraphRefusal.badRequest("The property is not a key of 'Group'.") }
        switch (self.call.method, self.call.target.rest) {
        case ("GET", []):
            try self.call.require(.readGroups)
            return try await self.operations.read(id, self.call.query())
        case ("PATCH", []):
            try self.call.require(.writeGroups)
            return try await self.operations.change(id, self.call.payload(of: "Group"))
        case ("DELETE", []):
            try self.call.require(.writeGroups)
            return try await self.operations.delete(id)
        case (_, []): throw GraphRefusal.methodNotAllowed
        case (_, let rest): return try await below(id, rest)
        }
    }

    private func ofCollection() async throws -> GraphAnswer {
        switch (self.call.method, self.call.rest) {
        case ("GET", []):
            try self.call.require(.readGroups)
            return try await self.operations.listing(self.call.query()).answer()
        case ("GET", ["$count"]):
            try self.call.require(.readGroups)
            return try await self.operations.listing(self.call.countQuery()).count()
        case ("POST", []):
            try self.call.require(.createGroups)
            return try await self.operations.create(self.call.payload(of: "Group"))
        case (_, []): throw GraphRefusal.methodNotAllowed
        case (_, let rest): throw GraphRefusal.unknownSegment(rest[0])
        }
    }

    private func below(_ id: String, _ rest: [String]) async throws -> GraphAnswer {
        let name = rest[0]
        switch name {
        case "members", "transitiveMembers", "owners": return try await members(id, name, Array(rest.dropFirst()))
        case RoleAssignmentOperations.Direction.held.rawValue:
            try self.call.require(self.call.method == "GET" ? .readGroups : .assignRoles)
            return try await RoleAssignmentOperations(
                directory: self.call.directory,
                direction: .held,
                end: GraphPrincipal(try await self.operations.group(id).value),
                now: self.call.now
            )
            .answer(self.call.request, Array(rest.dropFirst()))
        default:
            // An action's name may stand behind the name of the schema.
            let action = self.call.rest[0]
            guard MembershipOperations.segments.contains(action) else { throw GraphRefusal.unknownSegment(name) }
            try self.call.require(.readMemberships)
            let group = GraphPrincipal(try await self.operations.group(id).value)
            return try await MembershipOperations(directory: self.call.directory, member: group)
                .answer(self.call.request, [action] + rest.dropFirst())
        }
    }

    private func members(_ id: String, _ name: String, _ rest: [String]) async throws -> GraphAnswer {
        try self.call.require(self.call.method == "GET" ? .readMemberships : .writeMemberships)
        let members = GroupMemberOperations(
            call: self.call,
            operations: self.operations,
            group: try await self.operations.group(id).value
        )
        switch (self.call.method, name, rest) {
        case ("GET", _, _) where rest != ["$ref"]: return try await members.list(name, rest)
        case ("POST", "members", ["$ref"]), ("POST", "owners", ["$ref"]): return try await members.add(name)
        case ("DELETE", "members", let rest) where rest.count == 2 && rest[1] == "$ref",
            ("DELETE", "owners", let rest) where rest.count == 2 && rest[1] == "$ref":
            return try await members.remove(rest[0].lowercased(), from: name)
        case (_, _, []), (_, _, ["$ref"]): throw GraphRefusal.methodNotAllowed
        default: throw GraphRefusal.unknownSegment(rest[0])
        }
    }
}
