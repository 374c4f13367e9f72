// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
import SignetPlatform

extension Database {
    func record(_ key: RecordKey) throws -> StoredRecord? {
        let statement = try cachedStatement(sql: RecordStatements.read)
        statement.setUncheckedArguments([key.collection.name, key.tenant, key.id])
        guard let row = try Row.fetchOne(statement) else { return nil }
        return StoredRecord(
            key: key,
            version: row[0],
            lookups: try lookups(of: key),
            content: bytes(row, 1)
        )
    }

    func records(_ query: RecordQuery) throws -> [StoredRecord] {
        let after = query.after ?? ""
        let statement: Statement
        if let lookup = query.lookup {
            statement = try cachedStatement(sql: RecordStatements.find)
            statement.setUncheckedArguments([
                query.collection.name, query.tenant, lookup.name, lookup.value, after, query.limit,
            ])
        } else {
            statement = try cachedStatement(sql: RecordStatements.list)
            statement.setUncheckedArguments([query.collection.name, query.tenant, after, query.limit])
        }
        return try Row.fetchAll(statement)
            .map { row in
                let key = RecordKey(query.collection, tenant: query.tenant, id: row[0])
                return StoredRecord(
                    key: key,
                    version: row[1],
                    lookups: try lookups(of: key),
                    content: bytes(row, 2)
                )
            }
    }

    /// The records behind a key, all as they stood at one moment.
    func scan(after key: RecordKey?, limit: Int) throws -> [StoredRecord] {
        var found: [StoredRecord] = []
        try inTransaction(.deferred) {
            let statement = try cachedStatement(sql: RecordStatements.scan)
            statement.setUncheckedArguments([key?.collection.name ?? "", key?.tenant ?? "", key?.id ?? "", limit])
            for row in try Row.fetchAll(statement) {
                let key = RecordKey(RecordCollection(row[0]), tenant: row[1], id: row[2])
                found.append(
                    StoredRecord(key: key, version: row[3], lookups: try lookups(of: key), content: bytes(row, 4))
                )
            }
            return .commit
        }
        return found
    }

    private func lookups(of key: RecordKey) throws -> [RecordLookup] {
        let statement = try cachedStatement(sql: RecordStatements.readLookups)
        statement.setUncheckedArguments([key.collection.name, key.tenant, key.id])
        return try Row.fetchAll(statement)
            .map { row in
                let slot: String = row[2]
                return RecordLookup(row[0], row[1], isUnique: slot.isEmpty)
            }
            .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    }

    private func bytes(_ row: Row, _ index: Int) -> [UInt8] {
        Array(row[index] as Data)
    }

    func apply(_ change: RecordChange) throws {
        switch change {
        case .insert(let record):
            try run(RecordStatements.insert, arguments(record.key) + [Data(record.content)])
            try addLookups(of: record)
        case .replace(let record):
            try run(RecordStatements.replace, [Data(record.content)] + arguments(record.key) + [record.version])
            try requireOneChange(record.key)
            try run(RecordStatements.deleteLookups, arguments(record.key))
            try addLookups(of: record)
        case .delete(let key, let version):
            try run(RecordStatements.delete, arguments(key) + [version])
            try requireOneChange(key)
            try run(RecordStatements.deleteLookups, arguments(key))
        }
    }

    private func arguments(_ key: RecordKey) -> StatementArguments {
        [key.collection.name, key.tenant, key.id]
    }

    private func run(_ sql: String, _ arguments: StatementArguments) throws {
        let statement = try cachedStatement(sql: sql)
        statement.setUncheckedArguments(arguments)
        try statement.execute()
    }

    private func requireOneChange(_ key: RecordKey) throws(StorageError) {
        guard self.changesCount == 1 else {
            throw StorageError(
                .conflict,
                "\(key.collection) '\(key.id)' is absent or was changed meanwhile; read it again"
            )
        }
    }

    private func addLookups(of record: StoredRecord) throws {
        let key = record.key
        for lookup in record.lookups {
            let slot = lookup.isUnique ? "" : key.id
            try run(
                RecordStatements.insertLookup,
                [key.collection.name, key.tenant, lookup.name, lookup.value, slot, key.id]
            )
        }
    }
}
