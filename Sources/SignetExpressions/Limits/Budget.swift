// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How much an evaluation may still use: memory and work, both counted before they are spent.
struct Budget {
    /// What one token, element or entry costs, with everything that belongs to it.
    static let node = 96
    /// What one value costs as an element.
    static let element = 24

    let limit: Int
    private(set) var remaining: Int
    private let workLimit: Int
    private var remainingWork: Int

    init(limit: Int, work: Int = ExpressionLimits.defaultWork) {
        self.limit = limit
        self.remaining = limit
        self.workLimit = work
        self.remainingWork = work
    }

    /// Counts memory that is about to be allocated, and the work of filling it.
    mutating func charge(_ bytes: Int) throws(ExpressionError) {
        guard bytes <= self.remaining else {
            throw ExpressionError(
                .limitExceeded,
                "The expression was stopped: it may make \(self.limit) bytes of text and arrays."
            )
        }
        self.remaining -= max(0, bytes)
        try work(bytes)
    }

    /// Counts elements that are about to be made.
    mutating func charge(elements count: Int) throws(ExpressionError) {
        let bytes = count.multipliedReportingOverflow(by: Self.element)
        try charge(bytes.overflow ? .max : bytes.partialValue)
    }

    /// Counts bytes or elements that are about to be looked at, however often.
    mutating func work(_ units: Int) throws(ExpressionError) {
        guard units <= self.remainingWork else {
            throw ExpressionError(
                .limitExceeded,
                "The expression was stopped: it may look at \(self.workLimit) bytes of text and elements."
            )
        }
        self.remainingWork -= max(0, units)
    }
}
