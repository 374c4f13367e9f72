// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

extension RecordCollection {
    /// What was used once and must not be used again, until it would have ended anyway.
    static let spentGrants = RecordCollection("spentGrants")
    /// The families of refresh tokens whose reuse is watched.
    static let tokenFamilies = RecordCollection("tokenFamilies")
}

/// What must be remembered of codes and refresh tokens: which were redeemed, which families ended.
struct GrantLedger: Sendable {
    /// What a refresh token's use means for its family.
    enum Use: Sendable {
        case first
        /// The token was replaced before: somebody has a copy.
        case again
        case ended
    }

    let storage: any PlatformStorage

    /// Marks something as used, in one step; gives whether it was fresh.
    func spend(_ id: String, tenant: String, until end: Date) async throws -> Bool {
        let record = StoredRecord(
            key: RecordKey(.spentGrants, tenant: tenant, id: id),
            lookups: [Self.day(end)],
            content: JSONValue.object(["end": .seconds(end)]).serialized
        )
        do {
            try await self.storage.apply([.insert(record)])
            return true
        } catch let error as StorageError where error.code == .duplicate {
            return false
        }
    }

    // MARK: Families

    /// Notes that the token of a generation is used and the next one takes its place.
    func use(generation: Int, of family: String, tenant: String, until end: Date) async throws -> Use {
        let key = RecordKey(.tokenFamilies, tenant: tenant, id: family)
        for _ in 0..<4 {
            do {
                guard let record = try await self.storage.record(key) else {
                    guard generation == 0 else { return .ended }
                    try await self.storage.apply([.insert(Self.family(key, current: 1, until: end))])
                    return .first
                }
                let current = try RecordReader(record).integer("current")
                guard current >= 0 else { return .ended }
                guard generation == current else {
                    try await self.storage.apply([.replace(Self.family(key, current: -1, until: end, record.version))])
                    return .again
                }
                let next = Self.family(key, current: current + 1, until: end, record.version)
                try await self.storage.apply([.replace(next)])
                return .first
            } catch let error as StorageError where error.code == .conflict || error.code == .duplicate {
                continue
            }
        }
        return .ended
    }

    /// Ends a family: none of its tokens is good any more.
    func end(_ family: String, tenant: String, until end: Date) async throws {
        let key = RecordKey(.tokenFamilies, tenant: tenant, id: family)
        for _ in 0..<4 {
            do {
                let present = try await self.storage.record(key)
                let record = Self.family(key, current: -1, until: end, present?.version ?? 1)
                try await self.storage.apply([present == nil ? .insert(record) : .replace(record)])
                return
            } catch let error as StorageError where error.code == .conflict || error.code == .duplicate {
                continue
            }
        }
        throw StorageError(.conflict, "the family of a refresh token was changed again and again; repeat the request")
    }

    /// Whether a token of a family was replaced or ended; where families are not watched, neither happens.
    func isSuperseded(_ generation: Int, of family: String, tenant: String) async throws -> Bool {
        guard let record = try await self.storage.record(RecordKey(.tokenFamilies, tenant: tenant, id: family)) else {
            return false
        }
        return try RecordReader(record).integer("current") != generation
    }

    /// Whether a family was ended.
    func hasEnded(_ family: String, tenant: String) async throws -> Bool {
        guard let record = try await self.storage.record(RecordKey(.tokenFamilies, tenant: tenant, id: family)) else {
            return false
        }
        return try RecordReader(record).integer("current") < 0
    }

    // MARK: Housekeeping

    /// Forgets what ended before today.
    func purge(tenants: [String], at now: Date) async throws {
        for tenant in tenants {
            for collection in [RecordCollection.spentGrants, .tokenFamilies] {
                try await purge(collection, tenant, now)
            }
        }
        // What belongs to browsers and devices is filed under no tenant: whose it is, is found out later.
        for name in ["browserSessions", "deviceAuthorizations"] {
            try await purge(RecordCollection(name), "", now)
        }
    }

    private func purge(_ collection: RecordCollection, _ tenant: String, _ now: Date) async throws {
        let today = Self.number(now)
        for day in (today - 400)..<today {
            let query = RecordQuery(collection, tenant: tenant, lookup: ("day", String(day)), limit: 500)
            var found = try await self.storage.records(query)
            while !found.isEmpty {
                try await self.storage.apply(found.map { .delete($0.key, version: $0.version) })
                found = try await self.storage.records(query)
            }
        }
    }

    private static func family(_ key: RecordKey, current: Int, until end: Date, _ version: Int = 1) -> StoredRecord {
        StoredRecord(
            key: key,
            version: version,
            lookups: [day(end)],
            content: JSONValue.object(["current": .number(current)]).serialized
        )
    }

    /// The day on which something ends, under which housekeeping finds it.
    static func day(_ end: Date) -> RecordLookup { RecordLookup("day", String(number(end))) }

    private static func number(_ date: Date) -> Int { Int(nearest: date.timeIntervalSince1970 / 86_400) }
}
