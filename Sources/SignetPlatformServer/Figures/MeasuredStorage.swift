// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPlatform

/// A storage that tells how long each call took.
struct MeasuredStorage: PlatformStorage {
    /// What was done.
    enum Operation: String, Sendable {
        case read
        case write
    }

    private let inner: any PlatformStorage
    private let observe: @Sendable (Operation, Duration) -> Void

    /// Wraps a storage.
    init(_ inner: any PlatformStorage, observe: @escaping @Sendable (Operation, Duration) -> Void) {
        self.inner = inner
        self.observe = observe
    }

    func record(_ key: RecordKey) async throws -> StoredRecord? {
        try await measured(.read) { try await self.inner.record(key) }
    }

    func records(_ query: RecordQuery) async throws -> [StoredRecord] {
        try await measured(.read) { try await self.inner.records(query) }
    }

    func scan(after key: RecordKey?, limit: Int) async throws -> [StoredRecord] {
        try await measured(.read) { try await self.inner.scan(after: key, limit: limit) }
    }

    func apply(_ changes: [RecordChange]) async throws {
        try await measured(.write) { try await self.inner.apply(changes) }
    }

    private func measured<Value>(_ operation: Operation, _ body: () async throws -> Value) async throws -> Value {
        let start = ContinuousClock.now
        defer { self.observe(operation, start.duration(to: .now)) }
        return try await body()
    }
}
