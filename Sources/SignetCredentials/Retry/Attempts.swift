// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The attempts at one request: how many there were, when they began, and how long to wait before the next.
struct Attempts {
    private let policy: RetryPolicy
    private let clock: any TimeSource
    private let randomFraction: @Sendable () -> Double
    private let begin: Date
    /// The number of the attempt that is under way, from 1.
    private(set) var number = 1

    /// Begins the first attempt.
    init(
        _ policy: RetryPolicy,
        clock: any TimeSource,
        randomFraction: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.policy = policy
        self.clock = clock
        self.randomFraction = randomFraction
        self.begin = clock.now
    }

    /// Goes on to the next attempt at once: something was mended meanwhile.
    mutating func goOn() { self.number += 1 }

    /// Goes on to the next attempt after a pause.
    ///
    /// - Parameters:
    ///   - requested: What the service asked for.
    ///   - isShort: Whether chance may shorten the pause.
    /// - Returns: The pause, for the caller to wait; `nil` where there should be no further attempt.
    mutating func pause(requested: Duration?, isShort: Bool = true) -> Duration? {
        let pause = self.policy.delay(
            before: self.number,
            requested: requested,
            fraction: isShort ? self.randomFraction() : 1,
            elapsed: .seconds(max(0, self.clock.now.timeIntervalSince(self.begin)))
        )
        if pause != nil { self.number += 1 }
        return pause
    }
}
