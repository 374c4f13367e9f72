// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

extension DirectoryStore {
    func deletedItem(id: String, tenant: String) async throws -> Versioned<DeletedItem>? {
        guard let record = try await self.storage.record(RecordKey(.deletedItems, tenant: tenant, id: id)) else {
            return nil
        }
        return Versioned(value: try DeletedItem(record), version: record.version)
    }

    /// The deleted items of a type (`type`) or of an application (`appId`).
    func deletedItems(
        tenant: String,
        lookup: (name: String, value: String)? = nil,
        after: String? = nil,
        limit: Int = greatestPage
    ) async throws -> [Versioned<DeletedItem>] {
        let query = RecordQuery(.deletedItems, tenant: tenant, lookup: lookup, after: after, limit: limit)
        return try await self.storage.records(query)
            .map { record in
                Versioned(value: try DeletedItem(record), version: record.version)
            }
    }

    /// The changes that remove an item from the bin for good, with the role assignments that only it had a part in, the
    /// roles of administrators that it held, its places in groups, and the keys that signed tokens for it.
    func erasure(of item: Versioned<DeletedItem>, tenant: String) async throws -> [RecordChange] {
        var changes: [RecordChange] = [.delete(item.value.record(tenant: tenant).key, version: item.version)]
        guard item.value.kind == .servicePrincipal else { return changes }
        for name in ["principalId", "resourceId"] {
            let found = try await assignments(tenant: tenant, of: (name, item.value.id))
            changes += found.filter { name == "principalId" || $0.value.principalID != item.value.id }
                .map { .delete($0.value.record(tenant: tenant).key, version: $0.version) }
        }
        changes += try await directoryRoleAssignments(tenant: tenant, lookup: ("principalId", item.value.id))
            .map { .delete($0.value.record(tenant: tenant).key, version: $0.version) }
        changes += try await pairDeletions(of: try item.value.servicePrincipal(tenant: tenant), tenant: tenant)
        return changes + (try await departure(of: item.value.id, tenant: tenant))
    }

    /// Erases what has been in the bin for thirty days.
    func eraseExpiredItems(tenant: String, at now: Date) async throws {
        var after: String?
        repeat {
            let found = try await deletedItems(tenant: tenant, after: after)
            for item in found where !item.value.isKept(at: now) {
                try await apply(try await erasure(of: item, tenant: tenant))
            }
            after = found.count == Self.greatestPage ? found.last?.value.id : nil
        } while after != nil
    }
}
