// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A person as Graph shows one.
struct UserResource: Sendable {
    /// The properties of the real directory that are kept as they come.
    static let kept = [
        "jobTitle", "mobilePhone", "officeLocation", "preferredLanguage", "department", "companyName", "country",
        "city",
        "state", "streetAddress", "postalCode", "usageLocation", "employeeId",
    ]

    let user: User

    /// What is shown where nothing is selected, in Graph's order.
    static let usual = [
        "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation",
        "preferredLanguage", "surname", "userPrincipalName", "id",
    ]

    /// What is shown where nothing is selected.
    var usualProperties: JSONObject {
        let all = self.allProperties
        return JSONObject(Self.usual.compactMap { name in all[name].map { JSONObject.Member(name: name, value: $0) } })
    }

    /// Everything that can be selected.
    var allProperties: JSONObject {
        var object: JSONObject = [
            "id": .string(self.user.id),
            "deletedDateTime": .null,
            "accountEnabled": .bool(self.user.accountEnabled),
            "businessPhones": self.user.others["businessPhones"] ?? [],
            "createdDateTime": .string(Timestamp.iso8601(self.user.created)),
            "displayName": .string(self.user.displayName),
            "givenName": .optional(self.user.givenName),
            "lastPasswordChangeDateTime": .string(Timestamp.iso8601(self.user.passwordChanged)),
            "mail": .optional(self.user.mail),
            "mailNickname": .string(self.user.mailNickname),
            "otherMails": self.user.others["otherMails"] ?? [],
            "passwordProfile": .null,
            "signInSessionsValidFromDateTime": .string(Timestamp.iso8601(self.user.sessionsValidFrom)),
            "surname": .optional(self.user.surname),
            "userPrincipalName": .string(self.user.userPrincipalName),
            "userType": .string(self.user.userType),
        ]
        for name in Self.kept { object[name] = self.user.others[name] ?? .null }
        return object
    }
}
