// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPlatform
import Testing

/// What every storage owes the platform, as one function per promise: each takes a fresh, empty storage.
struct StorageConformance: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let check: @Sendable (any PlatformStorage) async throws -> Void

    static let all = [
        StorageConformance("returns what was inserted", returnsWhatWasInserted),
        StorageConformance("refuses a key that exists", refusesAKeyThatExists),
        StorageConformance("refuses a unique lookup that is taken", refusesAUniqueLookupThatIsTaken),
        StorageConformance("replaces only the version named", replacesOnlyTheVersionNamed),
        StorageConformance("deletes and frees the lookups", deletesAndFreesTheLookups),
        StorageConformance("does all changes or none", doesAllChangesOrNone),
        StorageConformance("lists in order and in pages", listsInOrderAndInPages),
        StorageConformance("finds by lookup", findsByLookup),
        StorageConformance("lets one of many writers of a version win", letsOneOfManyWritersWin),
        StorageConformance("keeps tenants and collections apart", keepsTenantsAndCollectionsApart),
        StorageConformance("scans everything in order and in pages", scansEverythingInOrderAndInPages),
    ]

    private init(_ description: String, _ check: @escaping @Sendable (any PlatformStorage) async throws -> Void) {
        self.testDescription = description
        self.check = check
    }

    private static let fruits = RecordCollection("fruits")

    private static func record(
        _ id: String,
        version: Int = 1,
        _ lookups: [RecordLookup] = [],
        _ text: String = "x"
    ) -> StoredRecord {
        StoredRecord(
            key: RecordKey(fruits, tenant: "t", id: id),
            version: version,
            lookups: lookups,
            content: Array(text.utf8)
        )
    }

    private static func expect(
        _ code: StorageError.Code,
        _ storage: any PlatformStorage,
        _ changes: [RecordChange],
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async {
        await #expect(sourceLocation: sourceLocation) {
            try await storage.apply(changes)
        } throws: {
            ($0 as? StorageError)?.code == code
        }
    }

    private static func returnsWhatWasInserted(_ storage: any PlatformStorage) async throws {
        let record = StoredRecord(
            key: RecordKey(fruits, tenant: "", id: "ä'\""),
            version: 7,
            lookups: [RecordLookup("colour", "red"), RecordLookup("name", "apple", isUnique: true)],
            content: Array(0...255)
        )
        try await storage.apply([.insert(record)])
        let read = try #require(try await storage.record(record.key))
        #expect(read.version == 1)
        #expect(read.content == record.content)
        #expect(Set(read.lookups) == Set(record.lookups))
        #expect(try await storage.record(RecordKey(fruits, tenant: "", id: "pear")) == nil)
    }

    private static func refusesAKeyThatExists(_ storage: any PlatformStorage) async throws {
        try await storage.apply([.insert(record("a"))])
        await expect(.duplicate, storage, [.insert(record("a", [], "other"))])
        #expect(try await storage.record(record("a").key)?.content == Array("x".utf8))
    }

    private static func refusesAUniqueLookupThatIsTaken(_ storage: any PlatformStorage) async throws {
        let name = RecordLookup("name", "apple", isUnique: true)
        try await storage.apply([.insert(record("a", [name])), .insert(record("b"))])
        await expect(.duplicate, storage, [.insert(record("c", [name]))])
        await expect(.duplicate, storage, [.replace(record("b", [name]))])
        try await storage.apply([.replace(record("a", [name], "kept"))])
        #expect(try await storage.record(record("b").key)?.version == 1)
    }

    private static func replacesOnlyTheVersionNamed(_ storage: any PlatformStorage) async throws {
        await expect(.conflict, storage, [.replace(record("a"))])
        try await storage.apply([.insert(record("a"))])
        try await storage.apply([.replace(record("a", version: 1, [], "two"))])
        await expect(.conflict, storage, [.replace(record("a", version: 1, [], "late"))])
        let read = try #require(try await storage.record(record("a").key))
        #expect(read.version == 2)
        #expect(read.content == Array("two".utf8))
    }

    private static func deletesAndFreesTheLookups(_ storage: any PlatformStorage) async throws {
        let name = RecordLookup("name", "apple", isUnique: true)
        try await storage.apply([.insert(record("a", [name]))])
        await expect(.conflict, storage, [.delete(record("a").key, version: 2)])
        try await storage.apply([.delete(record("a").key, version: 1), .insert(record("b", [name]))])
        #expect(try await storage.record(record("a").key) == nil)
        await expect(.conflict, storage, [.delete(record("a").key, version: 1)])
    }

    private static func doesAllChangesOrNone(_ storage: any PlatformStorage) async throws {
        let name = RecordLookup("name", "apple", isUnique: true)
        try await storage.apply([.insert(record("a", [name]))])
        await expect(
            .conflict,
            storage,
            [
                .insert(record("b")), .replace(record("a", [], "changed")), .insert(record("c", [name])),
                .delete(record("d").key, version: 1),
            ]
        )
        #expect(try await storage.records(RecordQuery(fruits, tenant: "t")).map(\.key.id) == ["a"])
        #expect(try await storage.record(record("a").key)?.lookups == [name])
        await expect(.duplicate, storage, [.insert(record("e", [name]))])
    }

    private static func listsInOrderAndInPages(_ storage: any PlatformStorage) async throws {
        let ids = ["b", "a", "é", "Z", "10", "9"]
        try await storage.apply(ids.map { .insert(record($0)) })
        let all = try await storage.records(RecordQuery(fruits, tenant: "t"))
        #expect(all.map(\.key.id) == ["10", "9", "Z", "a", "b", "é"])
        let page = try await storage.records(RecordQuery(fruits, tenant: "t", after: "9", limit: 2))
        #expect(page.map(\.key.id) == ["Z", "a"])
    }

    private static func findsByLookup(_ storage: any PlatformStorage) async throws {
        let red = RecordLookup("colour", "red")
        let capital = RecordLookup("colour", "Red")
        try await storage.apply([
            .insert(record("b", [red])), .insert(record("a", [red])), .insert(record("c", [capital])),
        ])
        let query = RecordQuery(fruits, tenant: "t", lookup: ("colour", "red"))
        #expect(try await storage.records(query).map(\.key.id) == ["a", "b"])
        try await storage.apply([.replace(record("a", [RecordLookup("colour", "green")]))])
        #expect(try await storage.records(query).map(\.key.id) == ["b"])
        #expect(try await storage.records(RecordQuery(fruits, tenant: "t", lookup: ("taste", "red"))).isEmpty)
    }

    private static func letsOneOfManyWritersWin(_ storage: any PlatformStorage) async throws {
        try await storage.apply([.insert(record("a"))])
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for writer in 0..<50 {
                group.addTask {
                    do {
                        try await storage.apply([.replace(record("a", version: 1, [], "\(writer)"))])
                        return true
                    } catch let error as StorageError where error.code == .conflict {
                        return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
        #expect(try await storage.record(record("a").key)?.version == 2)
    }

    private static func scansEverythingInOrderAndInPages(_ storage: any PlatformStorage) async throws {
        let keys = [("b", "", "2"), ("a", "u", "1"), ("a", "t", "2"), ("a", "t", "1"), ("ä", "t", "1")]
            .map { RecordKey(RecordCollection($0), tenant: $1, id: $2) }
        let name = RecordLookup("name", "apple")
        try await storage.apply(keys.map { .insert(StoredRecord(key: $0, lookups: [name], content: [1])) })
        let expected = [keys[3], keys[2], keys[1], keys[0], keys[4]]
        #expect(try await storage.scan(after: nil, limit: 100).map(\.key) == expected)
        #expect(try await storage.scan(after: nil, limit: 2).map(\.key) == Array(expected[..<2]))
        let rest = try await storage.scan(after: expected[1], limit: 100)
        #expect(rest.map(\.key) == Array(expected[2...]))
        #expect(rest.allSatisfy { $0.lookups == [name] && $0.content == [1] && $0.version == 1 })
    }

    private static func keepsTenantsAndCollectionsApart(_ storage: any PlatformStorage) async throws {
        let name = RecordLookup("name", "apple", isUnique: true)
        for (collection, tenant) in [("fruits", "t"), ("fruits", "u"), ("trees", "t")] {
            let key = RecordKey(RecordCollection(collection), tenant: tenant, id: "a")
            try await storage.apply([.insert(StoredRecord(key: key, lookups: [name], content: [1]))])
        }
        #expect(try await storage.records(RecordQuery(fruits, tenant: "t")).count == 1)
        #expect(try await storage.records(RecordQuery(fruits, tenant: "t", lookup: ("name", "apple"))).count == 1)
    }
}
