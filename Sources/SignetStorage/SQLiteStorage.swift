// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
public import SignetPlatform

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The platform's storage in one SQLite file.
///
/// Write-ahead logging with `synchronous = FULL`: when ``apply(_:)`` returns, its changes survive the end of the process
/// by `kill -9` and the loss of power. One connection writes and one reads, each on a thread of its own, with statements
/// prepared once; writes that wait together are committed together.
public final class SQLiteStorage: PlatformStorage {
    private let writer: DatabaseQueue
    private let reader: DatabaseQueue
    private let writes: WriteQueue

    /// Opens the file, makes it where it is missing (readable by its owner alone), and brings its schema up to date.
    ///
    /// - Parameter path: The database file; its directory must exist.
    /// - Throws: ``StorageError`` where the file cannot be opened, is no database, or was written by a later version.
    public init(path: String) throws {
        do {
            try Self.createPrivateFile(path)
            var configuration = Configuration()
            configuration.journalMode = .wal
            configuration.busyMode = .timeout(5)
            configuration.label = "signet.storage.write"
            self.writer = try DatabaseQueue(path: path, configuration: configuration)
            try self.writer.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            try Self.migrate(self.writer)
            configuration.readonly = true
            configuration.label = "signet.storage.read"
            self.reader = try DatabaseQueue(path: path, configuration: configuration)
            self.writes = WriteQueue(database: self.writer)
        } catch let error as StorageError {
            throw error
        } catch {
            let reason = StorageError.medium(error)
            throw StorageError(reason.code, "cannot open the database \(path): \(reason.message)", cause: error)
        }
    }

    /// Reads one record.
    public func record(_ key: RecordKey) async throws -> StoredRecord? {
        try await read { try $0.record(key) }
    }

    /// Reads the records of a query, ordered by the bytes of their identifiers.
    public func records(_ query: RecordQuery) async throws -> [StoredRecord] {
        try await read { try $0.records(query) }
    }

    /// Reads the records behind a key, of all collections and tenants, as they stood at one moment.
    public func scan(after key: RecordKey?, limit: Int) async throws -> [StoredRecord] {
        try await read { try $0.scan(after: key, limit: limit) }
    }

    /// Does a list of changes, all or none; returns when they are on the disk.
    public func apply(_ changes: [RecordChange]) async throws {
        try await self.writes.apply(changes)
    }

    private func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let outcome = await withCheckedContinuation { continuation in
            self.reader.asyncUnsafeRead { database in
                continuation.resume(
                    returning: Result { try body(database.get()) }.mapError { StorageError.medium($0) }
                )
            }
        }
        return try outcome.get()
    }

    private static func createPrivateFile(_ path: String) throws(StorageError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw StorageError(.unavailable, "cannot open the database \(path): \(reason)")
        }
        close(descriptor)
    }

    private static func migrate(_ queue: DatabaseQueue) throws {
        var migrator = DatabaseMigrator()
        for migration in RecordStatements.migrations {
            migrator.registerMigration(migration.name) { database in
                for statement in migration.statements {
                    try database.execute(sql: statement)
                }
            }
        }
        if try queue.read({ try migrator.hasBeenSuperseded($0) }) {
            throw StorageError(.unavailable, "the database was written by a later version of Signet; use that version")
        }
        try migrator.migrate(queue)
    }
}
