// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCore

/// A role of administrators as Graph shows it.
struct DirectoryRoleResource: Sendable {
    let tenant: String

    /// The object's identifier: the same for a role of a tenant whenever it is asked for.
    func id(of role: DirectoryRole) -> String {
        var bytes = Array(SHA256.hash(data: Array("directory role \(self.tenant) \(role.templateID)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        var rest = Hexadecimal.encode(bytes).lowercased()[...]
        var parts: [Substring] = []
        for count in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return parts.joined(separator: "-")
    }

    func role(_ role: DirectoryRole) -> JSONObject {
        [
            "id": .string(id(of: role)), "deletedDateTime": .null, "description": .string(role.description),
            "displayName": .string(role.displayName), "roleTemplateId": .string(role.templateID),
        ]
    }

    static func template(_ role: DirectoryRole) -> JSONObject {
        [
            "id": .string(role.templateID), "deletedDateTime": .null, "description": .string(role.description),
            "displayName": .string(role.displayName),
        ]
    }

    static func definition(_ role: DirectoryRole) -> JSONObject {
        [
            "id": .string(role.templateID), "description": .string(role.description),
            "displayName": .string(role.displayName), "isBuiltIn": true, "isEnabled": true, "resourceScopes": ["/"],
            "templateId": .string(role.templateID), "version": "1", "rolePermissions": [],
        ]
    }
}
