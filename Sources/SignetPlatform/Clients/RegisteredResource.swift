// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A resource as the token endpoint needs it.
///
/// A class, because every request hands it on several times: each copy of a value would count a dozen references.
final class RegisteredResource: Sendable {
    /// A role that can be granted.
    struct GrantableRole: Sendable {
        let id: String
        let value: String
    }

    let appID: String
    let displayName: String
    let servicePrincipalID: String
    let isEnabled: Bool
    let assignmentRequired: Bool
    let tokenVersion: Int
    /// The roles that are enabled and that a token can name, by their values.
    let grantableRoles: [GrantableRole]
    let roles: [AppRole]
    /// What clients may do at it for people.
    let scopes: [DelegatedScope]
    /// The registration, where it has one; Microsoft's services have none.
    let application: Application?
    /// The keys that sign access tokens for it in place of the tenant's.
    let signingPairs: [SigningPair]
    /// The seconds that its access tokens live by policy; `nil` leaves them to the service.
    let accessTokenLifetime: Int?
    /// Whether it takes notice of revocations and answers with claims challenges.
    let isContinuous: Bool

    /// Puts together what the directory says of a resource.
    ///
    /// - Parameters:
    ///   - appID: Its client ID.
    ///   - principal: Its service principal in the tenant.
    ///   - application: The registration, where it has one.
    ///   - roles: Its roles.
    ///   - scopes: What clients may do at it for people.
    ///   - signingPairs: The keys of its own.
    ///   - accessTokenLifetime: The seconds that its access tokens live by policy.
    init(
        appID: String,
        _ principal: ServicePrincipal,
        _ application: Application?,
        roles: [AppRole],
        scopes: [DelegatedScope],
        signingPairs: [SigningPair],
        accessTokenLifetime: Int?
    ) {
        self.appID = appID
        self.displayName = principal.displayName
        self.servicePrincipalID = principal.id
        self.isEnabled = principal.accountEnabled
        self.assignmentRequired = principal.appRoleAssignmentRequired
        self.tokenVersion = application?.accessTokenVersion ?? 1
        self.roles = roles
        self.grantableRoles =
            roles.compactMap { role in
                role.isEnabled ? role.value.map { GrantableRole(id: role.id, value: $0) } : nil
            }
            .sorted { $0.value < $1.value }
        self.scopes = scopes
        self.application = application
        self.signingPairs = signingPairs
        self.accessTokenLifetime = accessTokenLifetime
        self.isContinuous =
            appID == BuiltInResource.graph.appID || OptionalClaims(application, .accessToken).areContinuous
    }
}
