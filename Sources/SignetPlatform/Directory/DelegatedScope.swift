// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A permission that a resource offers to clients acting for people (Microsoft Graph `permissionScope`).
struct DelegatedScope: Sendable, Equatable {
    /// The GUID, in lower case.
    let id: String
    /// What stands in the `scp` of a token.
    let value: String
    /// What the consent page calls it, for the person.
    let displayName: String
    let description: String
    /// Whether a person may consent (`User`) or only an administrator (`Admin`).
    let needsAdministrator: Bool
    let isEnabled: Bool

    init(
        id: String,
        value: String,
        displayName: String,
        description: String,
        needsAdministrator: Bool = false,
        isEnabled: Bool = true
    ) {
        self.id = id
        self.value = value
        self.displayName = displayName
        self.description = description
        self.needsAdministrator = needsAdministrator
        self.isEnabled = isEnabled
    }

    /// Reads an entry of `oauth2PermissionScopes`; `nil` for one without identifier or value.
    init?(_ entry: JSONValue) {
        guard let id = entry["id"]?.string, let value = entry["value"]?.string, !value.isEmpty else { return nil }
        func text(_ names: String...) -> String? {
            names.compactMap { entry[$0]?.string }.first { !$0.isEmpty }
        }
        self.init(
            id: id.lowercased(),
            value: value,
            displayName: text("userConsentDisplayName", "adminConsentDisplayName") ?? value,
            description: text("userConsentDescription", "adminConsentDescription") ?? "",
            needsAdministrator: entry["type"]?.string == "Admin",
            isEnabled: entry["isEnabled"]?.bool ?? true
        )
    }
}
