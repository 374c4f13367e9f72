// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization

/// Refresh tokens by the user's assertion and the tenant, at most a fixed number of them.
///
/// Two generations: what was not used while half of the capacity came in anew is forgotten.
final class RefreshTokenStore: Sendable {
    struct Key: Hashable {
        let user: UserAssertionHash
        let tenantID: String
    }

    private struct Generations {
        var young: [Key: SecretBytes] = [:]
        var old: [Key: SecretBytes] = [:]
    }

    private let half: Int
    private let generations = Mutex(Generations())

    init(capacity: Int) {
        self.half = max(1, capacity / 2)
    }

    /// The number of tokens that are kept.
    var count: Int { self.generations.withLock { $0.young.count + $0.old.count } }

    /// A key's token; setting nothing forgets it.
    subscript(key: Key) -> SecretBytes? {
        get {
            self.generations.withLock { generations in
                if let token = generations.young[key] { return token }
                guard let token = generations.old[key] else { return nil }
                insert(token, key, &generations)
                return token
            }
        }
        set {
            self.generations.withLock { generations in
                generations.young[key] = nil
                generations.old[key] = nil
                if let newValue { insert(newValue, key, &generations) }
            }
        }
    }

    /// Forgets a token that is spent; one that came meanwhile stays.
    func remove(_ key: Key, ifStill token: SecretBytes) {
        self.generations.withLock { generations in
            if generations.young[key] == token { generations.young[key] = nil }
            if generations.old[key] == token { generations.old[key] = nil }
        }
    }

    /// Forgets all of them.
    func removeAll() {
        self.generations.withLock { $0 = Generations() }
    }

    private func insert(_ token: SecretBytes, _ key: Key, _ generations: inout Generations) {
        generations.old[key] = nil
        if generations.young.count >= self.half {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[key] = token
    }
}
