// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How a statement ends.
enum Completion: Sendable {
    /// The next statement follows.
    case normal
    case broke
    case continued
    case returned(ExpressionValue)
}

/// A compiled statement.
typealias StatementCode = @Sendable (inout Evaluation) throws(ExpressionError) -> Completion
