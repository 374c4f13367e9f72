// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How many connections each address has open.
final class ConnectionCount: Sendable {
    private let greatest: Int
    private let counts = Mutex<[String: Int]>([:])

    init(greatest: Int) {
        self.greatest = greatest
    }

    /// Counts a connection; false where the address has its share already.
    func open(_ address: String) -> Bool {
        self.counts.withLock { counts in
            guard counts[address, default: 0] < self.greatest else { return false }
            counts[address, default: 0] += 1
            return true
        }
    }

    func close(_ address: String) {
        self.counts.withLock { counts in
            counts[address, default: 1] -= 1
            if counts[address, default: 0] <= 0 { counts[address] = nil }
        }
    }
}
