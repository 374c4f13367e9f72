// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An object that can be called: a delegate.
protocol CallableObject: LibraryObject {
    /// Calls it, in the evaluation that made it.
    func call(_ state: inout Evaluation, _ values: [ExpressionValue]) throws(ExpressionError) -> ExpressionValue
}
