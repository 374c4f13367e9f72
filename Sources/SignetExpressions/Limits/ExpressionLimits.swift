// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How much one evaluation may use before it is stopped with ``ExpressionError/Code/limitExceeded``.
public struct ExpressionLimits: Sendable {
    /// Calls and loop iterations.
    public var steps: Int
    /// Steps of all regular expressions together, those that were taken back included.
    public var regexSteps: Int
    /// How long one evaluation may take, by the environment's clock.
    public var time: Duration
    /// Bytes of text and arrays that the evaluation makes.
    public var memory: Int
    /// Bytes and elements that single calls look at: reading, searching, comparing, sorting.
    public var work: Int

    static let defaultWork = 500_000_000

    /// Creates limits; the defaults are far above what policies in use need.
    public init(
        steps: Int = 100_000,
        memory: Int = 16 * 1024 * 1024,
        regexSteps: Int = 2_000_000,
        time: Duration = .seconds(10),
        work: Int = 500_000_000
    ) {
        self.work = work
        self.regexSteps = regexSteps
        self.time = time
        self.steps = steps
        self.memory = memory
    }
}
