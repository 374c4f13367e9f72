// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How much memory an evaluation may still use: whatever grows with its input is counted before it is made.
struct MemoryBudget {
    /// What one token, element or entry costs, with everything that belongs to it.
    static let node = 96

    let limit: Int
    private(set) var remaining: Int

    init(limit: Int) {
        self.limit = limit
        self.remaining = limit
    }

    /// Counts memory that is about to be allocated.
    mutating func charge(_ bytes: Int) throws(ExpressionError) {
        guard bytes <= self.remaining else {
            throw ExpressionError(
                .limitExceeded,
                "The expression was stopped: it may make \(self.limit) bytes of text and arrays."
            )
        }
        self.remaining -= max(0, bytes)
    }
}
