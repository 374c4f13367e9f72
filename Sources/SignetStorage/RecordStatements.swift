// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import GRDB
import SignetPlatform

/// The SQL of the storage, each statement once, in the words that SQLite and PostgreSQL share.
enum RecordStatements {
    /// The schema, step by step: a step that was released is never edited, a new one is added behind it.
    static let migrations: [(name: String, statements: [String])] = [
        (
            name: "records",
            statements: [
                """
                CREATE TABLE records (
                    collection TEXT NOT NULL,
                    tenant TEXT NOT NULL,
                    id TEXT NOT NULL,
                    version BIGINT NOT NULL,
                    content BLOB NOT NULL,
                    PRIMARY KEY (collection, tenant, id)
                )
                """,
                // A unique lookup leaves `slot` empty and any other puts the identifier there: one key serves both.
                """
                CREATE TABLE lookups (
                    collection TEXT NOT NULL,
                    tenant TEXT NOT NULL,
                    name TEXT NOT NULL,
                    value TEXT NOT NULL,
                    slot TEXT NOT NULL,
                    id TEXT NOT NULL,
                    PRIMARY KEY (collection, tenant, name, value, slot)
                )
                """,
                "CREATE INDEX lookups_of_record ON lookups (collection, tenant, id)",
            ]
        ),
        (
            // Without it the database goes through all lookups of a collection to have one value's in order.
            name: "lookups of a value",
            statements: ["CREATE INDEX lookups_of_value ON lookups (collection, tenant, name, value, id)"]
        ),
    ]

    static let read = "SELECT version, content FROM records WHERE collection = ? AND tenant = ? AND id = ?"
    /// In no order: an index that had it would be preferred to the one that finds the record.
    static let readLookups = "SELECT name, value, slot FROM lookups WHERE collection = ? AND tenant = ? AND id = ?"
    static let list = """
        SELECT id, version, content FROM records WHERE collection = ? AND tenant = ? AND id > ? ORDER BY id LIMIT ?
        """
    static let find = """
        SELECT r.id, r.version, r.content FROM lookups l
        JOIN records r ON r.collection = l.collection AND r.tenant = l.tenant AND r.id = l.id
        WHERE l.collection = ? AND l.tenant = ? AND l.name = ? AND l.value = ? AND l.id > ? ORDER BY l.id LIMIT ?
        """
    static let scan = """
        SELECT collection, tenant, id, version, content FROM records
        WHERE (collection, tenant, id) > (?, ?, ?) ORDER BY collection, tenant, id LIMIT ?
        """
    static let insert = "INSERT INTO records (collection, tenant, id, version, content) VALUES (?, ?, ?, 1, ?)"
    static let replace = """
        UPDATE records SET version = version + 1, content = ?
        WHERE collection = ? AND tenant = ? AND id = ? AND version = ?
        """
    static let delete = "DELETE FROM records WHERE collection = ? AND tenant = ? AND id = ? AND version = ?"
    static let insertLookup =
        "INSERT INTO lookups (collection, tenant, name, value, slot, id) VALUES (?, ?, ?, ?, ?, ?)"
    static let deleteLookups = "DELETE FROM lookups WHERE collection = ? AND tenant = ? AND id = ?"
}
