// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An argument before its parameter is known.
struct BoundArgument {
    enum Kind {
        case value(Bound)
        /// A lambda expression or the name of a method.
        case code(ExpressionSyntax)
        case output
    }

    let name: String?
    let kind: Kind
    let syntax: ArgumentSyntax
}

/// An overload with its arguments in the order of its parameters.
private struct Overload {
    let method: LibraryMethod
    /// The argument of each parameter; `nil` where it is left out.
    let arguments: [BoundArgument?]
    /// The arguments of `params`.
    let rest: [BoundArgument]
    let isExpanded: Bool
}

extension Binder {
    /// Binds arguments as far as it can be done without their parameters.
    mutating func arguments(_ arguments: [ArgumentSyntax]) throws(ExpressionError) -> [BoundArgument] {
        var result: [BoundArgument] = []
        for argument in arguments {
            let kind: BoundArgument.Kind
            switch argument.passing {
            case .out, .outDeclaration: kind = .output
            case .reference: throw notEvaluated("'ref'", argument.offset)
            case .value(let syntax):
                kind = isCode(syntax) ? .code(syntax) : .value(try used(try bind(syntax), argument.offset))
            }
            result.append(BoundArgument(name: argument.name, kind: kind, syntax: argument))
        }
        return result
    }

    private func used(_ bound: Bound, _ offset: Int) throws(ExpressionError) -> Bound {
        guard bound.type != .void else {
            throw ExpressionError(.typeMismatch, "Argument 1: cannot convert from 'void' to 'object'", at: offset)
        }
        return bound
    }

    /// Chooses the overload whose parameters the arguments fit best, and binds its call.
    mutating func bind(
        overloads methods: [LibraryMethod],
        _ group: MethodGroup,
        _ arguments: [BoundArgument]
    ) throws(ExpressionError) -> Bound {
        var best: (cost: Int, overload: Overload)?
        for method in methods {
            for isExpanded in method.isVariadic ? [false, true] : [false] {
                guard let overload = arranged(method, arguments, isExpanded: isExpanded),
                    let cost = cost(overload)
                else { continue }
                if best.map({ cost < $0.cost }) ?? true { best = (cost, overload) }
            }
        }
        guard let best else { throw mismatch(methods, group, arguments) }
        return try call(best.overload, receiver: group.receiver, group.offset)
    }

    private func arranged(_ method: LibraryMethod, _ arguments: [BoundArgument], isExpanded: Bool) -> Overload? {
        let fixed = isExpanded ? method.parameters.count - 1 : method.parameters.count
        var slots: [BoundArgument?] = Array(repeating: nil, count: fixed)
        var rest: [BoundArgument] = []
        for (index, argument) in arguments.enumerated() {
            if let name = argument.name {
                guard let place = method.names.firstIndex(of: name), place < fixed, slots[place] == nil else {
                    return nil
                }
                slots[place] = argument
            } else if index < fixed {
                slots[index] = argument
            } else {
                guard isExpanded else { return nil }
                rest.append(argument)
            }
        }
        for (index, slot) in slots.enumerated() where slot == nil {
            guard index >= method.parameters.count - method.optional else { return nil }
        }
        return Overload(method: method, arguments: slots, rest: rest, isExpanded: isExpanded)
    }

    private func cost(_ overload: Overload) -> Int? {
        var total = overload.isExpanded ? 10 : 0
        let method = overload.method
        for (index, argument) in overload.arguments.enumerated() {
            guard let argument else {
                total += 1
                continue
            }
            let isOutput = method.hasOutput && index == method.parameters.count - 1
            guard let cost = cost(argument, method.parameters[index], isOutput: isOutput) else { return nil }
            total += cost
        }
        guard case .array(let element) = method.parameters.last else { return total }
        for argument in overload.rest {
            guard let cost = cost(argument, element, isOutput: false) else { return nil }
            total += cost
        }
        return total
    }

    private func cost(_ argument: BoundArgument, _ parameter: StaticType, isOutput: Bool) -> Int? {
        switch argument.kind {
        case .output: isOutput ? 0 : nil
        case .code(let syntax): !isOutput && accepts(code: syntax, as: parameter) ? 1 : nil
        case .value(let bound): isOutput ? nil : implicitCost(bound, to: parameter)
        }
    }

