// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What a payload changes in a service principal.
struct ServicePrincipalChange: Sendable {
    private static let type = "ServicePrincipal"
    private static let known = [
        "accountEnabled", "appRoleAssignmentRequired", "displayName", "keyCredentials", "passwordCredentials",
    ]

    let payload: GraphPayload
    let now: Date

    /// Puts the payload's properties into a service principal; what it does not name stays.
    func apply(to principal: inout ServicePrincipal) throws(GraphRefusal) {
        for member in self.payload.object.members where !member.name.hasPrefix("@odata.") {
            let isKept = KeptProperty.ofServicePrincipal.contains { $0.name == member.name }
            guard isKept || Self.known.contains(member.name) else {
                throw .badRequest("Invalid property '\(member.name.prefix(128))'.")
            }
        }
        if let enabled = try self.payload.bool("accountEnabled") { principal.accountEnabled = enabled }
        if let required = try self.payload.bool("appRoleAssignmentRequired") {
            principal.appRoleAssignmentRequired = required
        }
        if let name = try self.payload.string("displayName") {
            guard DisplayName.isAcceptable(name) else { throw .invalidValue("displayName", of: Self.type) }
            principal.displayName = name
        }
        let keys = try self.payload.objects("keyCredentials", of: "KeyCredential")
        let passwords = try self.payload.objects("passwordCredentials", of: "PasswordCredential")
        if let keys {
            let rules = KeyCredentialRules(existing: principal.keyCredentials, now: self.now)
            principal.keyCredentials = try rules.collection(keys, passwords: passwords ?? [])
        }
        if let passwords {
            // The password of a PFX has done its work: the pair is kept under the platform's own key.
            let others = try KeyCredentialRules.split(passwords, beside: keys ?? []).others
            principal.passwordCredentials = try PasswordCredentialRules.collection(
                others,
                existing: principal.passwordCredentials
            )
        }
        for property in KeptProperty.ofServicePrincipal where self.payload.object[property.name] != nil {
            principal.others[property.name] = try property.value(in: self.payload)
        }
    }
}
