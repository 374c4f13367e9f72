// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// `Zip`, `Join`, `GroupBy` with a selector, `ToLookup`, `Except` and their like with a second sequence.
    mutating func joining(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        switch (source.group.name, source.arguments.count) {
        case ("Zip", 2): return try zipped(source)
        case ("Join", 4): return try joined(source)
        case ("GroupBy", 2), ("ToLookup", 1...2): return try grouped(source)
        default: return nil
        }
    }

    private mutating func zipped(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let other = try value(source.arguments[0])
        guard let element = other.type.element else { return nil }
        let function = try lambda(source.arguments[1], [source.element, element])
        let code = other.code
        return try sequence(function.body.type, of: source, [other, function.body]) {
            state,
            elements throws(ExpressionError) in
            var values: [ExpressionValue] = []
            for (first, second) in zip(elements, try Sequences.elements(try code(&state), &state.memory)) {
                values.append(try function.call(&state, first, second))
            }
            return values
        }
    }

    private mutating func joined(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let other = try value(source.arguments[0])
        guard let element = other.type.element else { return nil }
        let outer = try lambda(source.arguments[1], [source.element])
        let inner = try lambda(source.arguments[2], [element])
        let function = try lambda(source.arguments[3], [source.element, element])
        let code = other.code
        return try sequence(
            function.body.type,
            of: source,
            [other, outer.body, inner.body, function.body]
        ) { state, elements throws(ExpressionError) in
            var found: [ValueKey: [ExpressionValue]] = [:]
            for value in try Sequences.elements(try code(&state), &state.memory) {
                try state.charge(Budget.node)
                found[ValueKey(try inner.call(&state, value)), default: []].append(value)
            }
            var values: [ExpressionValue] = []
            for first in elements {
                for second in found[ValueKey(try outer.call(&state, first))] ?? [] {
                    try state.charge(Budget.element)
                    values.append(try function.call(&state, first, second))
                }
            }
            return values
        }
    }

    private mutating func grouped(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let key = try lambda(source.arguments[0], [source.element])
        let selector =
            source.arguments.count == 2 ? try lambda(source.arguments[1], [source.element]) : nil
        let element = selector?.body.type ?? source.element
        let type = StaticType.generic("IGrouping", [key.body.type, element])
        return try sequence(type, of: source, [key.body] + (selector.map { [$0.body] } ?? [])) {
            state,
            elements throws(ExpressionError) in
            var groups: [(key: ExpressionValue, values: [ExpressionValue])] = []
            var places: [ValueKey: Int] = [:]
            for item in elements {
                try state.charge(Budget.node)
                let key = try key.call(&state, item)
                let value = try selector?.call(&state, item) ?? item
                if let place = places[ValueKey(key)] {
                    groups[place].values.append(value)
                } else {
                    places[ValueKey(key)] = groups.count
                    groups.append((key, [value]))
                }
            }
            var result: [ExpressionValue] = []
            for group in groups {
                let values = ExpressionArray(elementType: element.runtimeName, group.values)
                result.append(.object(try ExpressionPair(group.key, .array(values))))
            }
            return result
        }
    }

    /// `Tuple.Create(…)`, `Enumerable.Range(…)`, `Enumerable.Repeat(…)`, `Enumerable.Empty<T>()`; `nil` for others.
    mutating func factory(
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard group.receiver == nil else { return nil }
        switch (group.owner, group.name, arguments.count) {
        case ("Tuple", "Create", 1...7):
            var types: [StaticType] = []
            for argument in arguments { types.append(try value(argument).type) }
            return try tupleCreation(.generic("Tuple", types), types, arguments, offset: group.offset)
        case ("Enumerable", "Range", 2):
            let (start, count) = (
                try converted(try value(arguments[0]), to: .int), try converted(try value(arguments[1]), to: .int)
            )
            let (first, second) = (start.code, count.code)
            return try made(StaticType.int.sequence, from: [start, count], offset: group.offset) {
                state throws(ExpressionError) in
                let (start, count) = (try first(&state).integer ?? 0, try second(&state).integer ?? 0)
                guard count >= 0, start + count - 1 <= Int(Int32.max) else { throw StringLibrary.outOfRange("count") }
                try state.memory.charge(elements: count)
                return StaticType.int.array((0..<count).map { .int(start + $0) })
            }
        case ("Enumerable", "Repeat", 2):
            let item = try value(arguments[0])
            let count = try converted(try value(arguments[1]), to: .int)
            let (first, second, type) = (item.code, count.code, item.type)
            return try made(type.sequence, from: [item, count], offset: group.offset) { state throws(ExpressionError) in
                let (value, count) = (try first(&state), try second(&state).integer ?? 0)
                guard count >= 0 else { throw StringLibrary.outOfRange("count") }
                try state.memory.charge(elements: count)
                return try type.array(Array(repeating: value, count: count)).checked()
            }
        case ("Enumerable", "Empty", 0), ("Array", "Empty", 0):
            guard let argument = group.typeArguments.first else { return nil }
            let type = try resolve(argument)
            return Bound(
                constant: type.array([]),
                group.owner == "Array" ? .array(type) : type.sequence,
                offset: group.offset
            )
        default: return nil
        }
    }
}
