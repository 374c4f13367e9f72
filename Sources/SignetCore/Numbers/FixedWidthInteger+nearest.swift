// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension FixedWidthInteger {
    /// The integer nearest to a number, rounded down; 0 for what is no number.
    ///
    /// Swift's own conversion ends the process where the number does not fit, and times and intervals come from strangers.
    ///
    /// - Parameter value: Any number, infinities and NaN among them.
    package init(nearest value: Double) {
        let whole = value.rounded(.down)
        if let exact = Self(exactly: whole) {
            self = exact
        } else if whole.isNaN {
            self = 0
        } else {
            self = whole < 0 ? .min : .max
        }
    }
}

extension Int {
    /// The integer nearest to a number, rounded down; 0 for what is no number.
    ///
    /// What ``Swift/FixedWidthInteger/init(nearest:)`` gives, for the paths that are measured: a conversion that is generic
    /// takes a thousand times as long in another module.
    ///
    /// - Parameter value: Any number, infinities and NaN among them.
    package init(nearest value: Double) {
        let whole = value.rounded(.down)
        // Both bounds are powers of two, which a `Double` has exactly.
        if whole >= -0x1p63, whole < 0x1p63 {
            self = Int(whole)
        } else if whole.isNaN {
            self = 0
        } else {
            self = whole < 0 ? .min : .max
        }
    }
}
