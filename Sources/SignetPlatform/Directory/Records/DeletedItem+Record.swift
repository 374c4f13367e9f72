// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let deletedItems = RecordCollection("deletedItems")
}

extension DeletedItem {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        guard let kind = Kind(rawValue: try reader.string("type")) else {
            throw StorageError(.corrupted, "the deleted item '\(record.key.id)' is of an unknown type")
        }
        self.init(
            kind: kind,
            id: record.key.id,
            appID: try reader.string("appId"),
            deleted: try reader.date("deleted"),
            content: .object(try reader.object("content"))
        )
    }

    func record(tenant: String) -> StoredRecord {
        let content: JSONValue = [
            "type": .string(self.kind.rawValue),
            "appId": .string(self.appID),
            "deleted": .seconds(self.deleted),
            "content": self.content,
        ]
        return StoredRecord(
            key: RecordKey(.deletedItems, tenant: tenant, id: self.id),
            lookups: [RecordLookup("type", self.kind.rawValue), RecordLookup("appId", self.appID)],
            content: content.serialized
        )
    }
}
