// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// `Concat`, `Union`, `Except`, `Intersect`, `Append`, `Prepend`, `SequenceEqual`, `Skip`, `Take`.
    mutating func combination(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (name, element, arguments) = (source.group.name, source.element, source.arguments)
        guard arguments.count == 1 else { return nil }
        switch name {
        case "Concat", "Union", "Except", "Intersect", "SequenceEqual":
            let other = try second(try value(arguments[0], to: element.sequence))
            if name == "SequenceEqual" { return try sequenceEqual(source, other) }
            return try name == "Concat" || name == "Union" ? united(source, other) : compared(source, other)
        case "Append", "Prepend":
            let item = try value(arguments[0], to: element)
            return try sequence(element, of: source, arguments: [item]) {
                state,
                values,
                elements,
                visit throws(ExpressionError) in
                if name == "Prepend" {
                    guard try visit(&state, values[0]) else { return false }
                    return try elements.run(&state, visit)
                }
                guard try elements.run(&state, visit) else { return false }
                return try visit(&state, values[0])
            }
        case "Skip", "Take":
            let count = try value(arguments[0], to: .int)
            return try sequence(element, of: source, arguments: [count]) {
                state,
                values,
                elements,
                visit throws(ExpressionError) in
                try name == "Skip"
                    ? Self.skip(values.integer(0), &state, elements, visit)
                    : Self.take(values.integer(0), &state, elements, visit)
            }
        default: return nil
        }
    }

    private static func skip(
        _ count: Int,
        _ state: inout Evaluation,
        _ elements: Enumeration,
        _ visit: Enumeration.Visitor
    ) throws(ExpressionError) -> Bool {
        var remaining = count
        return try elements.run(&state) { state, value throws(ExpressionError) in
            guard remaining <= 0 else {
                remaining -= 1
                return true
            }
            return try visit(&state, value)
        }
    }

    /// The first elements; those behind them are not even computed.
    private static func take(
        _ count: Int,
        _ state: inout Evaluation,
        _ elements: Enumeration,
        _ visit: Enumeration.Visitor
    ) throws(ExpressionError) -> Bool {
        guard count > 0 else { return true }
        var (remaining, goesOn) = (count, true)
        _ = try elements.run(&state) { state, value throws(ExpressionError) in
            goesOn = try visit(&state, value)
            remaining -= 1
            return goesOn && remaining > 0
        }
        return goesOn
    }

    /// The second sequence of a method: `null` is refused when the method is called.
    func second(_ other: Bound) throws(ExpressionError) -> Bound {
        let code = other.code
        return try made(other.type, from: [other], offset: other.offset) { state throws(ExpressionError) in
            let value = try code(&state)
            guard !value.isNull else { throw SequenceSource.missing("second") }
            return value
        }
    }

    /// `Concat`, `Union`.
    private mutating func united(_ source: SequenceSource, _ other: Bound) throws(ExpressionError) -> Bound {
        let isSet = source.group.name == "Union"
        return try sequence(source.element, of: source, arguments: [other]) {
            state,
            values,
            elements,
            visit throws(ExpressionError) in
            let both = Enumeration { state, visit throws(ExpressionError) in
                guard try elements.run(&state, visit) else { return false }
                return try state.visit(values[0], visit)
            }
            return try isSet ? Self.distinct(both, source, &state, visit) : both.run(&state, visit)
        }
    }

    /// `Except`, `Intersect`.
    private mutating func compared(_ source: SequenceSource, _ other: Bound) throws(ExpressionError) -> Bound {
        let keepsCommon = source.group.name == "Intersect"
        return try sequence(source.element, of: source, arguments: [other]) {
            state,
            values,
            elements,
            visit throws(ExpressionError) in
            let comparer = try source.comparer(&state)
            let second = try state.elements(of: values[0])
            try state.charge(second.count * Budget.node)
            let keys = Set(second.map { ValueKey($0.key(under: comparer)) })
            return try Self.distinct(elements, source, &state) { state, value throws(ExpressionError) in
                guard keys.contains(ValueKey(value.key(under: comparer))) == keepsCommon else { return true }
                return try visit(&state, value)
            }
        }
    }

    /// Gives each element once.
    static func distinct(
        _ elements: Enumeration,
        _ source: SequenceSource,
        _ state: inout Evaluation,
        _ visit: Enumeration.Visitor
    ) throws(ExpressionError) -> Bool {
        var seen: Set<ValueKey> = []
        let comparer = try source.comparer(&state)
        return try elements.run(&state) { state, value throws(ExpressionError) in
            try state.charge(Budget.node)
            guard seen.insert(ValueKey(value.key(under: comparer))).inserted else { return true }
            return try visit(&state, value)
        }
    }

    /// `SequenceEqual`.
    private mutating func sequenceEqual(
        _ source: SequenceSource,
        _ other: Bound
    ) throws(ExpressionError) -> Bound {
        let code = other.code
        return try result(.bool, of: source, [other]) { state, elements throws(ExpressionError) in
            let second = try state.elements(of: try code(&state))
            guard elements.count == second.count else { return .bool(false) }
            let comparer = try source.comparer(&state)
            for (one, other) in zip(elements, second) {
                try state.work(1 + one.weight)
                guard Equality.equal(one.key(under: comparer), other.key(under: comparer)) else {
                    return .bool(false)
                }
            }
            return .bool(true)
        }
    }
}
