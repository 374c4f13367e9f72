// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization

/// A storage that writes down every change of the directory in the same transaction: who, what, when, before and after.
final class AuditedStorage: PlatformStorage {
    /// The greatest number of lines kept in a tenant.
    static let greatestCount = 10_000
    /// How many lines may gather above that before the oldest are dropped.
    private static let slack = 500

    private let inner: any PlatformStorage
    private let added = Mutex<[String: Int]>([:])

    init(_ inner: any PlatformStorage) {
        self.inner = inner
    }

    func record(_ key: RecordKey) async throws -> StoredRecord? { try await self.inner.record(key) }

    func records(_ query: RecordQuery) async throws -> [StoredRecord] { try await self.inner.records(query) }

    func scan(after key: RecordKey?, limit: Int) async throws -> [StoredRecord] {
        try await self.inner.scan(after: key, limit: limit)
    }

    func apply(_ changes: [RecordChange]) async throws {
        guard let context = AuditContext.current else { return try await self.inner.apply(changes) }
        var lines: [RecordChange] = []
        for change in changes {
            guard let rule = AuditedCollection.of(change.key.collection), !isMove(change, among: changes) else {
                continue
            }
            let before = try await content(before: change)
            let line = AuditRecord(change.key, rule, before: before, after: change.content, context)
            lines.append(.insert(line.record))
        }
        try await self.inner.apply(changes + lines)
        for tenant in Set(lines.map(\.key.tenant)) {
            if isFull(tenant, adding: lines.count) { try await trim(tenant) }
        }
    }

    /// Whether the change only takes an object to the recycle bin or back, which the object's own line tells.
    private func isMove(_ change: RecordChange, among changes: [RecordChange]) -> Bool {
        guard change.key.collection.name == "deletedItems" else { return false }
        if case .delete = change { return changes.count > 1 }
        return true
    }

    private func content(before change: RecordChange) async throws -> JSONValue? {
        if case .insert = change { return nil }
        return try await self.inner.record(change.key).flatMap { try? JSONValue.parse($0.content) }
    }

    /// The first change after a start looks too: what was there then is not counted.
    private func isFull(_ tenant: String, adding count: Int) -> Bool {
        self.added.withLock { added in
            guard let before = added[tenant] else {
                added[tenant] = count
                return true
            }
            added[tenant] = before + count >= Self.slack ? 0 : before + count
            return before + count >= Self.slack
        }
    }

    /// Drops what lies behind the newest lines.
    private func trim(_ tenant: String) async throws {
        var after: String?
        var seen = 0
        while true {
            let page = try await self.inner.records(
                RecordQuery(.directoryAudits, tenant: tenant, after: after, limit: 1_000)
            )
            let surplus = page.dropFirst(max(0, Self.greatestCount - seen))
            if !surplus.isEmpty {
                // Another trim may have been quicker; what is gone is gone.
                try? await self.inner.apply(surplus.map { .delete($0.key, version: $0.version) })
            }
            seen += page.count
            guard page.count == 1_000, let last = page.last else { return }
            after = last.key.id
        }
    }
}
