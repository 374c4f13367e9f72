// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension KeyCredential {
    init(_ reader: RecordReader) throws(StorageError) {
        self.init(
            keyID: try reader.string("keyId"),
            customKeyIdentifier: try reader.bytes("customKeyIdentifier"),
            displayName: reader.object["displayName"]?.string,
            start: try reader.date("start"),
            end: try reader.date("end"),
            certificate: try reader.bytes("certificate"),
            kind: KeyCredentialKind(rawValue: reader.object["type"]?.string ?? "") ?? .verification,
            registered: try reader.date("registered")
        )
    }

    var content: JSONValue {
        [
            "keyId": .string(self.keyID),
            "customKeyIdentifier": .base64(self.customKeyIdentifier),
            "displayName": .optional(self.displayName),
            "start": .seconds(self.start),
            "end": .seconds(self.end),
            "certificate": .base64(self.certificate),
            "type": .string(self.kind.rawValue),
            "registered": .seconds(self.registered),
        ]
    }
}

extension PasswordCredential {
    init(_ reader: RecordReader) throws(StorageError) {
        self.init(
            keyID: try reader.string("keyId"),
            displayName: reader.object["displayName"]?.string,
            hint: try reader.string("hint"),
            start: try reader.date("start"),
            end: try reader.date("end"),
            digest: SecretDigest(salt: try reader.bytes("salt"), digest: try reader.bytes("digest"))
        )
    }

    var content: JSONValue {
        [
            "keyId": .string(self.keyID),
            "displayName": .optional(self.displayName),
            "hint": .string(self.hint),
            "start": .seconds(self.start),
            "end": .seconds(self.end),
            "salt": .base64(self.digest.salt),
            "digest": .base64(self.digest.digest),
        ]
    }
}

extension AppRole {
    init(_ reader: RecordReader) throws(StorageError) {
        self.init(
            id: try reader.string("id"),
            value: reader.object["value"]?.string,
            displayName: try reader.string("displayName"),
            description: try reader.string("description"),
            allowedMemberTypes: try reader.strings("allowedMemberTypes"),
            isEnabled: try reader.bool("isEnabled")
        )
    }

    var content: JSONValue {
        [
            "id": .string(self.id),
            "value": .optional(self.value),
            "displayName": .string(self.displayName),
            "description": .string(self.description),
            "allowedMemberTypes": .strings(self.allowedMemberTypes),
            "isEnabled": .bool(self.isEnabled),
        ]
    }
}

extension FederatedIdentityCredential {
    init(_ reader: RecordReader) throws(StorageError) {
        self.init(
            id: try reader.string("id"),
            name: try reader.string("name"),
            issuer: try reader.string("issuer"),
            subject: try reader.string("subject"),
            audience: try reader.string("audience"),
            description: reader.object["description"]?.string
        )
    }

    var content: JSONValue {
        [
            "id": .string(self.id),
            "name": .string(self.name),
            "issuer": .string(self.issuer),
            "subject": .string(self.subject),
            "audience": .string(self.audience),
            "description": .optional(self.description),
        ]
    }
}
