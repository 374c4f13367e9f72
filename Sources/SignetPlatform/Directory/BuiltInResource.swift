// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A resource that every tenant has without an app registration of its own: Microsoft's services.
struct BuiltInResource: Sendable {
    let appID: String
    let displayName: String
    /// The names under which it is asked for, beside its client ID.
    let identifierURIs: [String]
    let appRoles: [AppRole]
    /// What clients may do at it for people.
    let scopes: [DelegatedScope]

    static let all = [graph, vault, management]

    /// The service with an App ID URI or client ID.
    ///
    /// - Parameters:
    ///   - name: The name, in lower case.
    ///   - origin: Where the platform is: Graph is also named by its address, as tools for clouds of their own do it.
    /// - Returns: The service; `nil` for a name that is none of theirs.
    static func named(_ name: String, at origin: String?) -> BuiltInResource? {
        all.first { $0.appID == name || $0.identifierURIs.contains(name) }
            ?? (addresses(at: origin).contains(name) ? graph : nil)
    }

    /// Graph's address as a name of the resource.
    static func addresses(at origin: String?) -> [String] {
        origin.map { [$0.lowercased(), $0.lowercased() + "/"] } ?? []
    }

    static let graph = BuiltInResource(
        appID: "00000003-0000-0000-c000-000000000000",
        displayName: "Microsoft Graph",
        identifierURIs: ["https://graph.microsoft.com", "https://graph.microsoft.com/"],
        appRoles: [
            role(
                "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
                "Application.ReadWrite.All",
                "Read and write all applications"
            ),
            role(
                "06b708a9-e830-4db3-a914-8e69da51d44f",
                "AppRoleAssignment.ReadWrite.All",
                "Manage app role assignments"
            ),
            role("9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", "Application.Read.All", "Read all applications"),
            role("741f803b-c850-494e-b5df-cde7c675a1ca", "User.ReadWrite.All", "Read and write all users"),
            role("df021288-bdef-4463-88db-98f22de89214", "User.Read.All", "Read all users"),
            role("77f3a031-c388-4f99-b373-dc68676a979e", "User.RevokeSessions.All", "Revoke all sign in sessions"),
            role(
                "18a4783c-866b-4cc7-a460-3d5e5662c884",
                "Application.ReadWrite.OwnedBy",
                "Manage apps that this app creates or owns"
            ),
            role("7ab1d382-f21e-4acd-a863-ba3e13f7da61", "Directory.Read.All", "Read directory data"),
            role("19dbc75e-c2e2-444c-a770-ec69d8559fc7", "Directory.ReadWrite.All", "Read and write directory data"),
            role(
                "be74164b-cff1-491c-8741-e671cb536e13",
                "Policy.ReadWrite.ApplicationConfiguration",
                "Read and write your organization's application configuration policies"
            ),
            role("246dd0d5-5bd0-4def-940b-0421030a5b68", "Policy.Read.All", "Read your organization's policies"),
            role(
                "8e8e4742-1d95-4f68-9d56-6ee75648c72a",
                "DelegatedPermissionGrant.ReadWrite.All",
                "Manage all delegated permission grants"
            ),
            role("b0afded3-3588-46d8-8b3d-9842eff778da", "AuditLog.Read.All", "Read all audit log data"),
            role(
                "483bed4a-2ad3-4361-a73b-c83ccdbdc53c",
                "RoleManagement.Read.Directory",
                "Read all directory RBAC settings"
            ),
            role(
                "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
                "RoleManagement.ReadWrite.Directory",
                "Read and write all directory RBAC settings"
            ),
            role(
                "fb221be6-99f2-473f-bd32-01c6a0e9ca3b",
                "Policy.ReadWrite.Authorization",
                "Read and write your organization's authorization policy"
            ),
            role("498476ce-e0fe-48b0-b801-37ba7e2685c6", "Organization.Read.All", "Read organization information"),
            role("dbb9058a-0e50-45d7-ae91-66909b5d4664", "Domain.Read.All", "Read domains"),
            role("5b567255-7703-4780-807c-7be8301ae99b", "Group.Read.All", "Read all groups"),
            role("62a82d76-70ea-41e2-9197-370581804d09", "Group.ReadWrite.All", "Read and write all groups"),
            role("bf7b1a76-6e77-406b-b258-bf5c7720e98f", "Group.Create", "Create groups"),
            role("98830695-27a2-44f7-8c18-0c3ebc9698f6", "GroupMember.Read.All", "Read all group memberships"),
            role(
                "dbaae8cf-10b5-4b86-a4a1-f871c94c6695",
                "GroupMember.ReadWrite.All",
                "Read and write all group memberships"
            ),
        ],
        scopes: [
            scope("37f7f235-527c-4136-accd-4a02d197296e", "openid", "Sign you in"),
            scope("14dad69e-099b-42c9-810b-d002981feec1", "profile", "View your basic profile"),
            scope("64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", "email", "View your email address"),
            scope(
                "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
                "offline_access",
                "Maintain access to data you have given it access to"
            ),
            scope("e1fe6dd8-ba31-4d61-89e7-88639da4683d", "User.Read", "Sign you in and read your profile"),
            scope("b340eb25-3456-403f-be2f-af7a0d370277", "User.ReadBasic.All", "Read all users' basic profiles"),
            scope("570282fd-fa5c-430d-a7fd-fc8dc98a9dca", "Mail.Read", "Read your mail"),
            scope("e383f46e-2787-4529-855e-0e479a3ffac0", "Mail.Send", "Send mail as you"),
            scope("465a38f9-76ea-45b9-9f34-9e8b0d4b0b42", "Calendars.Read", "Read your calendars"),
            scope(
                "a154be20-db9c-4678-8ab7-66f6cc099a59",
                "User.Read.All",
                "Read all users' full profiles",
                admin: true
            ),
            scope(
                "06da0dbc-49e2-44d2-8312-53f166ab848a",
                "Directory.Read.All",
                "Read directory data",
                admin: true
            ),
            scope(
                "4908d5b9-3fb2-4b1e-9336-1888b7937185",
                "Organization.Read.All",
                "Read organization information",
                admin: true
            ),
            scope("2f9ee017-59c1-4f1d-9472-bd5529a7b311", "Domain.Read.All", "Read domains", admin: true),
        ]
    )

