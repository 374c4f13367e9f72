// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// One version of a secret, or of a certificate with its key and secret.
struct VaultVersion: Sendable {
    /// 32 hexadecimal digits.
    let id: String
    /// The folded name of the object that it is a version of.
    let objectKey: String
    var attributes: VaultAttributes
    var tags: JSONObject
    var contentType: String?
    /// The certificate, DER; absent for a plain secret.
    let certificate: [UInt8]?
    /// The value that the secret of this version has, encrypted.
    let sealedValue: [UInt8]
    /// The key with its chain as PEM, encrypted; absent for a plain secret.
    let sealedKey: [UInt8]?

    /// Draws the identifier of a new version.
    static func newIdentifier() -> String { GUID.random().filter { $0 != "-" } }
}

extension RecordCollection {
    static let vaultVersions = RecordCollection("vaultVersions")
}

extension VaultVersion {
    /// Under which versions of one object are found.
    static let lookup = "object"

    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.id = record.key.id
        self.objectKey = try reader.string("object")
        self.attributes = try VaultAttributes(reader)
        self.tags = try reader.object("tags")
        self.contentType = reader.object["contentType"]?.string
        self.certificate = reader.object["certificate"] == nil ? nil : try reader.bytes("certificate")
        self.sealedValue = try reader.bytes("value")
        self.sealedKey = reader.object["key"] == nil ? nil : try reader.bytes("key")
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        var content = self.attributes.kept
        content["object"] = .string(self.objectKey)
        content["tags"] = .object(self.tags)
        if let type = self.contentType { content["contentType"] = .string(type) }
        if let certificate = self.certificate { content["certificate"] = .base64(certificate) }
        content["value"] = .base64(self.sealedValue)
        if let key = self.sealedKey { content["key"] = .base64(key) }
        return StoredRecord(
            key: RecordKey(.vaultVersions, tenant: tenant, id: self.id),
            version: version,
            lookups: [RecordLookup(Self.lookup, self.objectKey)],
            content: JSONValue.object(content).serialized
        )
    }
}
