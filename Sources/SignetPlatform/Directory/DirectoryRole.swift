// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A role of administrators, as every tenant has it (Microsoft Entra's built-in roles).
struct DirectoryRole: Sendable {
    /// To what somebody with the role may consent for everybody in the tenant.
    enum Consent: Sendable {
        case nothing
        /// Everything but the app roles of Microsoft Graph.
        case allButGraphRoles
        case everything
    }

    /// The GUID that is the same in every tenant.
    let templateID: String
    let displayName: String
    let description: String
    var consent = Consent.nothing

    /// What tokens for Microsoft Graph say of every member of the tenant, in `wids`.
    static let memberTemplateID = "b79fbf4d-3ef9-4689-8143-76b194e85509"

    static let globalAdministrator = DirectoryRole(
        templateID: "62e90394-69f5-4237-9190-012177145e10",
        displayName: "Global Administrator",
        description: "Can manage all aspects of the directory and of what uses its identities.",
        consent: .everything
    )

    static let all = [
        globalAdministrator,
        DirectoryRole(
            templateID: "e8611ab8-c189-46e8-94e1-60213ab1f814",
            displayName: "Privileged Role Administrator",
            description: "Can manage role assignments.",
            consent: .everything
        ),
        DirectoryRole(
            templateID: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
            displayName: "Application Administrator",
            description: "Can create and manage all aspects of app registrations and enterprise apps.",
            consent: .allButGraphRoles
        ),
        DirectoryRole(
            templateID: "158c047a-c907-4556-b7ef-446551a6b5f7",
            displayName: "Cloud Application Administrator",
            description: "Can create and manage app registrations and enterprise apps, except App Proxy.",
            consent: .allButGraphRoles
        ),
        DirectoryRole(
            templateID: "cf1c38e5-3621-4004-a7cb-879624dced7c",
            displayName: "Application Developer",
            description: "Can create app registrations whatever people in general may do."
        ),
        DirectoryRole(
            templateID: "fe930be7-5e62-47db-91af-98c3a49a38b1",
            displayName: "User Administrator",
            description: "Can manage all aspects of people and groups."
        ),
        DirectoryRole(
            templateID: "fdd7a751-b60b-444a-984c-02652fe8fa1c",
            displayName: "Groups Administrator",
            description: "Can create and manage groups."
        ),
        DirectoryRole(
            templateID: "729827e3-9c14-49f7-bb1b-9608f156bbb8",
            displayName: "Helpdesk Administrator",
            description: "Can reset passwords of people without a role."
        ),
        DirectoryRole(
            templateID: "c4e39bd9-1100-46d3-8c65-fb160da0071f",
            displayName: "Authentication Administrator",
            description: "Can reset the ways in which people without a role sign in."
        ),
        DirectoryRole(
            templateID: "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
            displayName: "Privileged Authentication Administrator",
            description: "Can reset the ways in which anybody signs in."
        ),
        DirectoryRole(
            templateID: "194ae4cb-b126-40b2-bd5b-6091b380977d",
            displayName: "Security Administrator",
            description: "Can read security information and manage its configuration."
        ),
        DirectoryRole(
            templateID: "5d6b6bb7-de71-4623-b4af-96380a352509",
            displayName: "Security Reader",
            description: "Can read security information and reports."
        ),
        DirectoryRole(
            templateID: "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
            displayName: "Global Reader",
            description: "Can read everything that a Global Administrator can, and change nothing."
        ),
        DirectoryRole(
            templateID: "4a5d8f65-41da-4de4-8968-e035b65339cf",
            displayName: "Reports Reader",
            description: "Can read sign-in and audit reports."
        ),
        DirectoryRole(
            templateID: "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
            displayName: "Directory Readers",
            description: "Can read basic directory information."
        ),
        DirectoryRole(
            templateID: "9360feb5-f418-4baa-8175-e2a00bac4301",
            displayName: "Directory Writers",
            description: "Can read and write basic directory information."
        ),
    ]

    static func role(_ templateID: String) -> DirectoryRole? {
        self.all.first { $0.templateID == templateID.lowercased() }
    }
}

extension [DirectoryRole] {
    /// To what somebody with these roles may consent for everybody.
    var consent: DirectoryRole.Consent {
        if contains(where: { $0.consent == .everything }) { return .everything }
        return contains { $0.consent == .allButGraphRoles } ? .allButGraphRoles : .nothing
    }
}
