// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// What an evaluation has beside its context: the clock and the limits.
public struct ExpressionEnvironment: Sendable {
    /// Where `DateTime.UtcNow` comes from.
    public let clock: any TimeSource
    /// How much an evaluation may use.
    public let limits: ExpressionLimits
    /// Where random numbers and GUIDs come from.
    public let random: any RandomNumberGenerator & Sendable

    /// Creates an environment.
    public init(
        clock: any TimeSource,
        limits: ExpressionLimits = ExpressionLimits(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.random = random
        self.clock = clock
        self.limits = limits
    }
}
