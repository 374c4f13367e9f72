// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A secret as the wire shows it.
struct SecretResource: Sendable {
    let vault: Vault
    let object: VaultObject
    let version: VaultVersion

    /// The secret without its value, under the address of its version or of the secret itself.
    func item(withVersion: Bool) -> JSONObject {
        var item: JSONObject = [
            "id": .string(self.vault.address(.secret, self.object.name, withVersion ? self.version.id : nil)),
            "attributes": self.version.attributes.json,
        ]
        if let type = self.version.contentType { item["contentType"] = .string(type) }
        item["tags"] = .object(self.version.tags)
        if self.object.kind == .certificate {
            item["kid"] = .string(self.vault.address(.key, self.object.name, self.version.id))
            item["managed"] = true
        }
        return item
    }

    /// The secret with its value.
    func bundle() throws -> JSONObject {
        let value = try self.vault.store.open(
            self.version.sealedValue,
            as: "value",
            of: self.object.name,
            self.version.id
        )
        let text = value.withExposedBytes { String(decoding: $0, as: UTF8.self) }
        return JSONObject([.init(name: "value", value: .string(text))] + item(withVersion: true).members)
    }

    /// A deleted secret: as it was, and until when it can be recovered.
    func deleted(withVersion: Bool) -> JSONObject {
        var item = item(withVersion: withVersion)
        item.addDeletion(of: self.object, .secret, self.vault)
        return item
    }
}

extension JSONObject {
    /// Adds until when something can be recovered, and where.
    mutating func addDeletion(of object: VaultObject, _ kind: VaultKind, _ vault: Vault) {
        guard let deletion = object.deletion else { return }
        self["recoveryId"] = .string(vault.recoveryAddress(kind, object.name))
        self["deletedDate"] = .seconds(deletion.deleted)
        self["scheduledPurgeDate"] = .seconds(deletion.purge)
    }
}
