// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A lambda expression, compiled: its parameters and variables are slots of the expression that it stands in.
struct Lambda: Sendable {
    let slots: [Slot]
    let body: Bound

    /// Calls it.
    func call(_ state: inout Evaluation, _ value: ExpressionValue) throws(ExpressionError) -> ExpressionValue {
        try begin(&state, value)
        return try self.body.code(&state)
    }

    /// Calls it with two arguments.
    func call(
        _ state: inout Evaluation,
        _ first: ExpressionValue,
        _ second: ExpressionValue
    ) throws(ExpressionError) -> ExpressionValue {
        try begin(&state, first)
        try self.slots[1].declare(&state, second)
        return try self.body.code(&state)
    }

    /// Calls it with an element and, where it has a parameter for that, its index.
    func call(
        _ state: inout Evaluation,
        _ value: ExpressionValue,
        at index: Int,
        isIndexed: Bool
    ) throws(ExpressionError) -> ExpressionValue {
        try begin(&state, value, at: index, isIndexed: isIndexed)
        return try self.body.code(&state)
    }

    /// Gives it its arguments; its body may run then.
    func begin(
        _ state: inout Evaluation,
        _ value: ExpressionValue,
        at index: Int = 0,
        isIndexed: Bool = false
    ) throws(ExpressionError) {
        try state.step()
        try self.slots[0].declare(&state, value)
        if isIndexed { try self.slots[1].declare(&state, .int(Int32(clamping: index))) }
    }

    /// Calls a predicate.
    func accepts(_ state: inout Evaluation, _ value: ExpressionValue) throws(ExpressionError) -> Bool {
        try call(&state, value).bool == true
    }
}

extension Binder {
    /// Binds an argument that is a function of parameters of these types.
    mutating func lambda(
        _ argument: ArgumentSyntax,
        _ types: [StaticType],
        returning result: StaticType? = nil
    ) throws(ExpressionError) -> Lambda {
        guard case .value(let syntax) = argument.passing else { throw notEvaluated("'out' here", argument.offset) }
        return try lambda(syntax, types, returning: result)
    }

    /// Binds a lambda expression, the name of a method, or a delegate.
    mutating func lambda(
        _ syntax: ExpressionSyntax,
        _ types: [StaticType],
        returning result: StaticType? = nil
    ) throws(ExpressionError) -> Lambda {
        if case .parenthesized(let inner) = syntax.kind { return try lambda(inner, types, returning: result) }
        guard case .lambda(let parameters, let body) = syntax.kind else {
            return try forwarding(syntax, types, returning: result)
        }
        guard parameters.count == types.count else {
            throw ExpressionError(
                .typeMismatch,
                "Delegate type does not take \(parameters.count) arguments",
                at: syntax.offset
            )
        }
        return try scoped { binder throws(ExpressionError) in
            var slots: [Slot] = []
            for (parameter, type) in zip(parameters, types) {
                let isDiscarded = parameter.name == "_" && binder.local("_") != nil
                let local =
                    isDiscarded
                    ? binder.temporary(type) : try binder.declare(parameter.name, type, offset: syntax.offset)
                slots.append(local.place)
            }
            var bound = try binder.bind(lambdaBody: body, offset: syntax.offset, returning: result)
            if let result, result != .void { bound = try binder.converted(bound, to: result) }
            return Lambda(slots: slots, body: bound)
        }
    }

    /// A function that passes its arguments on to a method or a delegate.
    private mutating func forwarding(
        _ syntax: ExpressionSyntax,
        _ types: [StaticType],
        returning result: StaticType?
    ) throws(ExpressionError) -> Lambda {
        try scoped { binder throws(ExpressionError) in
            var slots: [Slot] = []
            var arguments: [ArgumentSyntax] = []
            for (index, type) in types.enumerated() {
                let name = "\u{1}\(index)"
                slots.append(try binder.declare(name, type, offset: syntax.offset).place)
                let value = ExpressionSyntax(kind: .name(name, []), offset: syntax.offset)
                arguments.append(ArgumentSyntax(name: nil, passing: .value(value), offset: syntax.offset))
            }
            let call = PostfixSyntax(kind: .call(arguments), isConditional: false, offset: syntax.offset)
            let whole: ExpressionSyntax
            if case .postfix(let primary, let tails) = syntax.kind {
                whole = ExpressionSyntax(kind: .postfix(primary, tails + [call]), offset: syntax.offset)
            } else {
                whole = ExpressionSyntax(kind: .postfix(syntax, [call]), offset: syntax.offset)
            }
            var bound = try binder.bind(whole)
            if let result, result != .void { bound = try binder.converted(bound, to: result) }
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

    mutating func bind(
        lambdaBody body: LambdaBody,
        offset: Int,
        returning result: StaticType? = nil
    ) throws(ExpressionError) -> Bound {
        switch body {
        case .expression(let syntax):
            if let result, result.isDelegate { return try bind(syntax, to: result) }
            return try bind(syntax)
        case .block(let statements):
            let outer = self.function
            self.function = FunctionScope(result: result, isLambda: true)
            let block = try bind(block: statements)
            let results = self.function.returned
            self.function = outer
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
                return mixes && !value.isNull ? try Arithmetic.cast(value, to: type.underlying) : value
            }
        }
    }
}
