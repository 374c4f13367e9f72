// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// `/v1.0/groups`.
struct GroupOperations: Sendable {
    private static let type = "Group"

    let directory: GraphDirectory
    let now: Date

    private var store: DirectoryStore { self.directory.store }
    private var tenant: String { self.directory.tenant }

    /// The groups that a query asks for.
    func listing(_ query: GraphQuery) -> GraphListing {
        let (store, tenant) = (self.store, self.tenant)
        return GraphListing(
            page: page(query),
            indexes: ["displayName": "displayName", "mailNickname": "mailNickname"],
            properties: [
                "id", "displayName", "mailNickname", "description", "createdDateTime", "securityEnabled",
                "mailEnabled", "groupTypes", "mail", "visibility",
            ]
        ) { lookup, after, limit in
            try await store.groups(tenant: tenant, lookup: lookup, after: after, limit: limit)
                .map { ($0.value.id, GroupResource(group: $0.value).properties) }
        }
    }

    func read(_ id: String, _ query: GraphQuery) async throws -> GraphAnswer {
        .object(try page(query).entity(GroupResource(group: try await group(id).value).properties))
    }

    func create(_ payload: GraphPayload) async throws -> GraphAnswer {
        for name in ["mailEnabled", "securityEnabled"] {
            guard try payload.bool(name) != nil else { throw GraphRefusal.valueRequired(name, of: Self.type) }
        }
        var group = Group(
            id: GUID.random(),
            created: self.now,
            displayName: try payload.requiredString("displayName"),
            mailNickname: try payload.requiredString("mailNickname"),
            mailEnabled: false,
            securityEnabled: false,
            groupTypes: [],
            owners: [],
            others: JSONObject()
        )
        let change = GroupChange(payload: payload)
        try change.apply(to: &group)
        group.owners = try await present(try change.bound("owners"))
        let members = try await present(try change.bound("members"))
        try await self.store.apply(
            [.insert(group.record(tenant: self.tenant))]
                + members.map { .insert(GroupMember(groupID: group.id, memberID: $0).record(tenant: self.tenant)) }
        )
        let location =
            "\(self.directory.origin)/v2/\(self.tenant)/directoryObjects/\(group.id)/Microsoft.DirectoryServices.Group"
        return .created(try page(GraphQuery(nil)).entity(GroupResource(group: group).properties), location: location)
    }

    func change(_ id: String, _ payload: GraphPayload) async throws -> GraphAnswer {
        let change = GroupChange(payload: payload)
        guard try change.bound("owners").isEmpty else { throw GraphRefusal.invalidValue("owners", of: Self.type) }
        let members = try await present(try change.bound("members"))
        do {
            try await update(id, adding: members) { group throws(GraphRefusal) in try change.apply(to: &group) }
        } catch let error as StorageError where error.code == .duplicate {
            throw GroupMemberOperations.alreadyThere("members")
        }
        return .noContent
    }

    /// Deletes a group with all places in it, its own places, and the roles that it holds.
    func delete(_ id: String) async throws -> GraphAnswer {
        try await self.directory.retrying {
            let group = try await group(id)
            var changes: [RecordChange] = [.delete(group.value.record(tenant: self.tenant).key, version: group.version)]
            changes += try await self.store.groupMembers(tenant: self.tenant, of: ("groupId", id))
                .map { .delete($0.value.record(tenant: self.tenant).key, version: $0.version) }
            changes += try await self.store.departure(of: id, tenant: self.tenant)
            changes += try await self.store.assignments(tenant: self.tenant, of: ("principalId", id))
                .map { .delete($0.value.record(tenant: self.tenant).key, version: $0.version) }
            try await self.store.apply(changes)
        }
        return .noContent
    }

    func group(_ id: String) async throws -> DirectoryStore.Versioned<Group> {
        guard let found = try await self.store.group(id: id, tenant: self.tenant) else {
            throw GraphRefusal.notFound(id)
        }
        return found
    }

    /// Changes a group; where another change overtakes this one, it is made again on the new state.
    func update(
        _ id: String,
        adding members: [String] = [],
        _ body: (inout Group) throws(GraphRefusal) -> Void
    ) async throws {
        try await self.directory.retrying {
            let found = try await group(id)
            var group = found.value
            try body(&group)
            try await self.store.apply(
                [.replace(group.record(tenant: self.tenant, version: found.version))]
                    + members.map { .insert(GroupMember(groupID: id, memberID: $0).record(tenant: self.tenant)) }
            )
        }
    }

    private func present(_ ids: [String]) async throws -> [String] {
        for id in ids where try await self.directory.principal(id) == nil { throw GraphRefusal.notFound(id) }
        return ids
    }

    private func page(_ query: GraphQuery) -> GraphPage {
        GraphPage(root: self.directory.root, collection: GroupRoutes.collection, type: "group", query: query)
    }
}
