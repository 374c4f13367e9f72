// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/certificates` and `/deletedcertificates`, apart from how versions come about.
struct CertificateOperations: Sendable {
    let vault: Vault

    func read(_ name: VaultName, _ id: String?) async throws -> VaultAnswer {
        let object = try await self.vault.live(name, as: .certificate).value
        let version = try await self.vault.version(id, of: object, as: .certificate).value
        return .object(resource(object, version).bundle(withPolicy: id == nil))
    }

    func list(_ query: VaultQuery) async throws -> VaultAnswer {
        let objects = try await self.vault.store.objects(in: .certificates, after: query.after, limit: query.limit + 1)
        let items = try await self.vault.current(objects)
            .map { (id: $0.object.name.key, object: resource($0.object, $0.version).item(withVersion: false)) }
        return .object(query.page(items, at: "\(self.vault.origin)/certificates"))
    }

    func listVersions(_ name: VaultName, _ query: VaultQuery) async throws -> VaultAnswer {
        let object = try await self.vault.live(name, as: .certificate).value
        let items = try await self.vault.store.versions(of: name, after: query.after, limit: query.limit + 1)
            .map { (id: $0.id, object: resource(object, $0).item(withVersion: true)) }
        return .object(query.page(items, at: self.vault.address(.certificate, object.name) + "/versions"))
    }

    func update(_ name: VaultName, _ id: String?, _ payload: VaultPayload) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            let found = try await self.vault.live(name, as: .certificate)
            let current = try await self.vault.version(id, of: found.value, as: .certificate)
            var (object, version) = (found.value, current.value)
            if let enabled = try payload.payload("attributes")?.bool("enabled") {
                version.attributes.isEnabled = enabled
            }
            if let tags = try payload.tags() { version.tags = tags }
            version.attributes.updated = self.vault.now
            var changes: [RecordChange] = [
                .replace(version.record(tenant: self.vault.store.tenant, version: current.version))
            ]
            if let sent = try payload.payload("policy") {
                object.policy = try Self.changed(object.policy, by: sent).json
                changes.append(self.vault.store.filing(object, replacing: found.version))
            }
            try await self.vault.store.apply(changes)
            return .object(resource(object, version).bundle(withPolicy: id == nil))
        }
    }

    // MARK: Policy

    func readPolicy(_ name: VaultName) async throws -> VaultAnswer {
        .object(CertificateResource.policy(of: try await self.vault.live(name, as: .certificate).value, self.vault))
    }

    func updatePolicy(_ name: VaultName, _ payload: VaultPayload) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            let found = try await self.vault.live(name, as: .certificate)
            var object = found.value
            object.policy = try Self.changed(object.policy, by: payload).json
            try await self.vault.store.apply([self.vault.store.filing(object, replacing: found.version)])
            return .object(CertificateResource.policy(of: object, self.vault))
        }
    }

    private static func changed(
        _ kept: JSONObject?,
        by payload: VaultPayload
    ) throws(VaultRefusal) -> VaultCertificatePolicy {
        try VaultCertificatePolicy(payload, changing: try VaultCertificatePolicy(VaultPayload(kept ?? JSONObject())))
    }

    // MARK: Deletion

    func delete(_ name: VaultName) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            let found = try await self.vault.live(name, as: .certificate)
            let version = try await self.vault.version(nil, of: found.value, as: .certificate).value
            let object = try await self.vault.delete(found)
            return .object(resource(object, version).deletedBundle())
        }
    }

    func readDeleted(_ name: VaultName) async throws -> VaultAnswer {
        let object = try await self.vault.deleted(name, .certificate).value
        let version = try await self.vault.version(nil, of: object, as: .certificate).value
        return .object(resource(object, version).deletedBundle())
    }

    func listDeleted(_ query: VaultQuery) async throws -> VaultAnswer {
        let objects = try await self.vault.store
            .objects(in: .deletedCertificates, after: query.after, limit: query.limit + 1)
        let items = try await self.vault.current(objects)
            .map { (id: $0.object.name.key, object: resource($0.object, $0.version).deletedItem()) }
        return .object(query.page(items, at: "\(self.vault.origin)/deletedcertificates"))
    }

    func recover(_ name: VaultName) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            let object = try await self.vault.recover(try await self.vault.deleted(name, .certificate))
            let version = try await self.vault.version(nil, of: object, as: .certificate).value
            return .object(resource(object, version).bundle(withPolicy: true))
        }
    }

    func purge(_ name: VaultName) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            try await self.vault.store.purge(try await self.vault.deleted(name, .certificate))
            return .noContent
        }
    }

    private func resource(_ object: VaultObject, _ version: VaultVersion) -> CertificateResource {
        CertificateResource(vault: self.vault, object: object, version: version)
    }
}
