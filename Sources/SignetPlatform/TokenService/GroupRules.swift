// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Which groups of a token's subject the token's recipient wants to be told.
struct GroupRules: Sendable {
    /// Whose groups are told.
    enum Subject: Sendable {
        case person(String)
        case servicePrincipal(String)

        fileprivate var id: String {
            switch self {
            case .person(let id), .servicePrincipal(let id): id
            }
        }

        fileprivate var collection: String {
            switch self {
            case .person: "users"
            case .servicePrincipal: "servicePrincipals"
            }
        }
    }

    /// The application that reads the token.
    struct Recipient: Sendable {
        let application: Application?
        let servicePrincipalID: String
        let kind: OptionalClaims.Kind
        /// Whether it reads the token out of an address.
        var isInAddress = false
    }

    let store: DirectoryStore
    let origin: String

    /// The claims, by `groupMembershipClaims` and the optional claim `groups` of the recipient.
    func claims(of subject: Subject, for recipient: Recipient, _ tenant: String) async throws -> GroupClaims {
        let kinds = Self.kinds(recipient.application)
        guard !kinds.isDisjoint(with: ["All", "SecurityGroup", "ApplicationGroup"]) else { return .none }
        var chosen: [Group] = []
        if !kinds.isDisjoint(with: ["All", "SecurityGroup"]) {
            chosen = try await self.store.groups(holding: subject.id, tenant: tenant, isTransitive: true)
                .filter { $0.securityEnabled || kinds.contains("All") }
        }
        if kinds.contains("ApplicationGroup") {
            let known = Set(chosen.map(\.id))
            let assigned = try await assigned(subject, recipient.servicePrincipalID, tenant)
            chosen += assigned.filter { !known.contains($0.id) }
        }
        let properties = OptionalClaims(recipient.application, recipient.kind).properties(of: "groups")
        let names = chosen.map { properties.contains("cloud_displayname") ? $0.displayName : $0.id }
        guard !names.isEmpty else { return .none }
        if recipient.isInAddress, names.count > GroupClaims.greatestCountInAddress { return .some }
        guard names.count <= GroupClaims.greatestCount else {
            return .elsewhere(endpoint: "\(self.origin)/v1.0/\(subject.collection)/\(subject.id)/getMemberObjects")
        }
        return properties.contains("emit_as_roles") ? .roles(names) : .groups(names)
    }

    /// Whether a recipient is told about roles of administrators: Microsoft Graph always, an application by its
    /// `groupMembershipClaims`.
    static func tellsRoles(_ application: Application?, isGraph: Bool = false) -> Bool {
        isGraph || !kinds(application).isDisjoint(with: ["All", "DirectoryRole"])
    }

    /// The templates of the roles that a person holds; what Microsoft Graph is told ends with that of every member.
    func directoryRoles(
        of user: User,
        for application: Application?,
        isGraph: Bool = false,
        _ tenant: String
    ) async throws -> [String] {
        guard Self.tellsRoles(application, isGraph: isGraph) else { return [] }
        let held = try await self.store.directoryRoles(of: user.id, tenant: tenant).map(\.templateID)
        return isGraph && user.userType == "Member" ? held + [DirectoryRole.memberTemplateID] : held
    }

    /// The words of `groupMembershipClaims`, which are separated by commas.
    private static func kinds(_ application: Application?) -> Set<String> {
        let text = application?.others["groupMembershipClaims"]?.string ?? ""
        return Set(text.split(separator: ",").map { $0.filter { $0 != " " } })
    }

    /// The groups with the subject in them that are assigned to an application; groups in groups do not count.
    private func assigned(_ subject: Subject, _ resourceID: String, _ tenant: String) async throws -> [Group] {
        var found: [Group] = []
        for group in try await self.store.groups(holding: subject.id, tenant: tenant, isTransitive: false) {
            let assignments = try await self.store.assignments(tenant: tenant, of: ("principalId", group.id))
            if assignments.contains(where: { $0.value.resourceID == resourceID }) { found.append(group) }
        }
        return found
    }
}
