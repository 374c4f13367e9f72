// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds what stands in braces behind `new T(…)`.
    mutating func bind(
        initialized created: Bound,
        _ initializer: InitializerSyntax,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let slot = temporary(created.type).slot
        let held = Bound(created.type, depth: 1, offset: offset) { $0.locals[slot] }
        let steps = try self.steps(of: initializer, on: held, offset: offset)
        let (code, codes) = (created.code, steps.map(\.code))
        return try made(created.type, from: [created] + steps, offset: offset) { state throws(ExpressionError) in
            let value = try code(&state)
            // The initializer may run once more, for another object, while it runs for this one.
            let outer = state.locals[slot]
            defer { state.locals[slot] = outer }
            for step in codes {
                state.locals[slot] = value
                _ = try step(&state)
            }
            return value
        }
    }

    /// What the braces do with an object, one after the other.
    private mutating func steps(
        of initializer: InitializerSyntax,
        on held: Bound,
        offset: Int
    ) throws(ExpressionError) -> [Bound] {
        var steps: [Bound] = []
        switch initializer {
        case .collection(let elements):
            for values in elements { steps.append(try addition(of: values, to: held, offset: offset)) }
        case .object(let members):
            for member in members { steps.append(try step(member.target, member.value, on: held, offset: offset)) }
        }
        return steps
    }

    /// Binds an element of `{ a, { "k", v } }`.
    private mutating func addition(
        of values: [ExpressionSyntax],
        to held: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let group = MethodGroup(
            receiver: held,
            owner: Library.owner(of: held.type),
            name: "Add",
            typeArguments: [],
            offset: offset
        )
        let arguments = values.map { ArgumentSyntax(name: nil, passing: .value($0), offset: $0.offset) }
        return try bind(call: group, arguments)
    }

    /// Binds `A = 1`, `["b"] = 2`, and what is initialized in place: `A = { B = 1 }`, `A = { 1, 2 }`.
    private mutating func step(
        _ target: InitializerTarget,
        _ value: InitializerValue,
        on held: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        switch (target, value) {
        case (.member(let name), .expression(let syntax)):
            let place = try property(of: held, name, offset: offset)
            return try assigned(try bind(syntax, to: place.type), to: place, offset: offset)
        case (.member(let name), .nested(let inner)):
            return try bind(initialized: try property(held, name, offset: offset), inner, offset: offset)
        case (.index(let arguments), let value):
            guard let argument = arguments.first, arguments.count == 1 else {
                throw notEvaluated("indices of more than one dimension", offset)
            }
            switch value {
            case .expression(let syntax) where held.type.isToken || held.type.element != nil:
                return try element(of: held, argument, syntax, offset: offset)
            case .expression(let syntax):
                let place = try element(of: held, at: try self.value(argument), offset: offset)
                return try assigned(try bind(syntax, to: place.type), to: place, offset: offset)
            case .nested(let inner):
                return try bind(initialized: try bind(index: held, arguments, offset: offset), inner, offset: offset)
            }
        }
    }

    /// Binds `[index] = value` in an initializer.
    private mutating func element(
        of held: Bound,
        _ index: ArgumentSyntax,
        _ syntax: ExpressionSyntax,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let index = try value(index)
        if held.type.isToken { return try tokenAssignment(held, index, try bind(syntax), offset: offset) }
        guard case .generic(_, let types) = held.type, let type = types.last, type.isDelegate else {
            return try collectionAssignment(held, index, try bind(syntax), offset: offset)
        }
        return try collectionAssignment(held, index, try bind(syntax, to: type), offset: offset)
    }
}
