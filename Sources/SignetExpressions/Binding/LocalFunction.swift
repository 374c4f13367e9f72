// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A parameter of a local function.
struct FunctionParameter: Sendable {
    let name: String
    let type: StaticType
    var isOutput = false
    var isVariadic = false
    /// What a call that leaves it out passes.
    var defaultValue: Bound?
}

/// A function inside an expression: its code is known only after its name, so that it may call itself.
final class LocalFunction: Sendable {
    let name: String
    let parameters: [FunctionParameter]
    let result: StaticType
    /// Its number among the functions of the expression.
    let number: Int
    /// How many functions are around it.
    let level: Int
    private let body = Mutex<Body?>(nil)

    /// A type of its own: code in a tuple would be wrapped once more each time the tuple is taken out of the lock.
    private struct Body: Sendable {
        let slots: [Slot]
        let frame: Range<Int>
        let code: Code
    }

    init(
        _ name: String,
        _ parameters: [FunctionParameter],
        _ result: StaticType,
        number: Int,
        level: Int
    ) {
        self.number = number
        self.level = level
        self.name = name
        self.parameters = parameters
        self.result = result
    }

    func define(slots: [Slot], frame: Range<Int>, _ code: @escaping Code) {
        self.body.withLock { $0 = Body(slots: slots, frame: frame, code: code) }
    }

    /// Calls the function; what it leaves in its `out` parameters is in `Evaluation.outputs`.
    func call(_ state: inout Evaluation, _ values: [ExpressionValue]) throws(ExpressionError) -> ExpressionValue {
        guard let body = self.body.withLock({ $0 }) else { throw .nullReference }
        return try state.calling(body.frame) { state throws(ExpressionError) in
            for (slot, value) in zip(body.slots, values) { try slot.declare(&state, value) }
            let result = try body.code(&state)
            state.outputs = []
            for (parameter, slot) in zip(self.parameters, body.slots) where parameter.isOutput {
                state.outputs.append(slot.read(state))
            }
            return result
        }
    }
}

/// A value of a type such as `Func<int, string>`.
final class ExpressionDelegate: CallableObject {
    private let lambda: Lambda
    private let frame: Range<Int>
    private let captured: [CapturedVariable]
    private let plan: PlanIdentity

    init(_ lambda: Lambda, frame: Range<Int>, captured: [CapturedVariable], plan: PlanIdentity) {
        self.captured = captured
        self.lambda = lambda
        self.frame = frame
        self.plan = plan
    }

    var expressionType: String { "Func" }

    /// Calls the function, in the evaluation that made it.
    func call(_ state: inout Evaluation, _ values: [ExpressionValue]) throws(ExpressionError) -> ExpressionValue {
        guard state.plan === self.plan else {
            throw ExpressionError(.limitExceeded, "A delegate cannot leave the expression that made it.")
        }
        let (lambda, captured) = (self.lambda, self.captured)
        return try state.calling(self.frame) { state throws(ExpressionError) in
            let outer = captured.map { state.locals[$0.slot] }
            for variable in captured { state.locals[variable.slot] = .object(variable.cell) }
            defer { for (variable, value) in zip(captured, outer) { state.locals[variable.slot] = value } }
            for (slot, value) in zip(lambda.slots, values) { try slot.declare(&state, value) }
            return try lambda.body.code(&state)
        }
    }
}
