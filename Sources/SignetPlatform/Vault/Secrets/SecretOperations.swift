// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/secrets` and `/deletedsecrets`.
struct SecretOperations: Sendable {
    private static let greatestValue = 25_000
    private static let greatestContentType = 255

    let vault: Vault

    func set(_ name: VaultName, _ payload: VaultPayload) async throws -> VaultAnswer {
        guard let value = try payload.string("value") else { throw VaultRefusal.invalidProperty("value") }
        guard value.utf8.count <= Self.greatestValue else {
            throw VaultRefusal.badParameter("The secret value exceeds the maximum size of 25 KB.")
        }
        var attributes = VaultAttributes(created: self.vault.now)
        try change(&attributes, payload)
        let id = VaultVersion.newIdentifier()
        let version = VaultVersion(
            id: id,
            objectKey: name.key,
            attributes: attributes,
            tags: try payload.tags() ?? JSONObject(),
            contentType: try contentType(payload),
            certificate: nil,
            sealedValue: try self.vault.store.seal(SecretBytes(utf8: value), as: "value", of: name, id),
            sealedKey: nil
        )
        return try await self.vault.store.retrying {
            let found = try await self.vault.place(name, for: .secret)
            var object = found?.value ?? VaultObject(name: name, kind: .secret)
            object.current = version.id
            try await self.vault.store.apply([
                self.vault.store.inserting(version), self.vault.store.filing(object, replacing: found?.version),
            ])
            return .object(try resource(object, version).bundle())
        }
    }

    func read(_ name: VaultName, _ id: String?) async throws -> VaultAnswer {
        let object = try await self.vault.live(name, as: .secret).value
        let version = try await self.vault.version(id, of: object, as: .secret).value
        guard version.attributes.isEnabled else { throw VaultRefusal.disabled(.secret, operation: "get") }
        return .object(try resource(object, version).bundle())
    }

    /// A secret that was just restored.
    func readAttributes(_ object: VaultObject) async throws -> VaultAnswer {
        let version = try await self.vault.version(nil, of: object, as: .secret).value
        return .object(resource(object, version).item(withVersion: true))
    }

    func list(_ query: VaultQuery) async throws -> VaultAnswer {
        let objects = try await self.vault.store.objects(in: .secrets, after: query.after, limit: query.limit + 1)
        let items = try await self.vault.current(objects)
            .map { (id: $0.object.name.key, object: resource($0.object, $0.version).item(withVersion: false)) }
        return .object(query.page(items, at: "\(self.vault.origin)/secrets"))
    }

    func listVersions(_ name: VaultName, _ query: VaultQuery) async throws -> VaultAnswer {
        let object = try await self.vault.live(name, as: .secret).value
        let items = try await self.vault.store.versions(of: name, after: query.after, limit: query.limit + 1)
            .map { (id: $0.id, object: resource(object, $0).item(withVersion: true)) }
        return .object(query.page(items, at: self.vault.address(.secret, object.name) + "/versions"))
    }

    func update(_ name: VaultName, _ id: String?, _ payload: VaultPayload) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            let object = try await self.vault.live(name, as: .secret).value
            guard object.kind == .secret else { throw VaultRefusal.managed(name.text) }
            let found = try await self.vault.version(id, of: object, as: .secret)
            var version = found.value
            try change(&version.attributes, payload)
            version.attributes.updated = self.vault.now
            if let tags = try payload.tags() { version.tags = tags }
            if payload.value("contentType") != nil { version.contentType = try contentType(payload) }
            try await self.vault.store.apply([
                .replace(version.record(tenant: self.vault.store.tenant, version: found.version))
            ])
            return .object(resource(object, version).item(withVersion: true))
        }
    }

    func delete(_ name: VaultName) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            let found = try await self.vault.live(name, as: .secret)
            guard found.value.kind == .secret else { throw VaultRefusal.managed(name.text) }
            let version = try await self.vault.version(nil, of: found.value, as: .secret).value
            let object = try await self.vault.delete(found)
            return .object(resource(object, version).deleted(withVersion: true))
        }
    }

    // MARK: Deleted secrets

    func readDeleted(_ name: VaultName) async throws -> VaultAnswer {
        let object = try await self.vault.deleted(name, .secret).value
        let version = try await self.vault.version(nil, of: object, as: .secret).value
        return .object(resource(object, version).deleted(withVersion: true))
    }

    func listDeleted(_ query: VaultQuery) async throws -> VaultAnswer {
        let objects = try await self.vault.store.objects(
            in: .deletedSecrets,
            after: query.after,
            limit: query.limit + 1
        )
        let items = try await self.vault.current(objects)
            .map { (id: $0.object.name.key, object: resource($0.object, $0.version).deleted(withVersion: false)) }
        return .object(query.page(items, at: "\(self.vault.origin)/deletedsecrets"))
    }

    func recover(_ name: VaultName) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            let found = try await self.vault.deleted(name, .secret)
            let object = try await self.vault.recover(found)
            let version = try await self.vault.version(nil, of: object, as: .secret).value
            return .object(resource(object, version).item(withVersion: true))
        }
    }

    func purge(_ name: VaultName) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            try await self.vault.store.purge(try await self.vault.deleted(name, .secret))
            return .noContent
        }
    }

    private func resource(_ object: VaultObject, _ version: VaultVersion) -> SecretResource {
        SecretResource(vault: self.vault, object: object, version: version)
    }

    private func contentType(_ payload: VaultPayload) throws(VaultRefusal) -> String? {
        let type = try payload.string("contentType")
        guard (type?.count ?? 0) <= Self.greatestContentType else { throw .invalidProperty("contentType") }
        return type
    }

    private func change(_ attributes: inout VaultAttributes, _ payload: VaultPayload) throws(VaultRefusal) {
        guard let changes = try payload.payload("attributes") else { return }
        if let enabled = try changes.bool("enabled") { attributes.isEnabled = enabled }
        if let start = try changes.time("nbf") { attributes.notBefore = start }
        if let end = try changes.time("exp") { attributes.expires = end }
    }
}
