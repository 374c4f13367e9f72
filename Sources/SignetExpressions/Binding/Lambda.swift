// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A lambda expression, compiled: it runs where it is passed, so that it needs no more than slots for its parameters.
struct Lambda: Sendable {
    let slots: [Int]
    let body: Bound

    /// Calls it.
    func call(_ state: inout Evaluation, _ values: ExpressionValue...) throws(ExpressionError) -> ExpressionValue {
        try state.step()
        for (slot, value) in zip(self.slots, values) { state.locals[slot] = value }
        return try self.body.code(&state)
    }

    /// Calls a predicate.
    func accepts(_ state: inout Evaluation, _ value: ExpressionValue) throws(ExpressionError) -> Bool {
        try call(&state, value).bool == true
    }
}

extension Binder {
    /// Binds an argument that is a lambda expression with parameters of these types.
    mutating func lambda(
        _ argument: ArgumentSyntax,
        _ types: [StaticType],
        returning result: StaticType? = nil
    ) throws(ExpressionError) -> Lambda {
        guard case .value(let syntax) = argument.passing, case .lambda(let parameters, let body) = syntax.kind else {
            throw notEvaluated("delegates that are no lambda expressions", argument.offset)
        }
        guard parameters.count == types.count else {
            throw ExpressionError(
                .typeMismatch,
                "Delegate type does not take \(parameters.count) arguments",
                at: argument.offset
            )
        }
        return try scoped { binder throws(ExpressionError) in
            var slots: [Int] = []
            for (parameter, type) in zip(parameters, types) {
                slots.append(try binder.declare(parameter.name, type, offset: syntax.offset).slot)
            }
            var bound = try binder.bind(lambdaBody: body, offset: syntax.offset)
            if let result { bound = try binder.converted(bound, to: result) }
            return Lambda(slots: slots, body: bound)
        }
    }

    /// Whether an argument is a lambda expression with this many parameters.
    func isLambda(_ argument: ArgumentSyntax, parameters count: Int) -> Bool {
        guard case .value(let syntax) = argument.passing, case .lambda(let parameters, _) = syntax.kind else {
            return false
        }
        return parameters.count == count
    }

    private mutating func bind(lambdaBody body: LambdaBody, offset: Int) throws(ExpressionError) -> Bound {
        switch body {
        case .expression(let syntax): return try bind(syntax)
        case .block(let statements):
            let (outer, loops, breakables) = (self.returned, self.loops, self.breakables)
            (self.returned, self.loops, self.breakables) = ([], 0, 0)
            let block = try bind(block: statements)
            let results = self.returned
            (self.returned, self.loops, self.breakables) = (outer, loops, breakables)
            guard !results.isEmpty else {
                let code = block.code
                return try made(.void, from: [], offset: offset) { state throws(ExpressionError) in
                    _ = try code(&state)
                    return .null
                }
            }
            guard !block.completes, let type = bestType(results) else {
                throw ExpressionError(.syntax, "Not all code paths return a value in lambda expression", at: offset)
            }
            let code = block.code
            // The values were bound before the common type was known: numbers are widened when they come back.
            let mixes = results.contains { $0.type != type } && type.underlying.promoted != nil
            return try made(type, from: results, offset: offset) { state throws(ExpressionError) in
                guard case .returned(let value) = try code(&state) else { return .null }
                return mixes && !value.isNull ? Arithmetic.cast(value, to: type.underlying) : value
            }
        }
    }
}
