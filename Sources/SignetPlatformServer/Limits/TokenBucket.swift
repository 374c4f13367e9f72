// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The state of one client's allowance: a bucket that fills steadily and from which each request takes one.
struct TokenBucket: Sendable, Equatable {
    private var tokens: Double
    private var filled: Double

    /// A full bucket at a time in seconds.
    init(burst: Double, at now: Double) {
        self.tokens = burst
        self.filled = now
    }

    /// Takes one.
    ///
    /// - Returns: `nil` where there was one; else the whole seconds after which there will be.
    mutating func take(rate: Double, burst: Double, at now: Double) -> Int? {
        // A clock that was set back fills nothing.
        self.tokens = min(burst, self.tokens + max(0, now - self.filled) * rate)
        self.filled = now
        guard self.tokens < 1 else {
            self.tokens -= 1
            return nil
        }
        let seconds = ((1 - self.tokens) / rate).rounded(.up)
        return Int(min(max(1, seconds), 3_600))
    }

    /// Whether nothing would be lost by forgetting it.
    func isFull(rate: Double, burst: Double, at now: Double) -> Bool {
        self.tokens + max(0, now - self.filled) * rate >= burst
    }
}
