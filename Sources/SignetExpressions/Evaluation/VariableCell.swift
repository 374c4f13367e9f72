// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A variable that outlives the scope it was declared in, because a delegate has captured it.
final class VariableCell: LibraryObject {
    private let content: Mutex<ExpressionValue>

    init(_ value: ExpressionValue) {
        self.content = Mutex(value)
    }

    var expressionType: String { "object" }

    var value: ExpressionValue {
        get { self.content.withLock { $0 } }
        set { self.content.withLock { $0 = newValue } }
    }
}

/// Where a variable is: in a slot itself, or in a cell that the slot holds.
struct Slot: Sendable {
    let index: Int
    /// Whether a delegate captures the variable.
    var isCell = false
    /// Whether a value that is put there begins a new variable: `out var`, not `out`.
    var isNew = true

    /// Begins the variable: what captured the one of an earlier turn or call keeps that.
    func declare(_ state: inout Evaluation, _ value: ExpressionValue) throws(ExpressionError) {
        state.locals[self.index] = self.isCell ? .object(try state.cell(value)) : value
    }

    /// Changes the variable.
    func assign(_ state: inout Evaluation, _ value: ExpressionValue) throws(ExpressionError) {
        guard self.isCell else {
            state.locals[self.index] = value
            return
        }
        try state.cell(at: self.index).value = value
    }

    /// Begins or changes the variable.
    func put(_ state: inout Evaluation, _ value: ExpressionValue) throws(ExpressionError) {
        if self.isNew { try declare(&state, value) } else { try assign(&state, value) }
    }

    func read(_ state: borrowing Evaluation) -> ExpressionValue {
        let value = state.locals[self.index]
        guard self.isCell, case .object(let cell as VariableCell) = value else { return value }
        return cell.value
    }
}

extension Evaluation {
    /// The cell that a slot holds.
    mutating func cell(at slot: Int) throws(ExpressionError) -> VariableCell {
        if case .object(let cell as VariableCell) = self.locals[slot] { return cell }
        let new = try cell(self.locals[slot])
        self.locals[slot] = .object(new)
        return new
    }
}
