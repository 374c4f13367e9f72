// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let appRoleAssignments = RecordCollection("appRoleAssignments")
}

extension AppRoleAssignment {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            principalID: try reader.string("principalId"),
            principalType: PrincipalType(rawValue: try reader.string("principalType")) ?? .servicePrincipal,
            resourceID: try reader.string("resourceId"),
            appRoleID: try reader.string("appRoleId"),
            created: try reader.date("created")
        )
    }

    /// The record; that a principal holds a role once only is a unique lookup.
    func record(tenant: String) -> StoredRecord {
        let content: JSONValue = [
            "principalId": .string(self.principalID),
            "principalType": .string(self.principalType.rawValue),
            "resourceId": .string(self.resourceID),
            "appRoleId": .string(self.appRoleID),
            "created": .seconds(self.created),
        ]
        return StoredRecord(
            key: RecordKey(.appRoleAssignments, tenant: tenant, id: self.id),
            lookups: [
                RecordLookup("principalId", self.principalID),
                RecordLookup("resourceId", self.resourceID),
                RecordLookup("grant", "\(self.principalID) \(self.resourceID) \(self.appRoleID)", isUnique: true),
            ],
            content: content.serialized
        )
    }
}