    private func mismatch(
        _ methods: [LibraryMethod],
        _ group: MethodGroup,
        _ arguments: [BoundArgument]
    ) -> ExpressionError {
        for argument in arguments {
            guard let name = argument.name, !methods.contains(where: { $0.names.contains(name) }) else { continue }
            return ExpressionError(
                .undefined,
                "The best overload for '\(group.name)' does not have a parameter named '\(name)'",
                at: argument.syntax.offset
            )
        }
        let fitting = methods.first { method in
            arguments.count >= method.parameters.count - method.optional - (method.isVariadic ? 1 : 0)
                && (method.isVariadic || arguments.count <= method.parameters.count)
        }
        guard let fitting else {
            let isConstructor = group.name == LibraryMethod.constructor
            return ExpressionError(
                .typeMismatch,
                isConstructor
                    ? "'\(group.owner)' does not contain a constructor that takes \(arguments.count) arguments"
                    : "No overload for method '\(group.name)' takes \(arguments.count) arguments",
                at: group.offset
            )
        }
        for (index, argument) in arguments.enumerated() {
            guard case .value(let bound) = argument.kind, argument.name == nil else { continue }
            var parameter = fitting.parameters[min(index, fitting.parameters.count - 1)]
            if fitting.isVariadic, index >= fitting.parameters.count - 1, case .array(let element) = parameter {
                parameter = element
            }
            if implicitCost(bound, to: parameter) == nil {
                return ExpressionError(
                    .typeMismatch,
                    "Argument \(index + 1): cannot convert from '\(bound.type.name)' to '\(parameter.name)'",
                    at: bound.offset
                )
            }
        }
        return ExpressionError(.typeMismatch, "No overload for method '\(group.name)' fits", at: group.offset)
    }

    private mutating func call(
        _ overload: Overload,
        receiver: Bound?,
        _ offset: Int
    ) throws(ExpressionError) -> Bound {
        let method = overload.method
        var parts = receiver.map { [$0] } ?? []
        var slot: Slot?
        for (index, argument) in overload.arguments.enumerated() {
            let type = method.parameters[index]
            guard let argument else {
                parts.append(Bound(constant: type.defaultValue, type, offset: offset))
                continue
            }
            if case .output = argument.kind {
                slot = try output(argument.syntax, type)
            } else {
                parts.append(try value(argument, as: type))
            }
        }
        var rest: [Bound] = []
        var element: StaticType?
        if overload.isExpanded, case .array(let type) = method.parameters.last {
            element = type
            for argument in overload.rest { rest.append(try value(argument, as: type)) }
        }
        if let axis = method.axis { return try sequence(method.result, of: parts, axis, offset: offset) }
        let (codes, others, code) = (parts.map(\.code), rest.map(\.code), method.code)
        let call = CallCode(codes: codes, rest: others, element: element, slot: slot, code: code)
        return try made(method.result, from: parts + rest, offset: offset) { state throws(ExpressionError) in
            try call.run(&state)
        }
    }

    private mutating func value(_ argument: BoundArgument, as type: StaticType) throws(ExpressionError) -> Bound {
        switch argument.kind {
        case .value(let bound): return try converted(bound, to: type)
        case .code(let syntax): return try bind(syntax, to: type)
        case .output: throw notEvaluated("'out' here", argument.syntax.offset)
        }
    }
}

/// A call of a library method, compiled.
private struct CallCode: Sendable {
    let codes: [Code]
    let rest: [Code]
    let element: StaticType?
    /// Where the value of an `out` parameter goes.
    let slot: Slot?
    let code: LibraryCode

    func run(_ state: inout Evaluation) throws(ExpressionError) -> ExpressionValue {
        var values: [ExpressionValue] = []
        values.reserveCapacity(self.codes.count + 1)
        for code in self.codes { values.append(try code(&state)) }
        if let element {
            var variable: [ExpressionValue] = []
            for code in self.rest { variable.append(try code(&state)) }
            values.append(element.array(variable))
        }
        if state.hasQueries {
            for index in values.indices { values[index] = try state.settled(values[index]) }
        }
        try state.step()
        var weight = 0
        for value in values { weight += value.weight }
        try state.work(weight)
        let result = try self.code(&state, values)
        if let slot {
            try slot.put(&state, state.output)
            state.output = .null
        }
        return result
    }
}
