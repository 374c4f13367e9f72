// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCore

/// How people who are Global Administrators of the default tenant sign in to the portal.
package struct AdministratorSignIn: Sendable {
    /// Somebody who signed in.
    package struct Person: Sendable, Equatable {
        package let id: String
        package let userPrincipalName: String
        package let authenticated: Date
    }

    private let signIn: PasswordSignIn
    private let store: DirectoryStore
    private let tenants: TenantDirectory
    private let tenantID: String

    init(_ foundation: PlatformFoundation) {
        self.store = foundation.store
        self.tenants = foundation.tenants
        self.tenantID = foundation.tenantID
        self.signIn = foundation.passwords
    }

    /// The administrator whose name and password these are.
    ///
    /// - Returns: The person; `nil` where name or password are wrong, the account is locked or disabled, its password has to
    ///   be changed first, or the person is no Global Administrator. Which of these it was is nobody's business.
    /// - Throws: What the storage throws.
    package func person(_ name: String, _ password: SecretBytes, at now: Date) async throws -> Person? {
        guard case .tenant(let tenant) = try await self.tenants.resolve(self.tenantID) else { return nil }
        do {
            let user = try await self.signIn.user(name, password, tenant, at: now)
            guard !user.mustChangePassword, try await isAdministrator(user) else { return nil }
            return Person(id: user.id, userPrincipalName: user.userPrincipalName, authenticated: now)
        } catch is TokenRefusal {
            return nil
        }
    }

    /// Whether somebody who signed in is still an administrator, enabled, and of a session that nobody revoked.
    ///
    /// - Throws: What the storage throws.
    package func isStillAdministrator(_ person: Person) async throws -> Bool {
        guard let user = try await self.store.user(id: person.id, tenant: self.tenantID)?.value else { return false }
        return user.accountEnabled && person.authenticated >= user.sessionsValidFrom
            ? try await isAdministrator(user) : false
    }

    private func isAdministrator(_ user: User) async throws -> Bool {
        try await self.store.directoryRoles(of: user.id, tenant: self.tenantID)
            .contains { $0.templateID == DirectoryRole.globalAdministrator.templateID }
    }
}

extension Platform {
    /// How administrators sign in by name and password.
    package func administratorSignIn() -> AdministratorSignIn { AdministratorSignIn(self.foundation) }
}
