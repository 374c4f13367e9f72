// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import SignetPlatform
import Testing

@testable import SignetStorage

@Suite struct SQLiteStorageTests {
    @Test(arguments: StorageConformance.all)
    func conforms(to promise: StorageConformance) async throws {
        try await withDirectory { directory in
            try await promise.check(try SQLiteStorage(path: directory + "/signet.db"))
        }
    }

    @Test(arguments: StorageConformance.all)
    func inMemoryConforms(to promise: StorageConformance) async throws {
        try await promise.check(InMemoryStorage())
    }

    /// The files as they lie while the storage is open are what `kill -9` leaves behind.
    @Test func whatWasAcknowledgedIsInTheFilesAtOnce() async throws {
        try await withDirectory { directory in
            let storage = try SQLiteStorage(path: directory + "/signet.db")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask { try await storage.apply([.insert(record("\(number)"))]) }
                }
                try await group.waitForAll()
            }
            try FileManager.default.createDirectory(atPath: directory + "/copy", withIntermediateDirectories: false)
            for file in ["signet.db", "signet.db-wal"] {
                try FileManager.default.copyItem(atPath: "\(directory)/\(file)", toPath: "\(directory)/copy/\(file)")
            }
            let survivor = try SQLiteStorage(path: directory + "/copy/signet.db")
            #expect(try await survivor.records(RecordQuery(RecordCollection("c"), tenant: "t")).count == 200)
        }
    }

    @Test func keepsRecordsWhenOpenedAgain() async throws {
        try await withDirectory { directory in
            try await SQLiteStorage(path: directory + "/signet.db").apply([.insert(record("a"))])
            let again = try SQLiteStorage(path: directory + "/signet.db")
            #expect(try await again.record(record("a").key) == record("a"))
        }
    }

    /// Without an index that has what the statement asks for, the answer grows with the directory.
    @Test(arguments: [
        (RecordStatements.read, 3), (RecordStatements.readLookups, 3), (RecordStatements.deleteLookups, 3),
        (RecordStatements.find, 5), (RecordStatements.list, 3), (RecordStatements.delete, 3),
    ])
    func searchesByEveryColumnThatIsNamed(sql: String, columns: Int) async throws {
        try await withDirectory { directory in
            let path = directory + "/signet.db"
            _ = try SQLiteStorage(path: path)
            let plan = try await DatabaseQueue(path: path)
                .read { database in
                    let arguments = sql.filter { $0 == "?" }.map { _ in 1 }
                    return
                        try Row.fetchAll(
                            database,
                            sql: "EXPLAIN QUERY PLAN " + sql,
                            arguments: StatementArguments(arguments)
                        )
                        .map { $0["detail"] as String }
                }
            let first = try #require(plan.first)
            #expect(first.hasPrefix("SEARCH") && first.contains("INDEX"), "\(plan)")
            #expect(first.filter { $0 == "?" }.count == columns, "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    @Test func theFileIsItsOwnersAlone() async throws {
        try await withDirectory { directory in
            let storage = try SQLiteStorage(path: directory + "/signet.db")
            try await storage.apply([.insert(record("a"))])
            for file in ["signet.db", "signet.db-wal", "signet.db-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/\(file)")
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
            }
        }
    }

    @Test func refusesAFileThatIsNoDatabase() async throws {
        try await withDirectory { directory in
            let path = directory + "/signet.db"
            try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: path))
            #expect {
                try SQLiteStorage(path: path)
            } throws: {
                ($0 as? StorageError)?.code == .corrupted && "\($0)".contains(path)
            }
        }
    }

    @Test func refusesADirectoryThatIsMissing() {
        #expect {
            try SQLiteStorage(path: "/nowhere/at/all/signet.db")
        } throws: {
            ($0 as? StorageError)?.code == .unavailable && "\($0)".contains("No such file")
        }
    }

    private func record(_ id: String) -> StoredRecord {
        StoredRecord(key: RecordKey(RecordCollection("c"), tenant: "t", id: id), content: Array(id.utf8))
    }

    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("signet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(url.path)
    }
}
