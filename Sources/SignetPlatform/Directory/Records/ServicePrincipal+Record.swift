// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension ServicePrincipal {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            appID: try reader.string("appId"),
            created: try reader.date("created"),
            displayName: try reader.string("displayName"),
            accountEnabled: try reader.bool("accountEnabled"),
            appRoleAssignmentRequired: try reader.bool("appRoleAssignmentRequired"),
            keyCredentials: try reader.objects("keyCredentials")
                .map { key throws(StorageError) in
                    try KeyCredential(key)
                },
            passwordCredentials: try reader.objects("passwordCredentials")
                .map { password throws(StorageError) in
                    try PasswordCredential(password)
                },
            owners: try reader.strings("owners"),
            others: try reader.object("others"),
            isProvisioned: try reader.bool("isProvisioned"),
            tokenLifetimePolicyID: reader.object["lifetimePolicyId"]?.string
        )
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        let content: JSONValue = [
            "appId": .string(self.appID),
            "created": .seconds(self.created),
            "displayName": .string(self.displayName),
            "accountEnabled": .bool(self.accountEnabled),
            "appRoleAssignmentRequired": .bool(self.appRoleAssignmentRequired),
            "keyCredentials": .array(self.keyCredentials.map(\.content)),
            "passwordCredentials": .array(self.passwordCredentials.map(\.content)),
            "owners": .strings(self.owners),
            "others": .object(self.others),
            "isProvisioned": .bool(self.isProvisioned),
            "lifetimePolicyId": .optional(self.tokenLifetimePolicyID),
        ]
        return StoredRecord(
            key: RecordKey(.servicePrincipals, tenant: tenant, id: self.id),
            version: version,
            lookups: [
                RecordLookup("appId", self.appID, isUnique: true),
                RecordLookup("displayName", self.displayName.lowercased()),
            ],
            content: content.serialized
        )
    }
}