    static let vault = BuiltInResource(
        appID: "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
        displayName: "Azure Key Vault",
        identifierURIs: ["https://vault.azure.net", "https://vault.azure.net/"],
        appRoles: [
            role(
                "00482a5a-887f-4fb3-b363-3b7fe8e74483",
                "KeyVaultAdministrator",
                "Key Vault Administrator",
                of: ["Application", "User"]
            ),
            role(
                "21090545-7ca7-4776-b22c-e363652d74d2",
                "KeyVaultReader",
                "Key Vault Reader",
                of: ["Application", "User"]
            ),
            role(
                "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
                "KeyVaultSecretsOfficer",
                "Key Vault Secrets Officer",
                of: ["Application", "User"]
            ),
            role(
                "4633458b-17de-408a-b874-0445c86b69e6",
                "KeyVaultSecretsUser",
                "Key Vault Secrets User",
                of: ["Application", "User"]
            ),
            role(
                "a4417e6f-fecd-4de8-b567-7b0420556985",
                "KeyVaultCertificatesOfficer",
                "Key Vault Certificates Officer",
                of: ["Application", "User"]
            ),
            role(
                "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba",
                "KeyVaultCertificateUser",
                "Key Vault Certificate User",
                of: ["Application", "User"]
            ),
            role(
                "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
                "KeyVaultCryptoOfficer",
                "Key Vault Crypto Officer",
                of: ["Application", "User"]
            ),
            role(
                "12338af0-0e69-4776-bea7-57ae8d297424",
                "KeyVaultCryptoUser",
                "Key Vault Crypto User",
                of: ["Application", "User"]
            ),
        ],
        scopes: [
            scope("f53da476-18e3-4152-8e01-aec403e6edc0", "user_impersonation", "Have full access to Azure Key Vault")
        ]
    )

    /// Azure Resource Manager, for whose tokens the command lines and tools of Azure ask at their sign-in.
    static let management = BuiltInResource(
        appID: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
        displayName: "Windows Azure Service Management API",
        identifierURIs: [
            "https://management.azure.com", "https://management.azure.com/", "https://management.core.windows.net",
            "https://management.core.windows.net/",
        ],
        appRoles: [],
        scopes: [
            scope(
                "41094075-9dad-400e-a0bd-54e686782033",
                "user_impersonation",
                "Access Azure Service Management as organization users"
            )
        ]
    )

    private static func scope(
        _ id: String,
        _ value: String,
        _ displayName: String,
        admin: Bool = false
    ) -> DelegatedScope {
        DelegatedScope(
            id: id,
            value: value,
            displayName: displayName,
            description: displayName,
            needsAdministrator: admin
        )
    }

    private static func role(
        _ id: String,
        _ value: String,
        _ displayName: String,
        of members: [String] = ["Application"]
    ) -> AppRole {
        AppRole(
            id: id,
            value: value,
            displayName: displayName,
            description: displayName,
            allowedMemberTypes: members,
            isEnabled: true
        )
    }
}
