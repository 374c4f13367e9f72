// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A group as Graph shows one.
struct GroupResource: Sendable {
    /// The properties that are kept as they come, with their types.
    static let keptTexts = ["visibility", "preferredLanguage", "preferredDataLocation", "theme", "classification"]

    let group: Group

    /// All properties, in Graph's order.
    var properties: JSONObject {
        var object: JSONObject = [
            "id": .string(self.group.id),
            "deletedDateTime": .null,
            "createdDateTime": .string(Timestamp.iso8601(self.group.created)),
            "description": .optional(self.group.description),
            "displayName": .string(self.group.displayName),
            "groupTypes": .strings(self.group.groupTypes),
            "isAssignableToRole": self.group.others["isAssignableToRole"] ?? .null,
            "mail": .optional(self.group.mail),
            "mailEnabled": .bool(self.group.mailEnabled),
            "mailNickname": .string(self.group.mailNickname),
            "membershipRule": .null,
            "onPremisesSyncEnabled": .null,
            "proxyAddresses": [],
            "renewedDateTime": .string(Timestamp.iso8601(self.group.created)),
            "securityEnabled": .bool(self.group.securityEnabled),
        ]
        for name in Self.keptTexts { object[name] = self.group.others[name] ?? .null }
        return object
    }
}
