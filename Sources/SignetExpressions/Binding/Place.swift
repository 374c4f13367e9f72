// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What can stand on the left of an assignment: a variable, an element, a property.
struct Place {
    /// The type of the value.
    let type: StaticType
    /// Computes the receiver and the index once, before the place is read or written.
    let prepare: [StatementCode]
    /// Reads the value, after the preparation.
    let read: Bound
    /// Writes a value of the type, after the preparation.
    let write: @Sendable (inout Evaluation, ExpressionValue) throws(ExpressionError) -> Void
    let parts: [Bound]
}
