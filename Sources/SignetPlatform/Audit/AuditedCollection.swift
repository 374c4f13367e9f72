// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What the trail says about a kind of record.
///
/// Kinds that are not listed here leave none: codes, tokens, sign-ins.
struct AuditedCollection: Sendable {
    /// Graph's name for an object of the kind.
    let type: String
    /// How the activity calls it: "Update application".
    let noun: String
    let category: String

    private static let all: [String: AuditedCollection] = [
        "applications": AuditedCollection(type: "Application", noun: "application", category: "ApplicationManagement"),
        "servicePrincipals": AuditedCollection(
            type: "ServicePrincipal",
            noun: "service principal",
            category: "ApplicationManagement"
        ),
        "tenants": AuditedCollection(type: "Directory", noun: "tenant", category: "DirectoryManagement"),
        "signingKeys": AuditedCollection(type: "Other", noun: "signing key", category: "KeyManagement"),
        "users": AuditedCollection(type: "User", noun: "user", category: "UserManagement"),
        "groups": AuditedCollection(type: "Group", noun: "group", category: "GroupManagement"),
        "groupMembers": AuditedCollection(type: "Group", noun: "member of group", category: "GroupManagement"),
        "oauth2PermissionGrants": AuditedCollection(
            type: "ServicePrincipal",
            noun: "delegated permission grant",
            category: "ApplicationManagement"
        ),
        "appRoleAssignments": AuditedCollection(
            type: "ServicePrincipal",
            noun: "app role assignment",
            category: "ApplicationManagement"
        ),
        "directoryRoleAssignments": AuditedCollection(
            type: "Role",
            noun: "role assignment",
            category: "RoleManagement"
        ),
        "tokenLifetimePolicies": AuditedCollection(type: "Policy", noun: "token lifetime policy", category: "Policy"),
        "policies": AuditedCollection(type: "Policy", noun: "policy", category: "Policy"),
        "appManagementPolicies": AuditedCollection(type: "Policy", noun: "app management policy", category: "Policy"),
        "certificateAuthorities": AuditedCollection(
            type: "Other",
            noun: "certificate authority configuration",
            category: "Policy"
        ),
        "federatedIdentityCredentials": AuditedCollection(
            type: "Application",
            noun: "federated identity credential",
            category: "ApplicationManagement"
        ),
        "deletedItems": AuditedCollection(type: "Other", noun: "deleted item", category: "DirectoryManagement"),
        "vaultObjects": AuditedCollection(type: "Other", noun: "vault object", category: "KeyManagement"),
        "vaultVersions": AuditedCollection(type: "Other", noun: "vault object version", category: "KeyManagement"),
    ]

    static func of(_ collection: RecordCollection) -> AuditedCollection? { self.all[collection.name] }
}
