// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FoundationEssentials

/// The members of a backend of the type `Pool`.
package struct BackendPool: Sendable {
    /// One of them.
    package struct Member: Sendable {
        /// The backend.
        package let backend: Backend
        /// The lower, the earlier it is taken.
        package let priority: Int
        /// Its share among those of its priority.
        package let weight: Int
        /// What the cookie of a session says, which tells nobody the backend's name.
        package let mark: String

        init(backend: Backend, priority: Int, weight: Int) {
            self.backend = backend
            self.priority = priority
            self.weight = weight
            let digest = SHA256.hash(data: Array(backend.id.utf8)).prefix(8)
            self.mark = digest.map { String($0, radix: 16).leftPadded }.joined()
        }
    }

    /// Those of each priority, the first group first.
    private let groups: [[Member]]
    /// The name of the cookie that keeps a session at one member.
    package let sessionCookie: String?

    init(_ members: [Member], sessionCookie: String?) {
        let priorities = Set(members.map(\.priority)).sorted()
        self.groups = priorities.map { priority in
            let group = members.filter { $0.priority == priority }
            // Without any weight all are equal; beside weights, a weight of 0 gets nothing.
            let weighted = group.filter { $0.weight > 0 }
            return weighted.isEmpty
                ? group.map { Member(backend: $0.backend, priority: priority, weight: 1) } : weighted
        }
        self.sessionCookie = sessionCookie
    }

    /// All members.
    package var members: [Member] { self.groups.flatMap { $0 } }

    /// The member that serves the next call; `nil` where every one is tripped.
    ///
    /// - Parameters:
    ///   - session: What the call's cookie says.
    ///   - now: The time.
    ///   - generator: Draws by weight.
    /// - Returns: The member.
    package func choose(
        session: String?,
        at now: Date,
        using generator: inout some RandomNumberGenerator
    ) -> Member? {
        if let session, let member = self.members.first(where: { $0.mark == session }),
            member.backend.health?.isOpen(at: now) != true
        {
            return member
        }
        for group in self.groups {
            let free = group.filter { $0.backend.health?.isOpen(at: now) != true }
            guard !free.isEmpty else { continue }
            let total = free.reduce(0) { $0 + $1.weight }
            var drawn = Int.random(in: 0..<max(total, 1), using: &generator)
            for member in free {
                drawn -= member.weight
                if drawn < 0 { return member }
            }
            return free.last
        }
        return nil
    }
}

extension String {
    fileprivate var leftPadded: String { self.utf8.count < 2 ? "0\(self)" : self }
}
