// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// An application's presence in a tenant (Microsoft Graph `servicePrincipal`).
///
/// As in the real directory, registering an application through Graph does not make one: without it the application
/// neither signs in (AADSTS700016) nor is a resource (AADSTS500011).
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
    /// The roles granted to this principal as a client.
    var assignments: [AppRoleAssignment]
}
