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
        case ("Reverse", 0): return try sequence(element, of: source) { _, elements in elements.reversed() }
        case ("Distinct", 0): return try sequence(element, of: source) { _, elements in Self.distinct(elements) }
        case ("OrderBy", 1), ("OrderByDescending", 1): return try ordered(source, [])
        case ("ThenBy", 1), ("ThenByDescending", 1): return nil
        case ("GroupBy", 1):
            let key = try lambda(arguments[0], [element])
            let type = StaticType.generic("IGrouping", [key.body.type, element])
            return try sequence(type, of: source, [key.body]) { state, elements throws(ExpressionError) in
                var groups: [(key: ExpressionValue, values: [ExpressionValue])] = []
                var places: [ValueKey: Int] = [:]
                for value in elements {
                    try state.charge(Budget.node)
                    let key = try key.call(&state, value)
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
        default: return nil
        }
    }

    /// `OrderBy` with the `ThenBy` behind it: sorted once, by all keys.
    private mutating func ordered(_ source: SequenceSource, _ more: [SequenceSource]) throws(ExpressionError) -> Bound {
        var keys: [(key: Lambda, isDescending: Bool)] = []
        for part in [source] + more {
            let key = try lambda(part.arguments[0], [source.element])
            keys.append((key, part.group.name.hasSuffix("Descending")))
        }
        let ordering = keys
        let type = StaticType.generic("IOrderedEnumerable", [source.element])
        let name = source.element.runtimeName
        return try result(type, of: source, keys.map(\.key.body)) { state, elements throws(ExpressionError) in
            var sorted = elements
            // From the last key to the first: each sort keeps the order of the one before where its keys are equal.
            for (key, isDescending) in ordering.reversed() {
                var keyed: [(key: ExpressionValue, value: ExpressionValue)] = []
                for value in sorted { keyed.append((try key.call(&state, value), value)) }
                sorted = try Self.sorted(keyed, isDescending: isDescending, &state)
            }
            return try ExpressionValue.array(ExpressionArray(elementType: name, sorted)).checked()
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
        let parts = calls.map {
            SequenceSource(receiver: receiver, element: element, group: $0.group, arguments: $0.arguments)
        }
        return try ordered(parts[0], Array(parts.dropFirst()))
    }

    /// A stable merge sort whose comparisons are counted.
    static func sorted(
        _ keyed: [(key: ExpressionValue, value: ExpressionValue)],
        isDescending: Bool,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [ExpressionValue] {
        var items = keyed
        var width = 1
        while width < items.count {
            try state.charge(items.count * 2 * Budget.element)
            var merged: [(key: ExpressionValue, value: ExpressionValue)] = []
            merged.reserveCapacity(items.count)
            var start = 0
            while start < items.count {
                let (middle, end) = (min(start + width, items.count), min(start + 2 * width, items.count))
                var (left, right) = (start, middle)
                while left < middle, right < end {
                    try state.step()
                    try state.work(min(items[left].key.weight, items[right].key.weight))
                    let order = try Sequences.compare(items[left].key, items[right].key)
                    if isDescending ? order >= 0 : order <= 0 {
                        merged.append(items[left])
                        left += 1
                    } else {
                        merged.append(items[right])
                        right += 1
                    }
                }
                merged += items[left..<middle]
                merged += items[right..<end]
                start = end
            }
            items = merged
            width *= 2
        }
        return items.map(\.value)
    }

    /// `ToList`, `ToArray`, `ToHashSet`, `ToDictionary`, `AsEnumerable`, `DefaultIfEmpty`.
    mutating func collected(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (name, element, arguments) = (source.group.name, source.element, source.arguments)
        switch (name, arguments.count) {
        case ("ToArray", 0):
            return try result(.array(element), of: source) { _, elements throws(ExpressionError) in
                try element.array(elements).checked()
            }
        case ("AsEnumerable", 0): return try sequence(element, of: source) { _, elements in elements }
        case ("DefaultIfEmpty", 0):
            return try sequence(element, of: source) { _, elements in
                elements.isEmpty ? [element.defaultValue] : elements
            }
        case ("ToList", 0), ("ToHashSet", 0):
            let isSet = name == "ToHashSet"
            return try result(.generic(isSet ? "HashSet" : "List", [element]), of: source) {
                state,
                elements throws(ExpressionError) in
                let list = ExpressionList(isSet: isSet, of: element.runtimeName)
                for value in elements {
                    try state.charge(Budget.node)
                    _ = try list.add(value)
                }
                return .object(list)
            }
        case ("ToDictionary", 1...2): return try dictionary(source)
        default: return nil
        }
    }

    /// `ToDictionary`.
    private mutating func dictionary(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let (element, arguments) = (source.element, source.arguments)
        let key = try lambda(arguments[0], [element])
        let value = arguments.count == 2 ? try lambda(arguments[1], [element]) : nil
        let types = [key.body.type, value?.body.type ?? element]
        return try result(.generic("Dictionary", types), of: source, [key.body] + (value.map { [$0.body] } ?? [])) {
            state,
            elements throws(ExpressionError) in
            let map = ExpressionMap(types[0].runtimeName, types[1].runtimeName)
            for item in elements {
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
        if name == "Aggregate", 1...2 ~= arguments.count {
            let seed = arguments.count == 2 ? try value(arguments[0]) : nil
            let type = seed?.type ?? element
            guard let last = arguments.last else { return nil }
            let function = try lambda(last, [type, element], returning: type)
            return try result(type, of: source, [function.body] + (seed.map { [$0] } ?? [])) {
                state,
                elements throws(ExpressionError) in
                var rest = elements[...]
                guard var total = try seed?.code(&state) ?? rest.popFirst() else {
                    throw .exception(.invalidOperation, "Sequence contains no elements")
                }
                for value in rest { total = try function.call(&state, total, value) }
                return total
            }
        }
        guard ["Sum", "Min", "Max", "Average"].contains(name), arguments.count <= 1 else { return nil }
        let function = try arguments.first.map { argument throws(ExpressionError) in try lambda(argument, [element]) }
        let type = function?.body.type ?? element
        let number = type.underlying.promoted
        guard number != nil || name == "Min" || name == "Max" else { return nil }
        let resultType: StaticType = name == "Average" ? .double : name == "Sum" ? number ?? type : type
        return try result(resultType, of: source, function.map { [$0.body] } ?? []) {
            state,
            elements throws(ExpressionError) in
            var values: [ExpressionValue] = []
            for value in elements {
                let value = try function?.call(&state, value) ?? value
                if !value.isNull { values.append(value) }
            }
            return try Aggregation.value(name, values, resultType)
        }
    }
}

/// Sums and extremes.
enum Aggregation {
    static func value(
        _ name: String,
        _ values: [ExpressionValue],
        _ type: StaticType
    ) throws(ExpressionError) -> ExpressionValue {
        if name == "Sum" { return try sum(values, type) }
        guard var best = values.first else {
            if type.acceptsNull { return .null }
            throw .exception(.invalidOperation, "Sequence contains no elements")
        }
        if name == "Average" {
            guard case .double(let total) = try sum(values, .double) else { return .null }
            return .double(total / Double(values.count))
        }
        for value in values.dropFirst() {
            let order = try Sequences.compare(value, best)
            if name == "Min" ? order < 0 : order > 0 { best = value }
        }
        return best
    }

    private static func sum(_ values: [ExpressionValue], _ type: StaticType) throws(ExpressionError) -> ExpressionValue
    {
        if type == .double {
            var total = 0.0
            for value in values {
                if case .double(let number) = try Arithmetic.cast(value, to: .double) { total += number }
            }
            return .double(total)
        }
        var total = 0
        for value in values {
            let sum = total.addingReportingOverflow(value.integer ?? 0)
            guard !sum.overflow, type == .long || Int32(exactly: sum.partialValue) != nil else {
                throw .exception(.overflow, "Arithmetic operation resulted in an overflow.")
            }
            total = sum.partialValue
        }
        return type == .long ? .long(Int64(total)) : .int(Int32(truncatingIfNeeded: total))
    }
}
