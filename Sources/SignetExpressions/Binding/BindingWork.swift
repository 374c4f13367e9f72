// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How much has been bound, trials included: an argument that is bound once to see what it is and once more for good
/// doubles the work at each level of nesting.
final class BindingWork {
    /// An expression that fills the largest document has fewer parts.
    private static let maximum = 500_000

    private var count = 0

    /// Counts a part of the expression.
    func count(_ offset: Int) throws(ExpressionError) {
        self.count += 1
        guard self.count <= Self.maximum else {
            throw ExpressionError(.syntax, "An expression is too long or complex to compile", at: offset)
        }
    }
}
