// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// A certificate as the wire shows it.
struct CertificateResource: Sendable {
    let vault: Vault
    let object: VaultObject
    let version: VaultVersion

    /// The line in a list.
    func item(withVersion: Bool) -> JSONObject {
        var item: JSONObject = [
            "id": .string(self.vault.address(.certificate, self.object.name, withVersion ? self.version.id : nil)),
            "x5t": .string(thumbprint),
            "attributes": self.version.attributes.json,
            "tags": .object(self.version.tags),
        ]
        if let der = self.version.certificate, let details = try? CertificateDetails(der: der) {
            item["subject"] = .string(details.subject)
        }
        return item
    }

    /// The certificate; its policy stands in the current version alone.
    func bundle(withPolicy: Bool) -> JSONObject {
        let name = self.object.name
        var bundle: JSONObject = [
            "id": .string(self.vault.address(.certificate, name, self.version.id)),
            "kid": .string(self.vault.address(.key, name, self.version.id)),
            "sid": .string(self.vault.address(.secret, name, self.version.id)),
            "x5t": .string(thumbprint),
            "cer": .base64(self.version.certificate ?? []),
            "attributes": self.version.attributes.json,
            "tags": .object(self.version.tags),
        ]
        if withPolicy {
            bundle["policy"] = .object(Self.policy(of: self.object, self.vault))
            bundle["pending"] = ["id": .string(self.vault.address(.certificate, name) + "/pending")]
        }
        return bundle
    }

    func deletedBundle() -> JSONObject {
        var bundle = bundle(withPolicy: true)
        bundle.addDeletion(of: self.object, .certificate, self.vault)
        return bundle
    }

    func deletedItem() -> JSONObject {
        var item = item(withVersion: false)
        item.addDeletion(of: self.object, .certificate, self.vault)
        return item
    }

    /// The policy with its address.
    static func policy(of object: VaultObject, _ vault: Vault) -> JSONObject {
        let address: JSONValue = .string(vault.address(.certificate, object.name) + "/policy")
        return JSONObject([.init(name: "id", value: address)] + (object.policy?.members ?? []))
    }

    private var thumbprint: String {
        Base64URL.encode(Thumbprint.sha1(ofDER: self.version.certificate ?? []).bytes)
    }
}
