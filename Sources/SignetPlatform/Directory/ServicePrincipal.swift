// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// An application's presence in a tenant (Microsoft Graph `servicePrincipal`).
///
/// Without one the application neither signs in (AADSTS7000229) nor is a resource (AADSTS500011). Registering an
/// application makes one, as the real portal does; Graph's own `POST /servicePrincipals` then takes it over.
struct ServicePrincipal: Sendable, Equatable {
    /// The object identifier, in lower case: `oid` and `sub` of app-only tokens.
    let id: String
    /// The client ID of the application, in lower case.
    let appID: String
    let created: Date
    var displayName: String
    var accountEnabled: Bool
    /// Whether a client needs an assignment to get a token for this resource.
    var appRoleAssignmentRequired: Bool
    /// Credentials of this presence alone: they sign the application in within this tenant.
    var keyCredentials: [KeyCredential] = []
    var passwordCredentials: [PasswordCredential] = []
    /// The object identifiers of its owners.
    var owners: [String] = []
    /// Properties of the real directory that nothing here acts on yet, kept as they came.
    var others = JSONObject()
    /// Whether it was made with the application and nobody has created it through Graph yet.
    var isProvisioned = false
    /// The policy for the life of its tokens; `nil` leaves it to the tenant's.
    var tokenLifetimePolicyID: String?
}

extension ServicePrincipal {
    /// The presence of an application in its own tenant.
    init(_ application: Application, created: Date) {
        self.init(
            id: GUID.random(),
            appID: application.appID,
            created: created,
            displayName: application.displayName,
            accountEnabled: true,
            appRoleAssignmentRequired: false
        )
    }
}
