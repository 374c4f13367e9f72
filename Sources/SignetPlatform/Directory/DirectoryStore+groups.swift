// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension DirectoryStore {
    func group(id: String, tenant: String) async throws -> Versioned<Group>? {
        guard let record = try await self.storage.record(RecordKey(.groups, tenant: tenant, id: id)) else { return nil }
        return Versioned(value: try Group(record), version: record.version)
    }

    func groups(
        tenant: String,
        lookup: (name: String, value: String)? = nil,
        after: String? = nil,
        limit: Int = greatestPage
    ) async throws -> [Versioned<Group>] {
        let query = RecordQuery(.groups, tenant: tenant, lookup: lookup, after: after, limit: limit)
        return try await self.storage.records(query)
            .map { record in
                Versioned(value: try Group(record), version: record.version)
            }
    }

    func groupMember(_ member: GroupMember, tenant: String) async throws -> Versioned<GroupMember>? {
        guard let record = try await self.storage.record(member.record(tenant: tenant).key) else { return nil }
        return Versioned(value: try GroupMember(record), version: record.version)
    }

    /// The places in a group (`groupId`), or those that an object has (`memberId`).
    func groupMembers(tenant: String, of lookup: (name: String, value: String)) async throws -> [Versioned<GroupMember>]
    {
        var found: [Versioned<GroupMember>] = []
        var after: String?
        repeat {
            let query = RecordQuery(
                .groupMembers,
                tenant: tenant,
                lookup: lookup,
                after: after,
                limit: Self.greatestPage
            )
            let records = try await self.storage.records(query)
            for record in records { found.append(Versioned(value: try GroupMember(record), version: record.version)) }
            after = records.count == Self.greatestPage ? records.last?.key.id : nil
        } while after != nil
        return found
    }

    /// The groups that hold an object, in the order of their identifiers; with those that hold them where
    /// `isTransitive`.
    func groups(holding id: String, tenant: String, isTransitive: Bool) async throws -> [Group] {
        var seen: Set<String> = []
        var waiting = [id]
        while let next = waiting.popLast() {
            for place in try await groupMembers(tenant: tenant, of: ("memberId", next))
            where seen.insert(place.value.groupID).inserted && isTransitive {
                waiting.append(place.value.groupID)
            }
        }
        var groups: [Group] = []
        for id in seen.sorted() {
            if let group = try await group(id: id, tenant: tenant) { groups.append(group.value) }
        }
        return groups
    }

    /// The identifiers of the objects in a group, in order; with those in the groups in it where `isTransitive`.
    func memberIDs(of groupID: String, tenant: String, isTransitive: Bool) async throws -> [String] {
        var seen: Set<String> = []
        var waiting = [groupID]
        while let next = waiting.popLast() {
            for place in try await groupMembers(tenant: tenant, of: ("groupId", next))
            where seen.insert(place.value.memberID).inserted && isTransitive {
                waiting.append(place.value.memberID)
            }
        }
        return seen.sorted()
    }

    /// The changes that take an object out of all groups.
    func departure(of id: String, tenant: String) async throws -> [RecordChange] {
        try await groupMembers(tenant: tenant, of: ("memberId", id))
            .map { .delete($0.value.record(tenant: tenant).key, version: $0.version) }
    }
}
