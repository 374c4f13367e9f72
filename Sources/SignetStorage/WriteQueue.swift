// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import GRDB
import SignetPlatform
import Synchronization

/// The writes that wait for the database, several to a transaction.
///
/// Whoever finds the queue empty starts one drain on the database's own thread; what arrives while a transaction is
/// being forced to the disk goes into the next one together. Under load one wait for the disk serves many writers, and
/// no writer is answered before its own changes are on the disk.
final class WriteQueue: Sendable {
    private struct Write: Sendable {
        let changes: [RecordChange]
        let continuation: CheckedContinuation<Result<Void, StorageError>, Never>
    }

    private static let greatestGroup = 256

    private let database: DatabaseQueue
    private let waiting = Mutex<[Write]>([])

    init(database: DatabaseQueue) {
        self.database = database
    }

    func apply(_ changes: [RecordChange]) async throws {
        let outcome = await withCheckedContinuation { continuation in
            let isFirst = self.waiting.withLock { writes in
                writes.append(Write(changes: changes, continuation: continuation))
                return writes.count == 1
            }
            if isFirst { scheduleDrain() }
        }
        try outcome.get()
    }

    private func scheduleDrain() {
        self.database.asyncWriteWithoutTransaction { database in
            self.drain(database)
        }
    }

    /// Commits the group at the head of the queue; the group leaves the queue only then, so that `isFirst` stays true
    /// for nobody while a drain is at work.
    private func drain(_ database: Database) {
        let group = self.waiting.withLock { Array($0.prefix(Self.greatestGroup)) }
        let outcomes = commit(group, to: database)
        let isMore = self.waiting.withLock { writes in
            writes.removeFirst(group.count)
            return !writes.isEmpty
        }
        for (write, outcome) in zip(group, outcomes) {
            write.continuation.resume(returning: outcome)
        }
        if isMore { scheduleDrain() }
    }

    private func commit(_ group: [Write], to database: Database) -> [Result<Void, StorageError>] {
        var outcomes: [Result<Void, StorageError>] = []
        do {
            try database.inTransaction(.immediate) {
                for write in group {
                    outcomes.append(try attempt(write.changes, in: database))
                }
                return .commit
            }
            return outcomes
        } catch {
            let failure = StorageError.medium(error)
            return group.map { _ in .failure(failure) }
        }
    }

    /// Does one writer's changes or none of them; only a failure of the medium takes the others of the group along.
    private func attempt(_ changes: [RecordChange], in database: Database) throws -> Result<Void, StorageError> {
        do {
            try database.inSavepoint {
                for change in changes {
                    try database.apply(change)
                }
                return .commit
            }
            return .success(())
        } catch let error as StorageError {
            return .failure(error)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return .failure(StorageError(.duplicate, "the key or a unique lookup of a record is another record's"))
        }
    }
}

extension StorageError {
    /// A failure of the medium, from what the database said.
    static func medium(_ error: any Error) -> StorageError {
        guard let error = error as? DatabaseError else {
            return StorageError(.unavailable, "the database failed", cause: error)
        }
        let code: Code =
            error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB ? .corrupted : .unavailable
        return StorageError(code, "the database failed: \(error.message ?? "no reason given")", cause: error)
    }
}
