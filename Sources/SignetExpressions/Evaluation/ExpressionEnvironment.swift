// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// What an evaluation has beside its context: the clock and the limits.
public struct ExpressionEnvironment: Sendable {
    /// One reference: every evaluation has a copy of the environment.
    private final class Content: Sendable {
        let clock: any TimeSource
        let limits: ExpressionLimits
        let random: any RandomNumberGenerator & Sendable

        init(clock: any TimeSource, limits: ExpressionLimits, random: any RandomNumberGenerator & Sendable) {
            self.clock = clock
            self.limits = limits
            self.random = random
        }
    }

    private let content: Content

    /// Where `DateTime.UtcNow` comes from.
    public var clock: any TimeSource { self.content.clock }
    /// How much an evaluation may use.
    public var limits: ExpressionLimits { self.content.limits }
    /// Where random numbers and GUIDs come from.
    public var random: any RandomNumberGenerator & Sendable { self.content.random }

    /// Creates an environment.
    public init(
        clock: any TimeSource,
        limits: ExpressionLimits = ExpressionLimits(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.content = Content(clock: clock, limits: limits, random: random)
    }
}
