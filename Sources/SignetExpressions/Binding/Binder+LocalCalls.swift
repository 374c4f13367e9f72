// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds the call of a local function: arguments by place and by name, defaults, `params`, `out`.
    mutating func bind(
        call function: LocalFunction,
        _ arguments: [ArgumentSyntax],
        offset: Int
    ) throws(ExpressionError) -> Bound {
        self.captures.call(function.number, declaredAt: function.level)
        let (places, rest) = try arranged(arguments, for: function, offset: offset)
        var (parts, slots): ([Bound], [Slot]) = ([], [])
        for (parameter, argument) in zip(function.parameters, places) {
            if parameter.isOutput, let argument {
                slots.append(try output(argument, parameter.type))
                parts.append(Bound(constant: parameter.type.defaultValue, parameter.type, offset: offset))
            } else if let argument {
                parts.append(try passed(argument, to: parameter.type))
            } else if let value = parameter.defaultValue {
                parts.append(value)
            } else {
                parts.append(try variadic(rest, parameter.type, offset: offset))
            }
        }
        let codes = parts.map(\.code)
        return try made(function.result, from: parts, offset: offset) { [slots] state throws(ExpressionError) in
            var values: [ExpressionValue] = []
            values.reserveCapacity(codes.count)
            for code in codes { values.append(try code(&state)) }
            let result = try function.call(&state, values)
            for (slot, value) in zip(slots, state.outputs) { try slot.put(&state, value) }
            return result
        }
    }

    /// The argument of each parameter, and those that `params` takes together.
    private mutating func arranged(
        _ arguments: [ArgumentSyntax],
        for function: LocalFunction,
        offset: Int
    ) throws(ExpressionError) -> ([ArgumentSyntax?], [ArgumentSyntax]) {
        let parameters = function.parameters
        var places: [ArgumentSyntax?] = Array(repeating: nil, count: parameters.count)
        var rest: [ArgumentSyntax] = []
        var expands = parameters.last?.isVariadic == true
        if expands, try passesArray(arguments, parameters) { expands = false }
        let fixed = expands ? parameters.count - 1 : parameters.count
        for (index, argument) in arguments.enumerated() {
            if let name = argument.name {
                guard let place = parameters.firstIndex(where: { $0.name == name }) else {
                    throw ExpressionError(
                        .undefined,
                        "The best overload for '\(function.name)' does not have a parameter named '\(name)'",
                        at: argument.offset
                    )
                }
                places[place] = argument
            } else if index < fixed {
                places[index] = argument
            } else {
                rest.append(argument)
            }
        }
        let isMissing = zip(parameters, places)
            .contains { $1 == nil && $0.defaultValue == nil && !($0.isVariadic && expands) }
        guard !isMissing, rest.isEmpty || expands else {
            throw ExpressionError(
                .typeMismatch,
                "No overload for method '\(function.name)' takes \(arguments.count) arguments",
                at: offset
            )
        }
        return (places, rest)
    }

    /// Whether the last argument is the array itself that `params` wants.
    private func passesArray(
        _ arguments: [ArgumentSyntax],
        _ parameters: [FunctionParameter]
    ) throws(ExpressionError) -> Bool {
        guard arguments.count == parameters.count, let last = arguments.last, case .value(let syntax) = last.passing,
            !isCode(syntax), let type = parameters.last?.type
        else { return false }
        var trial = self
        return try trial.bind(syntax).type == type
    }

    private mutating func passed(_ argument: ArgumentSyntax, to type: StaticType) throws(ExpressionError) -> Bound {
        guard case .value(let syntax) = argument.passing else {
            throw notEvaluated("'out' and 'ref' here", argument.offset)
        }
        return try bind(syntax, to: type)
    }

    /// The array of the arguments of `params`.
    private mutating func variadic(
        _ arguments: [ArgumentSyntax],
        _ type: StaticType,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        guard case .array(let element) = type else { throw notEvaluated("this parameter", offset) }
        var parts: [Bound] = []
        for argument in arguments { parts.append(try passed(argument, to: element)) }
        let codes = parts.map(\.code)
        return try made(type, from: parts, offset: offset) { state throws(ExpressionError) in
            try state.memory.charge(elements: codes.count)
            var values: [ExpressionValue] = []
            for code in codes { values.append(try code(&state)) }
            return element.changeableArray(values)
        }
    }
}
