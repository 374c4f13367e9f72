// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions

/// A client as the token endpoint needs it: records read, certificates parsed.
struct RegisteredClient: Sendable {
    let appID: String
    /// The tenant in which it was looked up.
    let tenant: String
    let displayName: String
    let application: Application
    let servicePrincipal: ServicePrincipal
    /// The roles granted to it.
    let assignments: [AppRoleAssignment]
    let keys: [RegisteredKey]
    let passwords: [PasswordCredential]
    let federated: [FederatedIdentityCredential]

    /// The names for which certificates of trusted authorities stand.
    let trustedSubjects: [TrustedSubject]
    /// The seconds that its ID tokens live by policy; `nil` leaves them to the service.
    let idTokenLifetime: Int?
    /// The roles of administrators that it holds.
    let directoryRoles: [DirectoryRole]
    /// The keys that sign its ID tokens in place of the tenant's.
    let signingPairs: [SigningPair]
    /// When the first of its certificates that are not known yet will be; `nil` where all are.
    let nextKey: Date?

    /// Whether it can prove who it is at all.
    var hasCredentials: Bool {
        !self.keys.isEmpty || !self.passwords.isEmpty || !self.federated.isEmpty || !self.trustedSubjects.isEmpty
    }
}

/// A resource as the token endpoint needs it.
struct RegisteredResource: Sendable {
    let appID: String
    let displayName: String
    let servicePrincipalID: String
    let isEnabled: Bool
    let assignmentRequired: Bool
    let tokenVersion: Int
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
    var isContinuous: Bool {
        self.appID == BuiltInResource.graph.appID || OptionalClaims(self.application, .accessToken).areContinuous
    }
}
