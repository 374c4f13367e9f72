// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Who has guessed too often ("smart lockout"): ten failures lock an account for a minute.
///
/// An attempt is judged twice, before its password is looked at and after: of a thousand that run side by side, ten are
/// answered, and the others learn nothing, not even that they were right.
struct SignInLockout: Sendable {
    /// Whose attempts are counted together.
    enum Account: Sendable, Hashable {
        /// By object identifier.
        case person(String)
        /// By tenant and name; names that nobody has are locked too, so that a lock does not say who exists.
        case nobody(String)
    }

    private struct Failures {
        var count = 0
        var lockedUntil = Date(timeIntervalSince1970: 0)
    }

    static let greatestFailures = 10
    static let span: TimeInterval = 60
    /// Above this many names that nobody has, their counts start afresh: strangers cannot fill the memory, nor clear the
    /// counts of people.
    private static let greatestStrangers = 10_000

    private var people: [String: Failures] = [:]
    private var strangers: [String: Failures] = [:]

    /// Whether nothing is tried for an account just now.
    func isLocked(_ account: Account, at now: Date) -> Bool { now < (self[account]?.lockedUntil ?? .distantPast) }

    /// Counts an attempt whose password was looked at, and says whether its outcome may be told.
    mutating func admits(_ isRight: Bool, _ account: Account, at now: Date) -> Bool {
        guard !isLocked(account, at: now) else { return false }
        guard !isRight else {
            self[account] = nil
            return true
        }
        var failures = self[account] ?? Failures()
        failures.count += 1
        if failures.count >= Self.greatestFailures { failures = Failures(lockedUntil: now + Self.span) }
        self[account] = failures
        return true
    }

    private subscript(account: Account) -> Failures? {
        get {
            switch account {
            case .person(let id): self.people[id]
            case .nobody(let name): self.strangers[name]
            }
        }
        set {
            switch account {
            case .person(let id): self.people[id] = newValue
            case .nobody(let name):
                if self.strangers.count >= Self.greatestStrangers { self.strangers.removeAll() }
                self.strangers[name] = newValue
            }
        }
    }
}
