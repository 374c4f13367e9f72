// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization

extension RecordCollection {
    static let signIns = RecordCollection("signIns")
}

/// The last requests for tokens: the newest in memory, ten thousand in the storage.
///
/// A request is answered without waiting for the storage: what is new is written every second, together. Whoever ends the
/// process at once loses the entries of the last second, nothing else.
final class SignInLog: Sendable {
    private struct State {
        /// The newest entries, the oldest first.
        var remembered: [SignInEntry] = []
        /// What the storage does not have yet.
        var waiting: [SignInEntry] = []
        var isWriting = false
    }

    private static let greatestRemembered = 1_000
    private static let greatestWaiting = 2_000
    private static let greatestGroup = 100
    private static let greatestGroups = 100
    /// How many groups are written together: more would save little, and each is in memory twice meanwhile.
    private static let groupsAtOnce = 4
    private static let counter = RecordKey(.settings, tenant: "", id: "signInLog")

    private let storage: any PlatformStorage
    private let state = Mutex(State())

    init(storage: any PlatformStorage) {
        self.storage = storage
    }

    func record(_ entry: SignInEntry) {
        self.state.withLock { state in
            // Cut in steps: cutting one at a time would move a thousand entries for each.
            if state.remembered.count >= Self.greatestRemembered * 2 {
                state.remembered.removeFirst(state.remembered.count - Self.greatestRemembered)
            }
            state.remembered.append(entry)
            if state.waiting.count < Self.greatestWaiting { state.waiting.append(entry) }
        }
    }

    /// Writes what is new; the oldest groups go.
    func flush() async throws {
        let entries: [SignInEntry] = self.state.withLock { state in
            guard !state.isWriting else { return [] }
            state.isWriting = !state.waiting.isEmpty
            defer { state.waiting = [] }
            return state.waiting
        }
        guard !entries.isEmpty else { return }
        defer { self.state.withLock { $0.isWriting = false } }
        for some in Self.pieces(entries[...], of: Self.greatestGroup * Self.groupsAtOnce) { try await write(some) }
    }

    private func write(_ entries: ArraySlice<SignInEntry>) async throws {
        let counter = try await self.storage.record(Self.counter)
        var next = try counter.map { try Self.number($0) } ?? 0
        var changes: [RecordChange] = []
        for group in Self.pieces(entries, of: Self.greatestGroup) {
            changes.append(.insert(StoredRecord(key: Self.key(next), content: Self.text(group))))
            if next >= Self.greatestGroups,
                let oldest = try await self.storage.record(Self.key(next - Self.greatestGroups))
            {
                changes.append(.delete(oldest.key, version: oldest.version))
            }
            next += 1
        }
        let count: JSONValue = ["next": .number(next)]
        changes.append(
            counter.map {
                .replace(StoredRecord(key: Self.counter, version: $0.version, content: count.serialized))
            } ?? .insert(StoredRecord(key: Self.counter, content: count.serialized))
        )
        try await self.storage.apply(changes)
    }

    private static func pieces(_ entries: ArraySlice<SignInEntry>, of count: Int) -> [ArraySlice<SignInEntry>] {
        stride(from: entries.startIndex, to: entries.endIndex, by: count)
            .map { entries[$0..<min($0 + count, entries.endIndex)] }
    }

    /// A group as it is kept.
    private static func text(_ entries: ArraySlice<SignInEntry>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(entries.reduce(32) { $0 + $1.keptSize })
        text.append(utf8: "{\"entries\":[")
        for index in entries.indices {
            if index > entries.startIndex { text.append(UInt8(ascii: ",")) }
            entries[index].write(to: &text)
        }
        text.append(utf8: "]}")
        return text
    }

    // MARK: Reading

    /// The entry with a trace ID.
    func entry(_ id: String, tenant: String) async throws -> SignInEntry? {
        try await entries(tenant: tenant, after: nil, limit: 1) { $0.id == id }.first
    }

    /// The newest entries first.
    ///
    /// - Parameters:
    ///   - tenant: Whose entries.
    ///   - after: The trace ID behind which the answer begins.
    ///   - limit: The greatest number of entries.
    ///   - isWanted: Which entries.
    /// - Returns: The entries.
    /// - Throws: What the storage throws.
    func entries(
        tenant: String,
        after: String?,
        limit: Int,
        where isWanted: (SignInEntry) -> Bool = { _ in true }
    ) async throws -> [SignInEntry] {
        var found: [SignInEntry] = []
        var isBehind = after == nil
        func take(_ entries: some Sequence<SignInEntry>) {
            for entry in entries where found.count < limit && entry.tenant == tenant {
                if isBehind, isWanted(entry) { found.append(entry) }
                if entry.id == after { isBehind = true }
            }
        }
        let remembered = self.state.withLock { $0.remembered }
        take(remembered.reversed())
        let known = Set(remembered.map(\.id))
        var group = try await self.storage.record(Self.counter).map { try Self.number($0) } ?? 0
        while found.count < limit, group > 0, let record = try await self.storage.record(Self.key(group - 1)) {
            group -= 1
            let entries = try RecordReader(record).object["entries"]?.array ?? []
            take(entries.reversed().compactMap(SignInEntry.init(kept:)).filter { !known.contains($0.id) })
        }
        return found
    }

    private static func number(_ record: StoredRecord) throws(StorageError) -> Int {
        try RecordReader(record).object["next"]?.integer ?? 0
    }

    private static func key(_ number: Int) -> RecordKey {
        let digits = String(number)
        return RecordKey(.signIns, tenant: "", id: String(repeating: "0", count: max(0, 12 - digits.count)) + digits)
    }
}
