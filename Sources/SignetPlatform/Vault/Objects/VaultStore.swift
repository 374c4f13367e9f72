// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// One tenant's vault in a storage; values are encrypted with the master key, each bound to its place.
struct VaultStore: Sendable {
    /// How often a change is tried again that another one overtook.
    private static let attempts = 4
    private static let greatestBatch = 200

    typealias Versioned = DirectoryStore.Versioned

    let storage: any PlatformStorage
    let masterKey: MasterKey
    let tenant: String

    // MARK: Reading

    /// The object with a name, deleted or not; one whose time to be recovered is over is removed first.
    func object(_ name: VaultName, now: Date) async throws -> Versioned<VaultObject>? {
        guard let record = try await self.storage.record(RecordKey(.vaultObjects, tenant: self.tenant, id: name.key))
        else { return nil }
        let found = Versioned(value: try VaultObject(record), version: record.version)
        if let deletion = found.value.deletion, deletion.purge <= now {
            try await purge(found)
            return nil
        }
        return found
    }

    func objects(in list: VaultObject.List, after: String?, limit: Int) async throws -> [VaultObject] {
        try await self.storage
            .records(
                RecordQuery(
                    .vaultObjects,
                    tenant: self.tenant,
                    lookup: (VaultObject.List.lookup, list.rawValue),
                    after: after,
                    limit: limit
                )
            )
            .map { try VaultObject($0) }
    }

    func version(_ id: String, of name: VaultName) async throws -> Versioned<VaultVersion>? {
        guard let record = try await self.storage.record(RecordKey(.vaultVersions, tenant: self.tenant, id: id)) else {
            return nil
        }
        let found = Versioned(value: try VaultVersion(record), version: record.version)
        return found.value.objectKey == name.key ? found : nil
    }

    func versions(of name: VaultName, after: String?, limit: Int) async throws -> [VaultVersion] {
        try await records(of: name, after: after, limit: limit).map { try VaultVersion($0) }
    }

    // MARK: Changing

    func apply(_ changes: [RecordChange]) async throws { try await self.storage.apply(changes) }

    /// The change that files an object: new, or in the place of what was read.
    func filing(_ object: VaultObject, replacing version: Int?) -> RecordChange {
        guard let version else { return .insert(object.record(tenant: self.tenant)) }
        return .replace(object.record(tenant: self.tenant, version: version))
    }

    func inserting(_ version: VaultVersion) -> RecordChange { .insert(version.record(tenant: self.tenant)) }

    /// Removes an object with all its versions; the object goes last, so that what fails midway can be done again.
    func purge(_ found: Versioned<VaultObject>) async throws {
        while true {
            let records = try await records(of: found.value.name, after: nil, limit: Self.greatestBatch)
            guard !records.isEmpty else { break }
            try await apply(records.map { .delete($0.key, version: $0.version) })
        }
        let key = RecordKey(.vaultObjects, tenant: self.tenant, id: found.value.name.key)
        try await apply([.delete(key, version: found.version)])
    }

    /// Does something again where another change overtook it.
    func retrying<Result>(_ body: () async throws -> Result) async throws -> Result {
        for _ in 1...Self.attempts {
            do {
                return try await body()
            } catch let error as StorageError where error.code == .conflict || error.code == .duplicate {
                continue
            }
        }
        throw VaultRefusal.concurrentChange
    }

    // MARK: Secrets

    func seal(_ secret: SecretBytes, as part: String, of name: VaultName, _ version: String) throws -> [UInt8] {
        try self.masterKey.seal(secret, name: place(part, name, version))
    }

    func open(_ sealed: [UInt8], as part: String, of name: VaultName, _ version: String) throws -> SecretBytes {
        try self.masterKey.open(sealed, name: place(part, name, version))
    }

    private func place(_ part: String, _ name: VaultName, _ version: String) -> String {
        "vault/\(self.tenant)/\(name.key)/\(version)/\(part)"
    }

    private func records(of name: VaultName, after: String?, limit: Int) async throws -> [StoredRecord] {
        try await self.storage.records(
            RecordQuery(
                .vaultVersions,
                tenant: self.tenant,
                lookup: (VaultVersion.lookup, name.key),
                after: after,
                limit: limit
            )
        )
    }
}
