// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// `Where`, `Select`, `SelectMany`, `Cast`, `OfType`, `SkipWhile`, `TakeWhile`.
    mutating func selection(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        switch (source.group.name, source.arguments.count) {
        case ("Select", 1): return try projection(source)
        case ("Where", 1), ("SkipWhile", 1), ("TakeWhile", 1): return try filtered(source)
        case ("SelectMany", 1), ("SelectMany", 2): return try flattening(source)
        case ("Cast", 0), ("OfType", 0):
            guard let argument = source.group.typeArguments.first else { return nil }
            let (type, filters) = (try resolve(argument), source.group.name == "OfType")
            return try sequence(type, of: source) { state, _, elements, visit throws(ExpressionError) in
                try elements.run(&state) { state, value throws(ExpressionError) in
                    try state.work(1)
                    guard !filters else { return value.isInstance(of: type) ? try visit(&state, value) : true }
                    return try visit(&state, try value.unboxed(to: type))
                }
            }
        default: return nil
        }
    }

    /// `Where`, `SkipWhile`, `TakeWhile`.
    private mutating func filtered(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let (name, element, argument) = (source.group.name, source.element, source.arguments[0])
        let isIndexed = isLambda(argument, parameters: 2)
        let test = try lambda(argument, isIndexed ? [element, .int] : [element], returning: .bool)
        return try sequence(element, of: source, [test.body]) { state, _, elements, visit throws(ExpressionError) in
            var (index, isSkipping, isTaking) = (0, name == "SkipWhile", true)
            let goesOn = try elements.run(&state) { state, value throws(ExpressionError) in
                if name == "SkipWhile", !isSkipping { return try visit(&state, value) }
                let isAccepted = try test.call(&state, value, at: index, isIndexed: isIndexed).bool == true
                index += 1
                switch name {
                case "SkipWhile":
                    isSkipping = isAccepted
                    return isAccepted ? true : try visit(&state, value)
                case "TakeWhile":
                    isTaking = isAccepted
                    return isAccepted ? try visit(&state, value) : false
                default: return isAccepted ? try visit(&state, value) : true
                }
            }
            return goesOn || !isTaking
        }
    }

    /// `Select`.
    private mutating func projection(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let (element, arguments) = (source.element, source.arguments)
        let isIndexed = isLambda(arguments[0], parameters: 2)
        let function = try lambda(arguments[0], isIndexed ? [element, .int] : [element])
        guard function.body.type != .void, function.body.type != .null else {
            throw ExpressionError(
                .typeMismatch,
                "The type arguments for method 'Enumerable.Select' cannot be inferred from the usage. Try "
                    + "specifying the type arguments explicitly.",
                at: source.group.offset
            )
        }
        return try sequence(function.body.type, of: source, [function.body]) {
            state,
            _,
            elements,
            visit throws(ExpressionError) in
            var index = 0
            return try elements.run(&state) { state, value throws(ExpressionError) in
                let result = try function.call(&state, value, at: index, isIndexed: isIndexed)
                index += 1
                return try visit(&state, result)
            }
        }
    }

    /// `SelectMany`.
    private mutating func flattening(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (element, arguments) = (source.element, source.arguments)
        let isIndexed = isLambda(arguments[0], parameters: 2)
        let function = try lambda(arguments[0], isIndexed ? [element, .int] : [element])
        guard let inner = function.body.type.element else { return nil }
        let select = arguments.count == 2 ? try lambda(arguments[1], [element, inner]) : nil
        let parts = [function.body] + (select.map { [$0.body] } ?? [])
        let items = enumeration(of: function.body)
        return try sequence(select?.body.type ?? inner, of: source, parts) {
            state,
            _,
            elements,
            visit throws(ExpressionError) in
            var index = 0
            return try elements.run(&state) { state, value throws(ExpressionError) in
                try function.begin(&state, value, at: index, isIndexed: isIndexed)
                index += 1
                return try items.run(&state) { state, item throws(ExpressionError) in
                    try visit(&state, try select?.call(&state, value, item) ?? item)
                }
            }
        }
    }
}
