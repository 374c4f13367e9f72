// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// `OrderBy`, `OrderByDescending`, `Reverse`, `Distinct`, `GroupBy`.
    mutating func ordering(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (name, element, arguments) = (source.group.name, source.element, source.arguments)
        switch (name, arguments.count) {
        case ("Reverse", 0):
            return try sequence(element, of: source) { state, _, elements, visit throws(ExpressionError) in
                try state.give(try elements.elements(&state).reversed(), to: visit)
            }
        case ("Distinct", 0):
            return try sequence(element, of: source) { state, _, elements, visit throws(ExpressionError) in
                try Self.distinct(elements, source, &state, visit)
            }
        case ("OrderBy", 1), ("OrderByDescending", 1): return try ordered(source, [])
        case ("ThenBy", 1), ("ThenByDescending", 1): return nil
        default: return nil
        }
    }

    /// `OrderBy` with the `ThenBy` behind it: sorted once, by all keys.
    private mutating func ordered(_ source: SequenceSource, _ more: [SequenceSource]) throws(ExpressionError) -> Bound {
        var keys: [(key: Lambda, isDescending: Bool, source: SequenceSource)] = []
        for part in [source] + more {
            let key = try lambda(part.arguments[0], [source.element])
            keys.append((key, part.group.name.hasSuffix("Descending"), part))
        }
        let ordering = keys
        return try sequence(source.element, of: source, keys.map(\.key.body), as: "IOrderedEnumerable") {
            state,
            _,
            elements,
            visit throws(ExpressionError) in
            var sorted = try elements.elements(&state)
            // From the last key to the first: each sort keeps the order of the one before where its keys are equal.
            for (key, isDescending, part) in ordering.reversed() {
                let comparer = try part.comparer(&state)
                var keyed: [(key: ExpressionValue, value: ExpressionValue)] = []
                for value in sorted { keyed.append((try key.call(&state, value).key(under: comparer), value)) }
                let isOrdinal = comparer?.isOrdinal == true
                sorted = try Sorting.sorted(keyed, isDescending: isDescending, isOrdinal: isOrdinal, &state)
            }
            return try state.give(sorted, to: visit)
        }
    }

    /// Binds `x.OrderBy(…).ThenBy(…)…` from its last call, so that all keys are known.
    mutating func orderedChain(
        _ primary: Target,
        _ calls: [(group: MethodGroup, arguments: [ArgumentSyntax])]
    ) throws(ExpressionError) -> Bound? {
        guard let first = calls.first, let receiver = first.group.receiver, let element = receiver.type.element else {
            return nil
        }
        let (function, start) = (self.captures.number(), self.localCount)
        let parts = calls.map { call in
            var source = SequenceSource(
                receiver: receiver,
                element: element,
                group: call.group,
                arguments: Array(call.arguments.prefix(1)),
                function: function,
                start: start
            )
            if call.arguments.count > 1 { source.comparer = comparer(call.arguments[1]) }
            return source
        }
        return try within(function) { binder throws(ExpressionError) in
            try binder.ordered(parts[0], Array(parts.dropFirst()))
        }
    }

    /// `ToList`, `ToArray`, `ToHashSet`, `ToDictionary`, `AsEnumerable`, `DefaultIfEmpty`.
    mutating func collected(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (name, element, arguments) = (source.group.name, source.element, source.arguments)
        switch (name, arguments.count) {
        case ("ToArray", 0):
            return try result(.array(element), of: source) { _, elements throws(ExpressionError) in
                try element.array(elements).checked()
            }
        case ("AsEnumerable", 0):
            guard source.receiver.type == .named("JObject") else { return source.receiver.typed(element.sequence) }
            return try sequence(element, of: source) { state, _, elements, visit throws(ExpressionError) in
                try elements.run(&state, visit)
            }
        case ("DefaultIfEmpty", 0...1): return try defaulted(source)
        case ("ToList", 0), ("ToHashSet", 0):
            let isSet = name == "ToHashSet"
            let name = element.runtimeName
            return try visited(.generic(isSet ? "HashSet" : "List", [element]), of: source) {
                state,
                elements throws(ExpressionError) in
                let list = ExpressionList(isSet ? "HashSet" : "List", of: name, comparer: try source.comparer(&state))
                try elements.forEach(&state) { state, value throws(ExpressionError) in
                    try state.charge(Budget.node)
                    _ = try list.add(value)
                }
                return .object(list)
            }
        case ("ToDictionary", 1...2): return try dictionary(source)
        default: return nil
        }
    }

    /// `DefaultIfEmpty`.
    private mutating func defaulted(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let (element, arguments) = (source.element, source.arguments)
        let other = try arguments.first.map { argument throws(ExpressionError) in
            try value(argument, to: element)
        }
        return try sequence(element, of: source, arguments: other.map { [$0] } ?? []) {
            state,
            values,
            elements,
            visit throws(ExpressionError) in
            var isEmpty = true
            let goesOn = try elements.run(&state) { state, value throws(ExpressionError) in
                isEmpty = false
                return try visit(&state, value)
            }
            return try isEmpty ? visit(&state, values.first ?? element.defaultValue) : goesOn
        }
    }

    /// `ToDictionary`.
    private mutating func dictionary(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let (element, arguments) = (source.element, source.arguments)
        let key = try lambda(arguments[0], [element])
        let value = arguments.count == 2 ? try lambda(arguments[1], [element]) : nil
        let types = [key.body.type, value?.body.type ?? element]
        return try visited(.generic("Dictionary", types), of: source, [key.body] + (value.map { [$0.body] } ?? [])) {
            state,
            elements throws(ExpressionError) in
            let comparer = try source.comparer(&state)
            let map = ExpressionMap(types[0].runtimeName, types[1].runtimeName, comparer: comparer)
            try elements.forEach(&state) { state, item throws(ExpressionError) in
                try state.charge(Budget.node)
                let name = try key.call(&state, item)
                guard try map.set(name, try value?.call(&state, item) ?? item, replaces: false) else {
                    throw .exception(
                        .argument,
                        "An item with the same key has already been added. Key: \(name.invariantText)"
                    )
                }
            }
            return .object(map)
        }
    }

    /// `Sum`, `Min`, `Max`, `Average`, `Aggregate`.
    mutating func folding(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (name, element, arguments) = (source.group.name, source.element, source.arguments)
        if name == "Aggregate", 1...3 ~= arguments.count { return try aggregated(source) }
        guard ["Sum", "Min", "Max", "Average"].contains(name), arguments.count <= 1 else { return nil }
        let function = try arguments.first.map { argument throws(ExpressionError) in try lambda(argument, [element]) }
        let type = function?.body.type ?? element
        let number = type.underlying.promoted
        guard number != nil || name == "Min" || name == "Max" else { return nil }
        let isExact = [.decimal, .float].contains(type.underlying)
        let resultType: StaticType =
            name == "Average" && !isExact ? .double : name == "Min" || name == "Max" ? type : number ?? type
        return try visited(resultType, of: source, function.map { [$0.body] } ?? []) {
            state,
            elements throws(ExpressionError) in
            var values: [ExpressionValue] = []
            try elements.forEach(&state) { state, value throws(ExpressionError) in
                let value = try function?.call(&state, value) ?? value
                try state.charge(Budget.element)
                if !value.isNull { values.append(value) }
            }
            return try Aggregation.value(name, values, resultType)
        }
    }

    /// `Aggregate`.
    private mutating func aggregated(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let arguments = source.arguments
        let seed = arguments.count > 1 ? try value(arguments[0]) : nil
        let type = seed?.type ?? source.element
        let function = try lambda(arguments[arguments.count > 1 ? 1 : 0], [type, source.element], returning: type)
        let last = arguments.count == 3 ? try lambda(arguments[2], [type]) : nil
        let parts = [function.body] + [seed, last?.body].compactMap(\.self)
        return try visited(last?.body.type ?? type, of: source, parts) { state, elements throws(ExpressionError) in
            var total = try seed?.code(&state)
            try elements.forEach(&state) { state, value throws(ExpressionError) in
                total =
                    try total.map { total throws(ExpressionError) in
                        try function.call(&state, total, value)
                    } ?? value
            }
            guard let total else { throw .exception(.invalidOperation, "Sequence contains no elements") }
            return try last?.call(&state, total) ?? total
        }
    }
}
