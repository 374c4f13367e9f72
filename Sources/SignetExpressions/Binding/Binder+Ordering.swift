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
        case ("OrderBy", 1), ("OrderByDescending", 1): return try ordered(source)
        case ("ThenBy", 1), ("ThenByDescending", 1):
            guard case .generic("IOrderedEnumerable", _) = source.receiver.type else { return nil }
            return try ordered(source)
        default: return nil
        }
    }

    /// `OrderBy`, and `ThenBy`, which orders what the ordering before it holds to be equal.
    private mutating func ordered(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let name = source.group.name
        let key = try lambda(source.arguments[0], [source.element])
        let (isDescending, goesOn) = (name.hasSuffix("Descending"), name.hasPrefix("ThenBy"))
        return try ordering(source, key.body) { state, elements throws(ExpressionError) in
            let comparer = try source.comparer(&state)
            var ranks: [[ExpressionValue]] = []
            if goesOn, let earlier = elements.ranks {
                ranks = try earlier(&state)
            } else {
                ranks = [try elements.elements(&state)]
            }
            var result: [[ExpressionValue]] = []
            for rank in ranks {
                var keyed: [(key: ExpressionValue, value: ExpressionValue)] = []
                for value in rank { keyed.append((try key.call(&state, value).key(under: comparer), value)) }
                let isOrdinal = comparer?.isOrdinal == true
                result += try Sorting.ranked(keyed, isDescending: isDescending, isOrdinal: isOrdinal, &state)
            }
            return result
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
