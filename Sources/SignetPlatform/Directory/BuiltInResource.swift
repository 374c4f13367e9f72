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

    static let all = [graph, vault]

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
        ]
    )

    static let vault = BuiltInResource(
        appID: "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
        displayName: "Azure Key Vault",
        identifierURIs: ["https://vault.azure.net", "https://vault.azure.net/"],
        appRoles: []
    )

    private static func role(_ id: String, _ value: String, _ displayName: String) -> AppRole {
        AppRole(
            id: id,
            value: value,
            displayName: displayName,
            description: displayName,
            allowedMemberTypes: ["Application"],
            isEnabled: true
        )
    }
}
