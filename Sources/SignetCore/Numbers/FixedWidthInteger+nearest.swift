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
