// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension Tenant {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            displayName: try reader.string("displayName"),
            domainNames: try reader.strings("domainNames")
        )
    }

    func record(version: Int = 1) -> StoredRecord {
        let content: JSONValue = [
            "displayName": .string(self.displayName), "domainNames": .strings(self.domainNames),
        ]
        return StoredRecord(
            key: RecordKey(.tenants, tenant: "", id: self.id),
            version: version,
            lookups: self.domainNames.map { RecordLookup("domainName", $0, isUnique: true) },
            content: content.serialized
        )
    }
}
