// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let groups = RecordCollection("groups")
    static let groupMembers = RecordCollection("groupMembers")
}

extension Group {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            created: try reader.date("created"),
            displayName: try reader.string("displayName"),
            mailNickname: try reader.string("mailNickname"),
            description: reader.object["description"]?.string,
            mail: reader.object["mail"]?.string,
            mailEnabled: try reader.bool("mailEnabled"),
            securityEnabled: try reader.bool("securityEnabled"),
            groupTypes: try reader.strings("groupTypes"),
            owners: try reader.strings("owners"),
            others: try reader.object("others")
        )
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        let content: JSONValue = [
            "created": .seconds(self.created),
            "displayName": .string(self.displayName),
            "mailNickname": .string(self.mailNickname),
            "description": .optional(self.description),
            "mail": .optional(self.mail),
            "mailEnabled": .bool(self.mailEnabled),
            "securityEnabled": .bool(self.securityEnabled),
            "groupTypes": .strings(self.groupTypes),
            "owners": .strings(self.owners),
            "others": .object(self.others),
        ]
        return StoredRecord(
            key: RecordKey(.groups, tenant: tenant, id: self.id),
            version: version,
            lookups: [
                RecordLookup("displayName", self.displayName.lowercased()),
                RecordLookup("mailNickname", self.mailNickname.lowercased()),
            ],
            content: content.serialized
        )
    }
}

extension GroupMember {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(groupID: try reader.string("groupId"), memberID: try reader.string("memberId"))
    }

    func record(tenant: String) -> StoredRecord {
        let content: JSONValue = ["groupId": .string(self.groupID), "memberId": .string(self.memberID)]
        return StoredRecord(
            // A record of its own for each member, named by both, so that nobody is in a group twice.
            key: RecordKey(.groupMembers, tenant: tenant, id: "\(self.groupID).\(self.memberID)"),
            lookups: [RecordLookup("groupId", self.groupID), RecordLookup("memberId", self.memberID)],
            content: content.serialized
        )
    }
}
