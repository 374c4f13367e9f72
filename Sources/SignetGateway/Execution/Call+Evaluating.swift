// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions
import SignetPolicies

// The values of policies for this call. A literal never costs a context.

extension Call {
    private func evaluating<Value>(
        _ step: PlanStep,
        _ body: (any ExpressionObject, ExpressionEnvironment) throws(ExpressionError) -> Value
    ) throws(CallError) -> Value {
        var context = CallContext(self)
        defer { if !isKnownUniquelyReferenced(&context) { context.outliveEvaluation() } }
        do {
            return try body(context, self.environment)
        } catch {
            let name = error.exception.map { "System.\($0.rawValue): " } ?? ""
            throw CallError(
                at: step,
                reason: "ExpressionValueEvaluationFailure",
                message: "Expression evaluation failed. \(error.message)",
                detail: name + error.message
            )
        }
    }

    /// A text; `null` gives an empty one.
    func text(_ value: PolicyValue, _ step: PlanStep) throws(CallError) -> String {
        if case .literal(let text) = value { return text }
        return try evaluating(step) { (context, environment) throws(ExpressionError) in
            try value.text(context, environment: environment) ?? ""
        }
    }

    /// Several texts.
    func texts(_ values: [PolicyValue], _ step: PlanStep) throws(CallError) -> [String] {
        var texts: [String] = []
        for value in values { texts.append(try text(value, step)) }
        return texts
    }

    /// A value with its own type.
    func value(_ value: PolicyValue, _ step: PlanStep) throws(CallError) -> ExpressionValue {
        if case .literal(let text) = value { return .string(text) }
        return try evaluating(step) { (context, environment) throws(ExpressionError) in
            try value.value(context, environment: environment)
        }
    }

    /// A body: bytes as they are, everything else as its text.
    func bytes(of body: PolicyValue, _ step: PlanStep) throws(CallError) -> [UInt8] {
        let value = try value(body, step)
        if let bytes = value.bytes { return bytes }
        return try evaluating(step) { (_, environment) throws(ExpressionError) in
            Array(try CompiledExpression.text(of: value, limits: environment.limits).utf8)
        }
    }

    /// A number.
    func integer(_ value: PolicySetting<Int>, _ step: PlanStep) throws(CallError) -> Int {
        if case .literal(let number) = value { return number }
        return try evaluating(step) { (context, environment) throws(ExpressionError) in
            try value.integer(context, environment: environment)
        }
    }

    /// A number that need not be whole.
    func number(_ value: PolicySetting<Double>, _ step: PlanStep) throws(CallError) -> Double {
        if case .literal(let number) = value { return number }
        return try evaluating(step) { (context, environment) throws(ExpressionError) in
            try value.number(context, environment: environment)
        }
    }

    /// A decision.
    func decision(_ value: PolicySetting<Bool>, _ step: PlanStep) throws(CallError) -> Bool {
        if case .literal(let decision) = value { return decision }
        return try evaluating(step) { (context, environment) throws(ExpressionError) in
            try value.bool(context, environment: environment)
        }
    }

    /// The steps of the first branch of a `choose` whose condition is true.
    func chosen(_ step: PlanStep) throws(CallError) -> [PlanStep]? {
        for branch in step.branches {
            do {
                if try decision(branch.condition, step) { return branch.steps }
            } catch {
                var error = error
                error.path = branch.path
                throw error
            }
        }
        return step.otherwise.isEmpty ? nil : step.otherwise
    }
}
