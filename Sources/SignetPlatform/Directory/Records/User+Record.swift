// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let users = RecordCollection("users")
}

extension User {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            created: try reader.date("created"),
            userPrincipalName: try reader.string("userPrincipalName"),
            displayName: try reader.string("displayName"),
            mailNickname: try reader.string("mailNickname"),
            givenName: reader.object["givenName"]?.string,
            surname: reader.object["surname"]?.string,
            mail: reader.object["mail"]?.string,
            userType: try reader.string("userType"),
            accountEnabled: try reader.bool("accountEnabled"),
            password: reader.object["password"] == .null ? nil : try PasswordDigest(reader),
            passwordChanged: try reader.date("passwordChanged"),
            mustChangePassword: try reader.bool("mustChangePassword"),
            sessionsValidFrom: try reader.instant("sessionsValidFrom"),
            others: try reader.object("others")
        )
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        let content: JSONValue = [
            "created": .seconds(self.created),
            "userPrincipalName": .string(self.userPrincipalName),
            "displayName": .string(self.displayName),
            "mailNickname": .string(self.mailNickname),
            "givenName": .optional(self.givenName),
            "surname": .optional(self.surname),
            "mail": .optional(self.mail),
            "userType": .string(self.userType),
            "accountEnabled": .bool(self.accountEnabled),
            "password": self.password?.content ?? .null,
            "passwordChanged": .seconds(self.passwordChanged),
            "mustChangePassword": .bool(self.mustChangePassword),
            "sessionsValidFrom": .milliseconds(self.sessionsValidFrom),
            "others": .object(self.others),
        ]
        let lookups =
            [
                RecordLookup("userPrincipalName", self.userPrincipalName.lowercased(), isUnique: true),
                RecordLookup("displayName", self.displayName.lowercased()),
            ] + (self.mail.map { [RecordLookup("mail", $0.lowercased())] } ?? [])
        return StoredRecord(
            key: RecordKey(.users, tenant: tenant, id: self.id),
            version: version,
            lookups: lookups,
            content: content.serialized
        )
    }
}

extension PasswordDigest {
    fileprivate init(_ reader: RecordReader) throws(StorageError) {
        let kept = try reader.reader("password")
        let cost = try kept.integer("cost")
        guard (2...Self.greatestCost).contains(cost), cost & (cost - 1) == 0 else {
            throw StorageError(.corrupted, "the cost of a password's digest is \(cost); restore a backup")
        }
        self.init(salt: try kept.bytes("salt"), digest: try kept.bytes("digest"), cost: cost)
    }

    fileprivate var content: JSONValue {
        ["cost": .number(self.cost), "salt": .base64(self.salt), "digest": .base64(self.digest)]
    }
}
