// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Whether a person may still have what a grant says, and which roles go with it.
struct PersonRules: Sendable {
    let store: DirectoryStore

    /// The person of a grant that was issued at a time; one from before the person's sessions were revoked is refused.
    ///
    /// - Throws: AADSTS50034, 50057 or 50173.
    func person(_ id: String, _ tenant: Tenant, issued: Date) async throws -> User {
        guard let user = try await self.store.user(id: id, tenant: tenant.id)?.value else {
            throw TokenRefusal(.userNotFound, ["user": id, "directory": tenant.displayName])
        }
        guard user.accountEnabled else { throw TokenRefusal(.userDisabled) }
        // Both are known to the millisecond, so that a person who signs in in the second of a revocation is let in.
        guard issued >= user.sessionsValidFrom else {
            throw TokenRefusal(
                .grantRevoked,
                ["issued": Timestamp.dotNet(issued), "valid": Timestamp.dotNet(user.sessionsValidFrom)]
            )
        }
        return user
    }

    /// Refuses a person who is not assigned to a client that demands it.
    func requireAssignment(of user: User, to client: RegisteredClient, _ tenant: Tenant) async throws {
        guard client.servicePrincipal.appRoleAssignmentRequired else { return }
        let held = try await assignments(user, client.servicePrincipal.id, tenant)
        guard !held.isEmpty else {
            throw TokenRefusal(
                .userNotAssigned,
                ["client": client.appID, "name": client.displayName, "user": user.userPrincipalName]
            )
        }
    }

    /// The roles that a person holds at a resource.
    func roles(of user: User, at resource: RegisteredResource, _ tenant: Tenant) async throws -> [String] {
        let held = Set(try await assignments(user, resource.servicePrincipalID, tenant).map(\.appRoleID))
        return resource.roles.filter { $0.isEnabled && held.contains($0.id) }.compactMap(\.value).sorted()
    }

    /// The roles that a person holds at a client, for its ID tokens.
    func roles(of user: User, of client: RegisteredClient, _ tenant: Tenant) async throws -> [String] {
        let held = Set(try await assignments(user, client.servicePrincipal.id, tenant).map(\.appRoleID))
        return client.application.appRoles.filter { $0.isEnabled && held.contains($0.id) }.compactMap(\.value).sorted()
    }

    private func assignments(_ user: User, _ resourceID: String, _ tenant: Tenant) async throws -> [AppRoleAssignment] {
        let groups = try await self.store.groupMembers(tenant: tenant.id, of: ("memberId", user.id))
        var held: [AppRoleAssignment] = []
        // A group in a group does not count: the real directory passes roles to direct members only.
        for holder in [user.id] + groups.map(\.value.groupID) {
            held += try await self.store.assignments(tenant: tenant.id, of: ("principalId", holder)).map(\.value)
        }
        return held.filter { $0.resourceID == resourceID }
    }
}

extension PlatformProfile {
    /// Refuses a token that anybody could use to a resource that wants bound ones.
    func requireBinding(_ grant: AccessTokenGrant, at resource: RegisteredResource) throws(TokenRefusal) {
        guard grant.binding == nil else { return }
        let names = ([resource.appID] + (resource.application?.identifierURIs ?? [])).map { $0.lowercased() }
        guard !self.boundResources.contains(where: names.contains) else { throw TokenRefusal(.mutualTLSDemanded) }
    }

    /// Refuses what a rule of the simulated Conditional Access forbids.
    func requireAccess(to resource: RegisteredResource, for user: User, _ claims: ClaimsRequest) throws(TokenRefusal) {
        for rule in self.conditionalAccess
        where ["*", resource.appID].contains(rule.resource)
            && ["*", user.userPrincipalName.lowercased()].contains(rule.user)
        {
            if let context = rule.context, claims.contexts.contains(context) { continue }
            let wanted: JSONValue = [
                "access_token": [
                    "acrs": ["essential": true, "value": .string(rule.context ?? "urn:microsoft:req1")]
                ]
            ]
            let row: RefusalRow =
                switch rule.number {
                case 50_076: .secondFactorNeeded
                case 50_079: .secondFactorEnrolment
                default: .accessBlocked
                }
            throw TokenRefusal(
                row,
                ["resource": resource.appID],
                claims: String(decoding: wanted.serialized, as: UTF8.self)
            )
        }
    }
}
