// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let directoryRoleAssignments = RecordCollection("directoryRoleAssignments")
}

/// That somebody holds a role of administrators.
struct DirectoryRoleAssignment: Sendable, Equatable {
    let id: String
    /// The object identifier of the holder.
    let principalID: String
    /// The template of the role.
    let roleID: String
}

extension DirectoryRoleAssignment {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            principalID: try reader.string("principalId"),
            roleID: try reader.string("roleId")
        )
    }

    /// The record; that a principal holds a role once only is a unique lookup.
    func record(tenant: String) -> StoredRecord {
        let content: JSONValue = ["principalId": .string(self.principalID), "roleId": .string(self.roleID)]
        return StoredRecord(
            key: RecordKey(.directoryRoleAssignments, tenant: tenant, id: self.id),
            lookups: [
                RecordLookup("principalId", self.principalID), RecordLookup("roleId", self.roleID),
                RecordLookup("place", "\(self.principalID) \(self.roleID)", isUnique: true),
            ],
            content: content.serialized
        )
    }
}

extension DirectoryStore {
    func directoryRoleAssignments(
        tenant: String,
        lookup: (name: String, value: String)? = nil,
        after: String? = nil,
        limit: Int = greatestPage
    ) async throws -> [Versioned<DirectoryRoleAssignment>] {
        let query = RecordQuery(.directoryRoleAssignments, tenant: tenant, lookup: lookup, after: after, limit: limit)
        return try await self.storage.records(query)
            .map { record in
                Versioned(value: try DirectoryRoleAssignment(record), version: record.version)
            }
    }

    func directoryRoleAssignment(id: String, tenant: String) async throws -> Versioned<DirectoryRoleAssignment>? {
        guard let record = try await self.storage.record(RecordKey(.directoryRoleAssignments, tenant: tenant, id: id))
        else { return nil }
        return Versioned(value: try DirectoryRoleAssignment(record), version: record.version)
    }

    /// The roles of administrators that somebody holds.
    func directoryRoles(of principalID: String, tenant: String) async throws -> [DirectoryRole] {
        try await directoryRoleAssignments(tenant: tenant, lookup: ("principalId", principalID))
            .compactMap { DirectoryRole.role($0.value.roleID) }
            .sorted { $0.templateID < $1.templateID }
    }
}
