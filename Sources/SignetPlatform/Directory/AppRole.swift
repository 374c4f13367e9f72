// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A permission that a resource offers to applications (Microsoft Graph `appRole`).
struct AppRole: Sendable, Equatable {
    /// The GUID, in lower case.
    let id: String
    /// What stands in the `roles` of a token.
    var value: String?
    var displayName: String
    var description: String
    /// Who may hold the role: `Application`, `User`.
    var allowedMemberTypes: [String]
    var isEnabled: Bool
}

/// The grant of a resource's role to a client, a user or a group (Microsoft Graph `appRoleAssignment`).
struct AppRoleAssignment: Sendable, Equatable {
    /// Who can hold a role.
    enum PrincipalType: String, Sendable {
        case servicePrincipal = "ServicePrincipal"
        case user = "User"
        case group = "Group"
    }

    let id: String
    /// The object identifier of the holder.
    let principalID: String
    let principalType: PrincipalType
    /// The object identifier of the resource's service principal.
    let resourceID: String
    /// The role, or the nil GUID for an assignment without one.
    let appRoleID: String
    let created: Date

    /// The role of an assignment that grants access and no role.
    static let noRole = "00000000-0000-0000-0000-000000000000"
}
