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
        case ("GroupJoin", 4): return try joinedGroups(source)
        case ("GroupBy", 1...3), ("ToLookup", 1...2): return try grouped(source)
        default: return nil
        }
    }

    private mutating func zipped(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let other = try second(try value(source.arguments[0]))
        guard let element = other.type.element else { return nil }
        let function = try lambda(source.arguments[1], [source.element, element])
        return try sequence(function.body.type, of: source, [function.body], arguments: [other]) {
            state,
            values,
            elements,
            visit throws(ExpressionError) in
            var (rest, goesOn) = (try state.elements(of: values[0])[...], true)
            _ = try elements.run(&state) { state, first throws(ExpressionError) in
                guard let second = rest.popFirst() else { return false }
                goesOn = try visit(&state, try function.call(&state, first, second))
                return goesOn
            }
            return goesOn
        }
    }

    private mutating func joined(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let other = try value(source.arguments[0])
        guard let element = other.type.element else { return nil }
        let outer = try lambda(source.arguments[1], [source.element])
        let inner = try lambda(source.arguments[2], [element])
        let function = try lambda(source.arguments[3], [source.element, element])
        let parts = [outer.body, inner.body, function.body]
        return try sequence(function.body.type, of: source, parts, arguments: [other]) {
            state,
            values,
            elements,
            visit throws(ExpressionError) in
            let found = try Self.found(values[0], inner, &state)
            return try elements.run(&state) { state, first throws(ExpressionError) in
                for second in found[ValueKey(try outer.call(&state, first))] ?? [] {
                    guard try visit(&state, try function.call(&state, first, second)) else { return false }
                }
                return true
            }
        }
    }

    private mutating func joinedGroups(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let other = try value(source.arguments[0])
        guard let element = other.type.element else { return nil }
        let outer = try lambda(source.arguments[1], [source.element])
        let inner = try lambda(source.arguments[2], [element])
        let function = try lambda(source.arguments[3], [source.element, element.sequence])
        let (parts, name) = ([outer.body, inner.body, function.body], element.runtimeName)
        return try sequence(function.body.type, of: source, parts, arguments: [other]) {
            state,
            values,
            elements,
            visit throws(ExpressionError) in
            let found = try Self.found(values[0], inner, &state)
            return try elements.run(&state) { state, first throws(ExpressionError) in
                let group = found[ValueKey(try outer.call(&state, first))] ?? []
                let array = ExpressionValue.array(ExpressionArray(elementType: name, group))
                return try visit(&state, try function.call(&state, first, array))
            }
        }
    }

    /// The elements of the inner sequence by their keys.
    private static func found(
        _ inner: ExpressionValue,
        _ key: Lambda,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [ValueKey: [ExpressionValue]] {
        guard !inner.isNull else { throw SequenceSource.missing("inner") }
        var found: [ValueKey: [ExpressionValue]] = [:]
        _ = try state.visit(inner) { state, value throws(ExpressionError) in
            try state.charge(Budget.node)
            found[ValueKey(try key.call(&state, value)), default: []].append(value)
            return true
        }
        return found
    }

    /// `GroupBy` and `ToLookup`: by a key, perhaps with what each element becomes, perhaps with what each group becomes.
    private mutating func grouped(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let arguments = source.arguments
        let key = try lambda(arguments[0], [source.element])
        let hasResult = arguments.count > 1 && isLambda(arguments[arguments.count - 1], parameters: 2)
        let hasSelector = arguments.count == (hasResult ? 3 : 2)
        let selector = hasSelector ? try lambda(arguments[1], [source.element]) : nil
        let element = selector?.body.type ?? source.element
        let result =
            hasResult ? try lambda(arguments[arguments.count - 1], [key.body.type, element.sequence]) : nil
        let group = StaticType.generic("IGrouping", [key.body.type, element])
        let parts = [key.body] + [selector?.body, result?.body].compactMap(\.self)
        let name = element.runtimeName
        if source.group.name == "ToLookup" {
            let type = StaticType.generic("ILookup", [key.body.type, element])
            return try visited(type, of: source, parts) { state, elements throws(ExpressionError) in
                var made: [ExpressionValue] = []
                for pair in try Self.groups(elements, key, selector, try source.comparer(&state), &state) {
                    let values = ExpressionValue.array(ExpressionArray(elementType: name, pair.values))
                    made.append(.object(try ExpressionPair(pair.key, values)))
                }
                return try ExpressionValue.array(ExpressionArray(elementType: group.runtimeName, made)).checked()
            }
        }
        return try sequence(result?.body.type ?? group, of: source, parts) {
            state,
            _,
            elements,
            visit throws(ExpressionError) in
            for pair in try Self.groups(elements, key, selector, try source.comparer(&state), &state) {
                let values = ExpressionValue.array(ExpressionArray(elementType: name, pair.values))
                var group = ExpressionValue.object(try ExpressionPair(pair.key, values))
                if let result { group = try result.call(&state, pair.key, values) }
                guard try visit(&state, group) else { return false }
            }
            return true
        }
    }

    private static func groups(
        _ elements: Enumeration,
        _ key: Lambda,
        _ selector: Lambda?,
        _ comparer: TextComparer?,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [(key: ExpressionValue, values: [ExpressionValue])] {
        var groups: [(key: ExpressionValue, values: [ExpressionValue])] = []
        var places: [ValueKey: Int] = [:]
        try elements.forEach(&state) { state, item throws(ExpressionError) in
            try state.charge(Budget.node)
            let key = try key.call(&state, item)
            let value = try selector?.call(&state, item) ?? item
            let place = ValueKey(key.key(under: comparer))
            if let index = places[place] {
                groups[index].values.append(value)
            } else {
                places[place] = groups.count
                groups.append((key, [value]))
            }
        }
        return groups
    }

    /// `Tuple.Create(…)`, `Enumerable.Range(…)`, `Enumerable.Repeat(…)`, `Enumerable.Empty<T>()`; `nil` for others.
    mutating func factory(
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard group.receiver == nil else { return nil }
        switch (group.owner, group.name, arguments.count) {
        case ("Tuple", "Create", 1...7):
            var parts: [Bound] = []
            for argument in arguments { parts.append(try value(argument)) }
            return try tupleCreation(.generic("Tuple", parts.map(\.type)), parts, offset: group.offset)
        case ("Enumerable", "Range", 2):
            let (start, count) = (
                try value(arguments[0], to: .int), try value(arguments[1], to: .int)
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
            let count = try value(arguments[1], to: .int)
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
