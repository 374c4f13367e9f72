// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `SelectToken`: the path language of Newtonsoft: names, indices, unions and slices of them, `*`, `..` and filters.
struct JSONPath {
    indirect enum Step {
        case names([String])
        case indices([Int])
        case slice(Int?, Int?, Int)
        case all
        case descend
        case filter(Filter)
    }

    /// What stands in `[?(…)]`.
    indirect enum Filter {
        case exists(Operand)
        case comparison(Operand, String, Operand)
        case every([Filter])
        case any([Filter])
    }

    enum Operand {
        case path([Step], fromRoot: Bool)
        case value(ExpressionValue)
        case pattern(RegexObject)
    }

    /// The tokens that a path leads to, in the order of the document; each that is looked at is counted.
    static func tokens(
        _ path: String,
        from root: JSONToken,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [JSONToken] {
        var reader = JSONPathReader(path)
        let steps = try reader.read(&state)
        return try walk(steps, [root], root: root, &state)
    }

    private static func walk(
        _ steps: [Step],
        _ start: [JSONToken],
        root: JSONToken,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [JSONToken] {
        var found = start
        for step in steps {
            var next: [JSONToken] = []
            for token in found {
                try state.charge(Budget.element)
                try select(step, token, &next, root: root, &state)
            }
            found = next
        }
        return found
    }

    private static func select(
        _ step: Step,
        _ token: JSONToken,
        _ result: inout [JSONToken],
        root: JSONToken,
        _ state: inout Evaluation
    ) throws(ExpressionError) {
        switch step {
        case .names(let names):
            for name in names { if let property = token.property(name) { result.append(property.unwrapped) } }
        case .indices(let indices):
            guard case .array(let elements) = token.content else { return }
            for index in indices where elements.indices.contains(index) { result.append(elements[index]) }
        case .slice(let start, let end, let stride):
            guard case .array(let elements) = token.content else { return }
            try state.memory.charge(elements: elements.count)
            for index in places(start, end, stride, elements.count) { result.append(elements[index]) }
        case .all:
            let children = token.children
            try state.memory.charge(elements: children.count)
            for child in children { result.append(child.unwrapped) }
        case .descend:
            // Self first, then every value below in document order.
            var pending = [token]
            while let current = pending.popLast() {
                try state.charge(2 * Budget.element)
                result.append(current)
                let children = current.children
                try state.work(children.count)
                for child in children.reversed() { pending.append(child.unwrapped) }
            }
        case .filter(let filter):
            for child in token.children {
                try state.charge(Budget.element)
                let value = child.unwrapped
                if try accepts(filter, value, root: root, &state) { result.append(value) }
            }
        }
    }

    /// The indices of a slice, whose ends may count from behind.
    private static func places(_ start: Int?, _ end: Int?, _ step: Int, _ count: Int) -> StrideTo<Int> {
        func place(_ index: Int) -> Int { index < 0 ? max(index, -count) + count : min(index, count) }
        if step > 0 { return stride(from: start.map(place) ?? 0, to: end.map(place) ?? count, by: step) }
        return stride(from: min(start.map(place) ?? count - 1, count - 1), to: end.map(place) ?? -1, by: step)
    }

    private static func accepts(
        _ filter: Filter,
        _ token: JSONToken,
        root: JSONToken,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> Bool {
        switch filter {
        case .every(let filters):
            for filter in filters { if try !accepts(filter, token, root: root, &state) { return false } }
            return true
        case .any(let filters):
            for filter in filters { if try accepts(filter, token, root: root, &state) { return true } }
            return false
        case .exists(let operand): return try !values(operand, token, root: root, &state).isEmpty
        case .comparison(let left, let operation, let right):
            let (first, second) = (
                try values(left, token, root: root, &state), try values(right, token, root: root, &state)
            )
            for one in first {
                if case .pattern(let regex) = right {
                    guard let text = one.scalar?.string else { continue }
                    if try regex.match(RegexText(text), from: 0, &state) != nil { return true }
                    continue
                }
                for other in second {
                    try state.work(Budget.element)
                    if holds(one, operation, other) { return true }
                }
            }
            return false
        }
    }

    private static func values(
        _ operand: Operand,
        _ token: JSONToken,
        root: JSONToken,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [JSONToken] {
        switch operand {
        case .path(let steps, let fromRoot): return try walk(steps, [fromRoot ? root : token], root: root, &state)
        case .value(let value): return [JSONToken(value: value)]
        case .pattern: return []
        }
    }

    private static func holds(_ token: JSONToken, _ operation: String, _ other: JSONToken) -> Bool {
        let differs = operation == "!=" || operation == "!==" || operation == "<>"
        guard let scalar = token.scalar, let operand = other.scalar else { return differs }
        let order: Int32
        switch (scalar, operand) {
        case (.string(let left), .string(let right)): order = OrdinalText.compare(left, right)
        case (.long(let left), .long(let right)): order = left == right ? 0 : left < right ? -1 : 1
        case (.long(let left), .double(let right)): order = compare(Double(left), right)
        case (.double(let left), .long(let right)): order = compare(left, Double(right))
        case (.double(let left), .double(let right)): order = compare(left, right)
        case (.dateTime(let date), .string(let text)):
            guard let other = try? DateText.parse(text) else { return differs }
            order = date.ticks == other.ticks ? 0 : date.ticks < other.ticks ? -1 : 1
        default:
            let same = Equality.equal(scalar, operand)
            return differs ? !same : same && operation.hasPrefix("==")
        }
        switch operation {
        case "==", "===": return order == 0
        case "!=", "!==", "<>": return order != 0
        case "<": return order < 0
        case "<=": return order <= 0
        case ">": return order > 0
        default: return order >= 0
        }
    }

    private static func compare(_ left: Double, _ right: Double) -> Int32 { left == right ? 0 : left < right ? -1 : 1 }
}
