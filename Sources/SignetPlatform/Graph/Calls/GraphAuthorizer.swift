// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Who may do what through Graph: the platform's own tokens for Graph, and the roles in them.
struct GraphAuthorizer: Sendable {
    /// What an operation needs.
    enum Need: Sendable {
        case readApplications
        case createApplications
        case writeApplications
        /// The change of an application that the caller owns.
        case writeOwnedApplications
        case assignRoles
        case readAuditLog
        case readPolicies
        case writePolicies
        case writeAuthorizationPolicy
        case writePermissionGrants
        case readUsers
        case readOneself
        case writeUsers
        case revokeSessions
        case readGroups
        case createGroups
        case writeGroups
        case readMemberships
        case writeMemberships
        case readRoles
        case writeRoles
        case readOrganization
        case readDomains

        private static let groupReaders = [
            "GroupMember.Read.All", "GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All",
            "Directory.Read.All", "Directory.ReadWrite.All",
        ]

        /// The roles of which one suffices.
        var roles: [String] {
            switch self {
            case .readApplications:
                ["Application.Read.All", "Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"]
                    + ["Directory.Read.All", "Directory.ReadWrite.All"]
            case .createApplications, .writeOwnedApplications:
                ["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"]
            case .writeApplications: ["Application.ReadWrite.All"]
            case .readPolicies: ["Policy.Read.All", "Policy.ReadWrite.ApplicationConfiguration"]
            case .writePolicies: ["Policy.ReadWrite.ApplicationConfiguration"]
            case .writeAuthorizationPolicy: ["Policy.ReadWrite.Authorization"]
            case .writePermissionGrants: ["DelegatedPermissionGrant.ReadWrite.All"]
            case .assignRoles: ["AppRoleAssignment.ReadWrite.All"]
            case .readAuditLog: ["AuditLog.Read.All"]
            case .readUsers: ["User.Read.All", "User.ReadWrite.All"]
            case .readOneself: []
            case .readRoles:
                ["RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "Directory.Read.All"]
                    + ["Directory.ReadWrite.All"]
            case .writeRoles: ["RoleManagement.ReadWrite.Directory"]
            case .readOrganization: ["Organization.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"]
            case .readDomains: ["Domain.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"]
            case .writeUsers: ["User.ReadWrite.All"]
            case .revokeSessions: ["User.RevokeSessions.All", "User.ReadWrite.All"]
            case .readGroups: Self.groupReaders
            case .createGroups: ["Group.Create", "Group.ReadWrite.All", "Directory.ReadWrite.All"]
            case .writeGroups: ["Group.ReadWrite.All", "Directory.ReadWrite.All"]
            case .readMemberships: Self.groupReaders + ["User.Read.All", "User.ReadWrite.All"]
            case .writeMemberships:
                ["GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"]
            }
        }

        /// The scopes of which one suffices in a token for a person; nobody administers through another's client.
        var scopes: [String] {
            switch self {
            case .readUsers: ["User.Read.All", "User.ReadBasic.All"]
            case .readOneself: ["User.Read", "User.Read.All", "User.ReadBasic.All"]
            case .readGroups, .readRoles: ["Directory.Read.All"]
            case .readMemberships: ["User.Read.All", "Directory.Read.All"]
            case .readOrganization: ["User.Read", "Organization.Read.All", "Directory.Read.All"]
            case .readDomains: ["Domain.Read.All", "Directory.Read.All"]
            case .readApplications, .createApplications, .writeApplications, .writeOwnedApplications, .assignRoles,
                .readPolicies, .writePolicies, .writeAuthorizationPolicy, .writePermissionGrants,
                .writeUsers, .revokeSessions, .readAuditLog, .createGroups, .writeGroups, .writeMemberships,
                .writeRoles:
                []
            }
        }
    }

    let verifier: AccessTokenVerifier
    private let audiences: Set<String>

    init(verifier: AccessTokenVerifier) {
        self.verifier = verifier
        let graph = BuiltInResource.graph
        self.audiences = Set(graph.identifierURIs + [graph.appID] + BuiltInResource.addresses(at: verifier.origin))
    }

    /// Reads and verifies the bearer token of a request.
    func authenticate(_ exchange: Exchange) throws(GraphRefusal) -> VerifiedAccessToken {
        guard let text = exchange.request.accessToken else {
            throw .unauthenticated("Access token is empty.")
        }
        let token: VerifiedAccessToken
        do {
            token = try self.verifier.verify(text, at: exchange.now)
        } catch {
            throw .unauthenticated(Self.text(error))
        }
        guard self.audiences.contains(token.audience.lowercased()) else {
            throw .unauthenticated("Access token validation failure. Invalid audience.")
        }
        guard token.isHeld(by: exchange.request) else {
            throw .unauthenticated("The token is bound to a certificate with which the connection was not made.")
        }
        return token
    }

    /// Whether a token's roles, or the scopes of one for a person, allow an operation.
    func require(_ need: Need, of token: VerifiedAccessToken) throws(GraphRefusal) {
        let (needed, held) = token.userID == nil ? (need.roles, token.roles) : (need.scopes, token.scopes)
        guard needed.contains(where: held.contains) else { throw .denied }
    }

    private static func text(_ refusal: AccessTokenRefusal) -> String {
        switch refusal {
        case .malformed: "CompactToken parsing failed with error code: 80049217"
        case .unknownKey, .invalidSignature: "Access token validation failure. Invalid signature."
        case .expired: "Lifetime validation failed, the token is expired."
        case .notYetValid: "Lifetime validation failed, the token is not yet valid."
        case .invalidIssuer: "Access token validation failure. Invalid issuer."
        }
    }
}
