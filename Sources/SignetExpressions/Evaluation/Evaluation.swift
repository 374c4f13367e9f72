// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A compiled part of an expression: everything by name and type has been settled, what is left is to run.
typealias Code = @Sendable (inout Evaluation) throws(ExpressionError) -> ExpressionValue

/// The state of one evaluation.
struct Evaluation {
    let context: any ExpressionObject
    let environment: ExpressionEnvironment
    /// The values of local variables, by slot.
    var locals: [ExpressionValue]
    private var remainingSteps: Int
    /// How much it may still allocate.
    var memory: MemoryBudget

    init(context: any ExpressionObject, environment: ExpressionEnvironment, locals: Int) {
        self.context = context
        self.environment = environment
        self.locals = locals == 0 ? [] : Array(repeating: .null, count: locals)
        self.remainingSteps = environment.limits.steps
        self.memory = MemoryBudget(limit: environment.limits.memory)
    }

    /// Counts a call or a turn of a loop.
    mutating func step() throws(ExpressionError) {
        guard self.remainingSteps > 0 else {
            throw ExpressionError(
                .limitExceeded,
                "The expression was stopped after \(self.environment.limits.steps) steps."
            )
        }
        self.remainingSteps -= 1
    }

    /// Counts memory that is about to be allocated.
    mutating func charge(_ bytes: Int) throws(ExpressionError) {
        try self.memory.charge(bytes)
    }
}
