// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Synchronization

/// The keys that sign access tokens, and those that are published before and after.
final class SigningKeyRing: Sendable {
    private let storage: any PlatformStorage
    private let masterKey: MasterKey
    private let keys: Mutex<[SigningKey]>

    /// Loads the keys, and makes what the schedule finds missing.
    init(storage: any PlatformStorage, masterKey: MasterKey, now: Date) async throws {
        self.storage = storage
        self.masterKey = masterKey
        let records = try await storage.records(RecordQuery(.signingKeys, tenant: ""))
        self.keys = Mutex(
            try records.map { try SigningKey($0, masterKey: masterKey) }.sorted { $0.activation < $1.activation }
        )
        try await renew(at: now)
    }

    /// The key that signs at a time.
    func current(at now: Date) throws(PlatformError) -> SigningKey {
        let key = self.keys.withLock { keys in keys.last { $0.activation <= now } ?? keys.first }
        guard let key else { throw PlatformError(.unusableKey, "there is no signing key") }
        return key
    }

    /// All keys, in the order of their beginnings.
    var all: [SigningKey] { self.keys.withLock { $0 } }

    /// The key with an identifier.
    func key(_ keyID: String) -> SigningKey? {
        self.keys.withLock { keys in keys.first { $0.keyID == keyID } }
    }

    /// All keys as a JSON Web Key Set, each with the issuer of its tokens.
    func document(issuer: String) -> JSONValue { Self.document(self.keys.withLock { $0 }, issuer: issuer) }

    /// Keys as a JSON Web Key Set.
    static func document(_ keys: [SigningKey], issuer: String) -> JSONValue {
        [
            "keys": .array(
                keys.map { key in
                    var member = key.jsonWebKey
                    member["issuer"] = .string(issuer)
                    return .object(member)
                }
            )
        ]
    }

    /// Makes and forgets keys as the schedule says; where the time was moved for a test, it forgets none.
    func renew(at now: Date, forgetting forgets: Bool = true) async throws {
        let keys = self.keys.withLock { $0 }
        let schedule = SigningKeySchedule(activations: keys.map(\.activation), now: now)
        let due = forgets ? schedule.removals : []
        guard !schedule.additions.isEmpty || !due.isEmpty else { return }
        let additions = try await make(schedule.additions, now: now)
        let removals = keys.filter { due.contains($0.activation) }
        var changes: [RecordChange] = try additions.map { .insert(try $0.record(masterKey: self.masterKey)) }
        for key in removals {
            guard let record = try await self.storage.record(RecordKey(.signingKeys, tenant: "", id: key.keyID)) else {
                continue
            }
            changes.append(.delete(record.key, version: record.version))
        }
        try await self.storage.apply(changes)
        let removed = Set(removals.map(\.keyID))
        self.keys.withLock { current in
            current = (current.filter { !removed.contains($0.keyID) } + additions)
                .sorted { $0.activation < $1.activation }
        }
    }

    private func make(_ activations: [Date], now: Date) async throws -> [SigningKey] {
        try await withThrowingTaskGroup(of: SigningKey.self) { group in
            for activation in activations {
                group.addTask { try SigningKey.generate(activation: activation, now: now) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
