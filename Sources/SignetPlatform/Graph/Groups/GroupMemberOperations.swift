// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The members and the owners of a group.
struct GroupMemberOperations: Sendable {
    private static let greatestOwners = 100

    let call: GraphCall
    let operations: GroupOperations
    let group: Group

    private var directory: GraphDirectory { self.call.directory }

    static func alreadyThere(_ property: String) -> GraphRefusal {
        .badRequest(
            "One or more added object references already exist for the following modified properties: '\(property)'."
        )
    }

    /// Lists who is in the group, or in the groups in it, or owns it.
    func list(_ name: String, _ rest: [String]) async throws -> GraphAnswer {
        let ids: [String] =
            switch name {
            case "owners": self.group.owners.sorted()
            default:
                try await self.directory.store.memberIDs(
                    of: self.group.id,
                    tenant: self.directory.tenant,
                    isTransitive: name == "transitiveMembers"
                )
            }
        let isSelected = try self.call.query().select != nil
        var objects: [(id: String, type: String, properties: JSONObject)] = []
        for id in ids {
            guard let (type, properties) = try await shown(id, isSelected) else { continue }
            objects.append((id, type, properties))
        }
        let path = "\(GroupRoutes.collection)/\(self.group.id)/\(name)"
        return try await MembershipListing(directory: self.directory, path: path, objects: objects)
            .answer(self.call.request, rest)
    }

    func add(_ name: String) async throws -> GraphAnswer {
        let id = try self.call.payload(of: "Group").reference()
        guard let principal = try await self.directory.principal(id) else { throw GraphRefusal.notFound(id) }
        guard name == "members" else { return try await addOwner(principal) }
        guard id != self.group.id else {
            throw GraphRefusal.badRequest("One or more of the property values specified are invalid.")
        }
        do {
            let member = GroupMember(groupID: self.group.id, memberID: id)
            try await self.directory.store.apply([.insert(member.record(tenant: self.directory.tenant))])
        } catch let error as StorageError where error.code == .duplicate {
            throw Self.alreadyThere(name)
        }
        return .noContent
    }

    func remove(_ id: String, from name: String) async throws -> GraphAnswer {
        guard name == "members" else {
            try await self.operations.update(self.group.id) { group throws(GraphRefusal) in
                guard let index = group.owners.firstIndex(of: id) else { throw .notFound(id) }
                group.owners.remove(at: index)
            }
            return .noContent
        }
        let tenant = self.directory.tenant
        let member = GroupMember(groupID: self.group.id, memberID: id)
        try await self.directory.retrying {
            guard let found = try await self.directory.store.groupMember(member, tenant: tenant) else {
                throw GraphRefusal.notFound(id)
            }
            try await self.directory.store.apply([.delete(member.record(tenant: tenant).key, version: found.version)])
        }
        return .noContent
    }

    private func addOwner(_ principal: GraphPrincipal) async throws -> GraphAnswer {
        guard principal.type != .group else { throw GraphRefusal.invalidValue("@odata.id", of: "Group") }
        try await self.operations.update(self.group.id) { group throws(GraphRefusal) in
            guard !group.owners.contains(principal.id) else { throw Self.alreadyThere("owners") }
            guard group.owners.count < Self.greatestOwners else {
                throw .badRequest("The limit of \(Self.greatestOwners) owners is reached.")
            }
            group.owners.append(principal.id)
        }
        return .noContent
    }

    private func shown(_ id: String, _ isSelected: Bool) async throws -> (type: String, properties: JSONObject)? {
        let (store, tenant) = (self.directory.store, self.directory.tenant)
        if let user = try await store.user(id: id, tenant: tenant)?.value {
            let resource = UserResource(user: user)
            return ("user", isSelected ? resource.allProperties : resource.usualProperties)
        }
        if let group = try await store.group(id: id, tenant: tenant)?.value {
            return ("group", GroupResource(group: group).properties)
        }
        guard let principal = try await store.servicePrincipal(id: id, tenant: tenant)?.value else { return nil }
        let resource = ServicePrincipalResource(principal: principal, application: nil, tenant: tenant)
        return ("servicePrincipal", resource.properties())
    }
}
