// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A record in an export: `{"collection","tenant","id","lookups","content"}`.
enum RecordDocument {
    static func write(_ record: StoredRecord) -> JSONValue {
        var object: JSONObject = [
            "collection": .string(record.key.collection.name),
            "tenant": .string(record.key.tenant),
            "id": .string(record.key.id),
            "lookups": .array(
                record.lookups.map { lookup in
                    ["name": .string(lookup.name), "value": .string(lookup.value), "unique": .bool(lookup.isUnique)]
                }
            ),
        ]
        if let content = try? JSONValue.parse(record.content), content.serialized == record.content {
            object["content"] = content
        } else {
            object["bytes"] = .string(Base64.encode(record.content))
        }
        return .object(object)
    }

    static func read(_ value: JSONValue, at index: Int) throws(PlatformError) -> StoredRecord {
        let content = value["content"]?.serialized ?? value["bytes"]?.string.flatMap { Base64.decodeLenient($0) }
        guard let collection = value["collection"]?.string, let tenant = value["tenant"]?.string,
            let id = value["id"]?.string, let lookups = value["lookups"]?.array, let content
        else { throw PlatformError(.unreadableExport, "record \(index + 1) of the export is not one") }
        var read: [RecordLookup] = []
        for lookup in lookups {
            guard let name = lookup["name"]?.string, let text = lookup["value"]?.string,
                let isUnique = lookup["unique"]?.bool
            else { throw PlatformError(.unreadableExport, "a lookup of record \(index + 1) of the export is not one") }
            read.append(RecordLookup(name, text, isUnique: isUnique))
        }
        let key = RecordKey(RecordCollection(collection), tenant: tenant, id: id)
        return StoredRecord(key: key, lookups: read, content: content)
    }
}
