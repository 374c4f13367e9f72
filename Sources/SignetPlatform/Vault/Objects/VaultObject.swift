// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A secret or a certificate under its name: what all its versions share.
///
/// A certificate's key and secret bear its name too, so that one name is one object.
struct VaultObject: Sendable {
    /// When it was deleted, and when it will be gone for good.
    struct Deletion: Sendable {
        let deleted: Date
        let purge: Date
    }

    let name: VaultName
    let kind: VaultKind
    /// The version that is meant where none is named; absent until a first certificate was merged.
    var current: String?
    var deletion: Deletion?
    /// How the next version of a certificate is made, in Key Vault's words.
    var policy: JSONObject?
    /// The request for a certificate that is or was last under way.
    var pending: JSONObject?
}

extension RecordCollection {
    static let vaultObjects = RecordCollection("vaultObjects")
}

extension VaultObject {
    /// The lists in which objects are found.
    enum List: String {
        /// Secrets and the secrets of certificates.
        case secrets
        case certificates
        case deletedSecrets
        case deletedCertificates

        static let lookup = "list"
    }

    private var lists: [List] {
        switch (self.kind, self.deletion) {
        case (.certificate, .some): [.deletedCertificates]
        case (_, .some): [.deletedSecrets]
        case (.certificate, .none): self.current == nil ? [] : [.secrets, .certificates]
        case (_, .none): [.secrets]
        }
    }

    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.name = VaultName(stored: try reader.string("name"))
        self.kind = try reader.string("kind") == VaultKind.certificate.rawValue ? .certificate : .secret
        self.current = reader.object["current"]?.string
        if reader.object["deleted"] != nil {
            self.deletion = Deletion(deleted: try reader.date("deleted"), purge: try reader.date("purge"))
        }
        self.policy = reader.object["policy"]?.object
        self.pending = reader.object["pending"]?.object
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        var content: JSONObject = ["name": .string(self.name.text), "kind": .string(self.kind.rawValue)]
        if let current = self.current { content["current"] = .string(current) }
        if let deletion = self.deletion {
            content["deleted"] = .seconds(deletion.deleted)
            content["purge"] = .seconds(deletion.purge)
        }
        if let policy = self.policy { content["policy"] = .object(policy) }
        if let pending = self.pending { content["pending"] = .object(pending) }
        return StoredRecord(
            key: RecordKey(.vaultObjects, tenant: tenant, id: self.name.key),
            version: version,
            lookups: self.lists.map { RecordLookup(List.lookup, $0.rawValue) },
            content: JSONValue.object(content).serialized
        )
    }
}
