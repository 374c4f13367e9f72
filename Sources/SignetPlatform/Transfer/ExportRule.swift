// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Which records everybody may read who gets an export, and what is taken out of them first.
enum ExportRule {
    /// Every other collection counts as secret: codes, tokens, sealed keys, whatever a later version adds.
    private static let open: Set<String> = [
        "tenants", "settings", "applications", "servicePrincipals", "users", "groups", "groupMembers",
        "appRoleAssignments", "directoryRoleAssignments", "tokenLifetimePolicies",
        "oauth2PermissionGrants", "federatedIdentityCredentials", "appManagementPolicies", "policies",
        "certificateAuthorities", "directoryAudits", "deletedItems", "deletedApplications",
    ]

    /// The record without secrets; `nil` where nothing of it may be seen.
    static func open(_ record: StoredRecord) -> StoredRecord? {
        guard self.open.contains(record.key.collection.name),
            var object = (try? JSONValue.parse(record.content))?.object
        else { return nil }
        if object["passwordCredentials"] != nil { object["passwordCredentials"] = [] }
        if object["password"] != nil { object["password"] = .null }
        guard !holdsSecret(.object(object)) else { return nil }
        return StoredRecord(
            key: record.key,
            lookups: record.lookups,
            content: JSONValue.object(object).serialized
        )
    }

    private static func holdsSecret(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let object):
            return object.members.contains { member in
                (RecordRedaction.isSecret(member.name) && holdsText(member.value)) || holdsSecret(member.value)
            }
        case .array(let values): return values.contains(where: holdsSecret)
        default: return false
        }
    }

    private static func holdsText(_ value: JSONValue) -> Bool {
        switch value {
        case .string: true
        case .object(let object): object.members.contains { holdsText($0.value) }
        case .array(let values): values.contains(where: holdsText)
        default: false
        }
    }
}
