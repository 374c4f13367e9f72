// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How often each client may ask: by its client ID and its address together, so that nobody spends another's allowance.
final class RateLimiter: Sendable {
    private struct Client: Hashable {
        let address: String
        let id: String
    }

    /// The number of clients above which those with a full allowance are forgotten.
    private static let greatestCount = 20_000

    private let rate: Double
    private let burst: Double
    private let buckets = Mutex<[Client: TokenBucket]>([:])

    init(_ limits: ServerLimits) {
        self.rate = limits.requestsPerSecond
        self.burst = max(1, limits.burst)
    }

    /// Counts a request at a time in seconds.
    ///
    /// - Returns: `nil` where it may go on; else the seconds to wait.
    func wait(address: String, client: String, at now: Double) -> Int? {
        guard self.rate > 0 else { return nil }
        let key = Client(address: address, id: client)
        return self.buckets.withLock { buckets in
            if buckets.count >= Self.greatestCount, buckets[key] == nil {
                buckets = buckets.filter { !$0.value.isFull(rate: self.rate, burst: self.burst, at: now) }
                // Whoever brings this many names at once is told to come back.
                guard buckets.count < Self.greatestCount else { return 1 }
            }
            return buckets[key, default: TokenBucket(burst: self.burst, at: now)]
                .take(rate: self.rate, burst: self.burst, at: now)
        }
    }
}
