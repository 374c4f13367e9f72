// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A whole object as one encrypted text, to be restored into the vault of the same tenant.
struct VaultBackup: Sendable {
    private static let greatestVersions = 500
    private static let form = "signet-vault-backup"

    let vault: Vault
    let kind: VaultKind

    func create(_ name: VaultName) async throws -> VaultAnswer {
        let object = try await self.vault.live(name, as: self.kind).value
        guard object.kind == self.kind else { throw VaultRefusal.managed(name.text) }
        let store = self.vault.store
        let versions = try await store.versions(of: name, after: nil, limit: Self.greatestVersions + 1)
        guard versions.count <= Self.greatestVersions else {
            throw VaultRefusal.badParameter(
                "An object with more than \(Self.greatestVersions) versions cannot be backed up."
            )
        }
        let content: JSONValue = [
            "object": content(object.record(tenant: store.tenant)),
            "versions": .array(
                versions.map { ["id": .string($0.id), "content": self.content($0.record(tenant: store.tenant))] }
            ),
        ]
        let sealed = try store.masterKey.seal(SecretBytes(content.serialized), name: place)
        return .object(["value": .string(Base64URL.encode(sealed))])
    }

    /// Puts an object back; refused where its name is in use.
    func restore(_ payload: VaultPayload) async throws -> VaultObject {
        guard let sealed = try payload.string("value").flatMap({ Base64URL.decode($0) }),
            let opened = try? self.vault.store.masterKey.open(sealed, name: place),
            let content = opened.withExposedBytes({ try? JSONValue.parse($0) })
        else { throw VaultRefusal.badParameter("The backup blob is malformed, or of another vault.") }
        let tenant = self.vault.store.tenant
        let object = try VaultObject(record("object", content["object"], .vaultObjects, id: ""))
        let versions = try (content["versions"]?.array ?? [])
            .map { try VaultVersion(record("version", $0["content"], .vaultVersions, id: $0["id"]?.string ?? "")) }
        guard object.kind == self.kind else {
            throw VaultRefusal.badParameter("The backup blob is of another kind of object.")
        }
        let changes = [RecordChange.insert(object.record(tenant: tenant))] + versions.map(self.vault.store.inserting)
        do {
            try await self.vault.store.apply(changes)
        } catch let error as StorageError where error.code == .duplicate {
            throw VaultRefusal.nameTaken(object.name.text, by: object.kind)
        }
        return object
    }

    private var place: String { "\(Self.form)/\(self.vault.store.tenant)/\(self.kind.rawValue)" }

    private func content(_ record: StoredRecord) -> JSONValue { .base64(record.content) }

    private func record(
        _ what: String,
        _ value: JSONValue?,
        _ collection: RecordCollection,
        id: String
    ) throws(VaultRefusal) -> StoredRecord {
        guard let bytes = value?.string.flatMap({ Base64.decodeLenient($0) }) else {
            throw .badParameter("The \(what) in the backup blob is malformed.")
        }
        return StoredRecord(key: RecordKey(collection, tenant: self.vault.store.tenant, id: id), content: bytes)
    }
}
