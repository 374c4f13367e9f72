// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Synchronization

/// Checks the names and passwords of people, and stops whoever guesses.
final class PasswordSignIn: Sendable {
    private let store: DirectoryStore
    private let lockout = Mutex(SignInLockout())

    init(store: DirectoryStore) {
        self.store = store
    }

    /// The person whose name and password these are.
    ///
    /// - Throws: AADSTS50126, 50034, 50053 or 50057.
    func user(_ name: String, _ password: SecretBytes, _ tenant: Tenant, at now: Date) async throws -> User {
        let user = try await self.store.user(principalName: name, tenant: tenant.id)?.value
        let account: SignInLockout.Account =
            user.map { .person($0.id) } ?? .nobody("\(tenant.id) \(name.lowercased().prefix(320))")
        guard self.lockout.withLock({ !$0.isLocked(account, at: now) }) else { throw TokenRefusal(.userLocked) }
        let isRight: Bool
        if let user {
            isRight = try user.password?.matches(password) ?? false
        } else {
            try PasswordDigest.spendTime(on: password)
            isRight = false
        }
        // Many may have come this far side by side: the lockout decides again, about right and wrong ones alike.
        guard self.lockout.withLock({ $0.admits(isRight, account, at: now) }) else { throw TokenRefusal(.userLocked) }
        guard let user else {
            throw TokenRefusal(.userNotFound, ["user": name, "directory": tenant.displayName])
        }
        guard isRight else { throw TokenRefusal(.passwordWrong) }
        guard user.accountEnabled else { throw TokenRefusal(.userDisabled) }
        return user
    }

    /// The tenant in whose directory a name stands; `nil` where none has it.
    func home(of name: String?) async throws -> String? {
        guard let name, let domain = User.domain(of: name) else { return nil }
        if let tenant = try await self.store.tenant(named: domain) { return tenant.id }
        for tenant in try await self.store.tenants()
        where try await self.store.user(principalName: name, tenant: tenant.id) != nil {
            return tenant.id
        }
        return nil
    }
}
