// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let permissionGrants = RecordCollection("oauth2PermissionGrants")
}

extension PermissionGrant {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            clientID: try reader.string("clientId"),
            resourceID: try reader.string("resourceId"),
            principalID: reader.object["principalId"]?.string,
            scopes: try reader.strings("scopes"),
            created: try reader.date("created")
        )
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        let content: JSONValue = [
            "clientId": .string(self.clientID),
            "resourceId": .string(self.resourceID),
            "principalId": .optional(self.principalID),
            "scopes": .strings(self.scopes),
            "created": .seconds(self.created),
        ]
        let place = "\(self.clientID) \(self.resourceID) \(self.principalID ?? "")"
        var lookups = [
            // One grant for each client, resource and person, as the real directory has it.
            RecordLookup("place", place, isUnique: true),
            RecordLookup("clientId", self.clientID),
            RecordLookup("resourceId", self.resourceID),
        ]
        if let principalID = self.principalID { lookups.append(RecordLookup("principalId", principalID)) }
        return StoredRecord(
            key: RecordKey(.permissionGrants, tenant: tenant, id: self.id),
            version: version,
            lookups: lookups,
            content: content.serialized
        )
    }
}
