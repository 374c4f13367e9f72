// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A storage that forgets: for tests, and for platforms that live as long as a process.
public final class InMemoryStorage: PlatformStorage {
    private let records = Mutex<RecordTable>(RecordTable())

    /// Creates an empty storage.
    public init() {}

    /// Reads one record.
    public func record(_ key: RecordKey) async throws -> StoredRecord? {
        self.records.withLock { $0.byKey[key] }
    }

    /// Reads the records of a query, ordered by the bytes of their identifiers.
    public func records(_ query: RecordQuery) async throws -> [StoredRecord] {
        self.records.withLock { $0.select(query) }
    }

    /// Reads the records behind a key, of all collections and tenants.
    public func scan(after key: RecordKey?, limit: Int) async throws -> [StoredRecord] {
        self.records.withLock { $0.scan(after: key, limit: limit) }
    }

    /// Does a list of changes, all or none.
    public func apply(_ changes: [RecordChange]) async throws {
        try self.records.withLock { table throws(StorageError) in try table.apply(changes) }
    }
}

/// The records with their lookups.
private struct RecordTable {
    private struct Place: Hashable {
        let collection: RecordCollection
        let tenant: String
        let name: String
        let value: String

        init(_ key: RecordKey, _ lookup: RecordLookup) {
            self.init(key.collection, key.tenant, lookup.name, lookup.value)
        }

        init(_ collection: RecordCollection, _ tenant: String, _ name: String, _ value: String) {
            self.collection = collection
            self.tenant = tenant
            self.name = name
            self.value = value
        }
    }

    private(set) var byKey: [RecordKey: StoredRecord] = [:]
    private var byPlace: [Place: Set<RecordKey>] = [:]
    private var uniquePlaces: Set<Place> = []

    func select(_ query: RecordQuery) -> [StoredRecord] {
        let found: [StoredRecord]
        if let lookup = query.lookup {
            let place = Place(query.collection, query.tenant, lookup.name, lookup.value)
            found = (self.byPlace[place] ?? []).compactMap { self.byKey[$0] }
        } else {
            found = self.byKey.values.filter {
                $0.key.collection == query.collection && $0.key.tenant == query.tenant
            }
        }
        let behind = found.filter { record in query.after.map { precedes($0, record.key.id) } ?? true }
        return Array(behind.sorted { precedes($0.key.id, $1.key.id) }.prefix(max(0, query.limit)))
    }

    func scan(after key: RecordKey?, limit: Int) -> [StoredRecord] {
        let behind = self.byKey.values.filter { record in key.map { Self.precedes($0, record.key) } ?? true }
        return Array(behind.sorted { Self.precedes($0.key, $1.key) }.prefix(max(0, limit)))
    }

    private static func precedes(_ left: RecordKey, _ right: RecordKey) -> Bool {
        for (a, b) in [(left.collection.name, right.collection.name), (left.tenant, right.tenant)] where a != b {
            return a.utf8.lexicographicallyPrecedes(b.utf8)
        }
        return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
    }

    private func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// Does the changes in order; where one is refused, puts back what the others had replaced.
    mutating func apply(_ changes: [RecordChange]) throws(StorageError) {
        var images: [RecordKey: StoredRecord?] = [:]
        do {
            for change in changes {
                let key = change.key
                if images[key] == nil { images[key] = .some(self.byKey[key]) }
                try apply(change)
            }
        } catch {
            for key in images.keys { drop(key) }
            for case .some(let record) in images.values { put(record) }
            throw error
        }
    }

    private mutating func apply(_ change: RecordChange) throws(StorageError) {
        switch change {
        case .insert(let record):
            guard self.byKey[record.key] == nil else {
                throw StorageError(.duplicate, "\(record.key.collection) '\(record.key.id)' exists already")
            }
            try add(record, version: 1)
        case .replace(let record):
            try remove(record.key, version: record.version)
            try add(record, version: record.version + 1)
        case .delete(let key, let version):
            try remove(key, version: version)
        }
    }

    private mutating func add(_ record: StoredRecord, version: Int) throws(StorageError) {
        for lookup in record.lookups where self.uniquePlaces.contains(Place(record.key, lookup)) {
            throw StorageError(.duplicate, "\(lookup.name) '\(lookup.value)' is another record's")
        }
        let lookups = record.lookups
        put(StoredRecord(key: record.key, version: version, lookups: lookups, content: record.content))
    }

    private mutating func remove(_ key: RecordKey, version: Int) throws(StorageError) {
        guard self.byKey[key]?.version == version else {
            throw StorageError(
                .conflict,
                "\(key.collection) '\(key.id)' is absent or was changed meanwhile; read it again"
            )
        }
        drop(key)
    }

    private mutating func put(_ record: StoredRecord) {
        for lookup in record.lookups {
            let place = Place(record.key, lookup)
            if lookup.isUnique { self.uniquePlaces.insert(place) }
            self.byPlace[place, default: []].insert(record.key)
        }
        self.byKey[record.key] = record
    }

    private mutating func drop(_ key: RecordKey) {
        for lookup in self.byKey.removeValue(forKey: key)?.lookups ?? [] {
            let place = Place(key, lookup)
            if lookup.isUnique { self.uniquePlaces.remove(place) }
            self.byPlace[place]?.remove(key)
            if self.byPlace[place]?.isEmpty == true { self.byPlace[place] = nil }
        }
    }
}
