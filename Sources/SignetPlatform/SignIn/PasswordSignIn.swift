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
    private struct Failures {
        var count = 0
        var lockedUntil = Date(timeIntervalSince1970: 0)
    }

    /// "Smart lockout": ten failures lock an account for a minute.
    private static let greatestFailures = 10
    private static let lockout: TimeInterval = 60
    /// Above this many accounts the counts start afresh, so that a stranger cannot fill the memory with names.
    private static let greatestCount = 10_000

    private let store: DirectoryStore
    private let failures = Mutex<[String: Failures]>([:])

    init(store: DirectoryStore) {
        self.store = store
    }

    /// The person whose name and password these are.
    ///
    /// - Throws: AADSTS50126, 50034, 50053 or 50057.
    func user(_ name: String, _ password: SecretBytes, _ tenant: Tenant, at now: Date) async throws -> User {
        let account = "\(tenant.id) \(name.lowercased().prefix(320))"
        guard self.failures.withLock({ ($0[account]?.lockedUntil ?? .distantPast) <= now }) else {
            throw TokenRefusal(.userLocked)
        }
        guard let user = try await self.store.user(principalName: name, tenant: tenant.id)?.value else {
            try PasswordDigest.spendTime(on: password)
            throw TokenRefusal(.userNotFound, ["user": name, "directory": tenant.displayName])
        }
        guard try user.password?.matches(password) ?? false else {
            note(account, now)
            throw TokenRefusal(.passwordWrong)
        }
        _ = self.failures.withLock { $0.removeValue(forKey: account) }
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

    private func note(_ account: String, _ now: Date) {
        self.failures.withLock { failures in
            if failures.count >= Self.greatestCount { failures.removeAll() }
            failures[account, default: Failures()].count += 1
            guard failures[account, default: Failures()].count >= Self.greatestFailures else { return }
            failures[account] = Failures(count: 0, lockedUntil: now + Self.lockout)
        }
    }
}
