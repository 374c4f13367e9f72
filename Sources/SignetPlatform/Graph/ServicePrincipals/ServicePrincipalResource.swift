// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A service principal as Graph shows it, with what it takes from its application.
struct ServicePrincipalResource: Sendable {
    let principal: ServicePrincipal
    /// The application, where it is registered in this tenant; Microsoft's services have none.
    let application: Application?
    let tenant: String

    private var service: BuiltInResource? { BuiltInResource.all.first { $0.appID == self.principal.appID } }

    /// The roles that can be assigned at this principal as a resource.
    var roles: [AppRole] { self.application?.appRoles ?? self.service?.appRoles ?? [] }

    /// All properties; `key` shows the certificates only where they were selected (`withKeys`).
    func properties(withKeys: Bool = false) -> JSONObject {
        let names = self.application?.identifierURIs ?? self.service?.identifierURIs ?? []
        // The tenant that owns Microsoft's own applications.
        let owner = self.application == nil ? "f8cdef31-a31e-4b4a-93e4-5f571e91255a" : self.tenant
        var object: JSONObject = [
            "id": .string(self.principal.id),
            "deletedDateTime": .null,
            "accountEnabled": .bool(self.principal.accountEnabled),
            "appDisplayName": .string(self.application?.displayName ?? self.principal.displayName),
            "appId": .string(self.principal.appID),
            "appOwnerOrganizationId": .string(owner),
            "appRoleAssignmentRequired": .bool(self.principal.appRoleAssignmentRequired),
            "createdDateTime": .string(Timestamp.iso8601(self.principal.created)),
            "displayName": .string(self.principal.displayName),
            "servicePrincipalNames": .strings([self.principal.appID] + names),
            "servicePrincipalType": "Application",
            "signInAudience": .string(self.application?.signInAudience ?? "AzureADMultipleOrgs"),
            "appRoles": .array(self.roles.map(ApplicationResource.role)),
            "keyCredentials": .array(
                self.principal.keyCredentials.map { ApplicationResource.keyCredential($0, withKey: withKeys) }
            ),
            "passwordCredentials": .array(
                self.principal.passwordCredentials.map { ApplicationResource.passwordCredential($0, secret: nil) }
            ),
        ]
        for property in KeptProperty.ofServicePrincipal {
            object[property.name] = self.principal.others[property.name] ?? property.absent
        }
        return object
    }
}
