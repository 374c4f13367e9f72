// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// One tenant's vault at the moment of a request.
struct Vault: Sendable {
    let store: VaultStore
    /// The scheme, host and port of the platform.
    let origin: String
    let now: Date

    /// The address of an object, or of one of its versions.
    func address(_ kind: VaultKind, _ name: VaultName, _ version: String? = nil) -> String {
        "\(self.origin)/\(kind.collection)/\(name.text)" + (version.map { "/\($0)" } ?? "")
    }

    /// The address under which a deleted object is recovered.
    func recoveryAddress(_ kind: VaultKind, _ name: VaultName) -> String {
        "\(self.origin)/deleted\(kind.collection)/\(name.text)"
    }

    /// The object with a name that is not deleted; a certificate also answers as secret and as key.
    func live(_ name: VaultName, as kind: VaultKind) async throws -> VaultStore.Versioned<VaultObject> {
        guard let found = try await self.store.object(name, now: self.now), found.value.deletion == nil,
            kind == .secret || found.value.kind == .certificate
        else { throw VaultRefusal.notFound(kind, name.text) }
        return found
    }

    /// The named version of an object, or its current one.
    func version(
        _ id: String?,
        of object: VaultObject,
        as kind: VaultKind
    ) async throws -> VaultStore.Versioned<VaultVersion> {
        guard let wanted = id ?? object.current,
            let found = try await self.store.version(wanted, of: object.name)
        else { throw VaultRefusal.notFound(kind, object.name.text + (id.map { "/\($0)" } ?? "")) }
        return found
    }

    /// The object that a new version is to be put under: absent, or there and of this kind.
    func place(_ name: VaultName, for kind: VaultKind) async throws -> VaultStore.Versioned<VaultObject>? {
        guard let found = try await self.store.object(name, now: self.now) else { return nil }
        guard found.value.deletion == nil else { throw VaultRefusal.deletedButRecoverable(found.value.kind, name.text) }
        guard found.value.kind == kind else { throw VaultRefusal.nameTaken(name.text, by: found.value.kind) }
        return found
    }

    /// A deleted object of a kind.
    func deleted(_ name: VaultName, _ kind: VaultKind) async throws -> VaultStore.Versioned<VaultObject> {
        guard let found = try await self.store.object(name, now: self.now), found.value.deletion != nil,
            found.value.kind == kind
        else { throw VaultRefusal.deletedNotFound(kind, name.text) }
        return found
    }

    /// Marks an object as deleted.
    func delete(_ found: VaultStore.Versioned<VaultObject>) async throws -> VaultObject {
        var object = found.value
        object.deletion = VaultObject.Deletion(
            deleted: self.now,
            purge: self.now.addingTimeInterval(Double(VaultAttributes.recoverableDays) * 86_400)
        )
        try await self.store.apply([self.store.filing(object, replacing: found.version)])
        return object
    }

    /// Takes the mark of deletion away.
    func recover(_ found: VaultStore.Versioned<VaultObject>) async throws -> VaultObject {
        var object = found.value
        object.deletion = nil
        try await self.store.apply([self.store.filing(object, replacing: found.version)])
        return object
    }

    /// The current versions of objects, in their order; an object whose version is missing is left out.
    func current(_ objects: [VaultObject]) async throws -> [(object: VaultObject, version: VaultVersion)] {
        var pairs: [(object: VaultObject, version: VaultVersion)] = []
        for object in objects {
            guard let id = object.current, let found = try await self.store.version(id, of: object.name) else {
                continue
            }
            pairs.append((object, found.value))
        }
        return pairs
    }
}
