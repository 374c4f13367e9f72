// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import Synchronization

/// A client as the token endpoint needs it: records read, certificates parsed.
///
/// A class, because every request hands it on several times: each copy of a value would count two dozen references.
final class RegisteredClient: Sendable {
    let appID: String
    /// The tenant in which it was looked up.
    let tenant: String
    let displayName: String
    let application: Application
    let servicePrincipal: ServicePrincipal
    /// The roles granted to it.
    let assignments: [AppRoleAssignment]
    /// The identifiers of those roles by the service principal of their resource.
    let grantedRoles: [String: Set<String>]
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
    /// What was said last of its roles: most clients ask for one resource again and again.
    private let lastRoles = Mutex<(resource: RegisteredResource, values: [String])?>(nil)

    /// Puts together what the directory says of an application and its service principal.
    ///
    /// - Parameters:
    ///   - application: The registration.
    ///   - principal: Its service principal in the tenant.
    ///   - tenant: The tenant.
    ///   - keys: The certificates that are known.
    ///   - nextKey: When the first of those that are not known yet will be.
    ///   - more: What stands in records of its own.
    init(
        _ application: Application,
        _ principal: ServicePrincipal,
        tenant: String,
        keys: [RegisteredKey],
        nextKey: Date?,
        _ more: Attachments
    ) {
        self.appID = application.appID
        self.tenant = tenant
        self.displayName = application.displayName
        self.application = application
        self.servicePrincipal = principal
        self.assignments = more.assignments
        self.grantedRoles = more.assignments.reduce(into: [:]) { roles, assignment in
            roles[assignment.resourceID, default: []].insert(assignment.appRoleID)
        }
        self.keys = keys
        self.passwords = application.passwordCredentials + principal.passwordCredentials
        self.federated = application.federatedIdentityCredentials
        self.trustedSubjects = more.trustedSubjects
        self.idTokenLifetime = more.idTokenLifetime
        self.directoryRoles = more.directoryRoles
        self.signingPairs = more.signingPairs
        self.nextKey = nextKey
    }

    /// The values of the roles that it was granted at a resource, in the order of a token.
    func roles(at resource: RegisteredResource) -> [String] {
        if let last = self.lastRoles.withLock({ $0 }), last.resource === resource { return last.values }
        let granted = self.grantedRoles[resource.servicePrincipalID] ?? []
        let values = resource.grantableRoles.filter { granted.contains($0.id) }.map(\.value)
        self.lastRoles.withLock { $0 = (resource, values) }
        return values
    }

    /// What stands in records beside the application's.
    struct Attachments: Sendable {
        let assignments: [AppRoleAssignment]
        let trustedSubjects: [TrustedSubject]
        let idTokenLifetime: Int?
        let directoryRoles: [DirectoryRole]
        let signingPairs: [SigningPair]
    }

    /// Whether it can prove who it is at all.
    var hasCredentials: Bool {
        !self.keys.isEmpty || !self.passwords.isEmpty || !self.federated.isEmpty || !self.trustedSubjects.isEmpty
    }
}
