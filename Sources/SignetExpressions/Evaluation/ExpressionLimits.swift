// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How much one evaluation may use before it is stopped with ``ExpressionError/Code/limitExceeded``.
public struct ExpressionLimits: Sendable {
    /// Calls and loop iterations.
    public var steps: Int
    /// Bytes of text and arrays that the evaluation makes.
    public var memory: Int

    /// Creates limits; the defaults are far above what policies in use need.
    public init(steps: Int = 100_000, memory: Int = 16 * 1024 * 1024) {
        self.steps = steps
        self.memory = memory
    }
}
