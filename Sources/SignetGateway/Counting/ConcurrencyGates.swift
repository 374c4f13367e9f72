// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How many calls are in which `limit-concurrency` at the moment.
package final class ConcurrencyGates: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    package init() {}

    /// Lets a call in, unless there are as many as may be.
    package func enter(_ key: String, limit: Int) -> ConcurrencyTicket? {
        let isFree = self.counts.withLock { counts in
            guard counts[key, default: 0] < limit else { return false }
            counts[key, default: 0] += 1
            return true
        }
        return isFree ? ConcurrencyTicket(gates: self, key: key) : nil
    }

    fileprivate func leave(_ key: String) {
        self.counts.withLock { counts in
            guard let count = counts[key] else { return }
            counts[key] = count > 1 ? count - 1 : nil
        }
    }
}

/// The place of a call: given back when nobody holds it any more, however the call ends.
package final class ConcurrencyTicket: Sendable {
    private let gates: ConcurrencyGates
    private let key: String

    fileprivate init(gates: ConcurrencyGates, key: String) {
        self.gates = gates
        self.key = key
    }

    deinit { self.gates.leave(self.key) }
}
