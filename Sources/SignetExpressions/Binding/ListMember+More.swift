// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension ListMember {
    /// The methods of lists that set or give several elements.
    static func onList(_ name: String, _ count: Int, _ element: StaticType) -> ListMember? {
        let list = StaticType.generic("List", [element])
        switch (name, count) {
        case ("Insert", 2):
            return ListMember([.int, element], .void) { state, list, values throws(ExpressionError) in
                try state.charge(Budget.node)
                try state.work(list.count)
                return try inserted([values[1]], list, values[0])
            }
        case ("InsertRange", 2):
            return ListMember([.int, element.sequence], .void) { state, list, values throws(ExpressionError) in
                try state.work(list.count)
                return try inserted(try state.elements(of: values[1]), list, values[0])
            }
        case ("GetRange", 2):
            return ListMember([.int, .int], list) { state, list, values throws(ExpressionError) in
                try state.memory.charge(elements: list.count)
                let range = try range(values, list.count)
                let part = ExpressionList("List", of: element.runtimeName)
                for value in list.elements[range] { _ = try part.add(value) }
                return .object(part)
            }
        case ("RemoveRange", 2):
            return ListMember([.int, .int], .void) { state, list, values throws(ExpressionError) in
                try state.memory.charge(elements: list.count)
                var elements = list.elements
                elements.removeSubrange(try range(values, elements.count))
                list.rearrange(elements)
                return .null
            }
        case ("LastIndexOf", 1), ("BinarySearch", 1):
            let isBinary = name == "BinarySearch"
            return ListMember([element], .int) { state, list, values throws(ExpressionError) in
                try state.work(list.count * (1 + values[0].weight))
                let elements = list.elements
                if isBinary { return .int(try place(of: values[0], in: elements)) }
                return .int(elements.lastIndex { Equality.equal($0, values[0]) } ?? -1)
            }
        case ("TrimExcess", 0): return ListMember([], .void) { _, _, _ in .null }
        default: return nil
        }
    }

    private static func inserted(
        _ values: [ExpressionValue],
        _ list: ExpressionList,
        _ index: ExpressionValue
    ) throws(ExpressionError) -> ExpressionValue {
        guard try list.insert(values, at: index.integer ?? -1) else {
            throw .exception(
                .argumentOutOfRange,
                "Index must be within the bounds of the List. (Parameter 'index')"
            )
        }
        return .null
    }

    private static func range(_ values: [ExpressionValue], _ count: Int) throws(ExpressionError) -> Range<Int> {
        let (start, length) = (values.integer(0), values.integer(1))
        guard start >= 0, length >= 0 else {
            throw .exception(
                .argumentOutOfRange,
                "Non-negative number required. (Parameter '\(start < 0 ? "index" : "count")')"
            )
        }
        guard start + length <= count else {
            throw .exception(
                .argument,
                "Offset and length were out of bounds for the array or count is greater than the number of elements "
                    + "from index to the end of the source collection."
            )
        }
        return start..<start + length
    }

    /// Where a value stands among elements in order, or the complement of where it would.
    private static func place(
        of value: ExpressionValue,
        in elements: [ExpressionValue]
    ) throws(ExpressionError) -> Int {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            let order = try ValueOrder.compare(elements[middle], value)
            if order == 0 { return middle }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return ~low
    }

    /// The methods of sets that compare or combine them.
    static func onSet(_ name: String, _ count: Int, _ element: StaticType) -> ListMember? {
        guard count == 1 else { return nil }
        let tests = ["IsSubsetOf", "IsSupersetOf", "IsProperSubsetOf", "IsProperSupersetOf", "SetEquals", "Overlaps"]
        let changes = ["ExceptWith", "IntersectWith", "SymmetricExceptWith"]
        guard tests.contains(name) || changes.contains(name) else { return nil }
        return ListMember([element.sequence], tests.contains(name) ? .bool : .void) {
            state,
            set,
            values throws(ExpressionError) in
            func keys(_ elements: [ExpressionValue]) -> Set<ValueKey> {
                Set(elements.map { ValueKey($0.key(under: set.comparer)) })
            }
            try state.charge(set.count * Budget.node)
            let others = try state.elements(of: values[0])
            try state.charge(others.count * Budget.node)
            let elements = set.elements
            let (own, other) = (keys(elements), keys(others))
            switch name {
            case "IsSubsetOf": return .bool(own.isSubset(of: other))
            case "IsSupersetOf": return .bool(own.isSuperset(of: other))
            case "IsProperSubsetOf": return .bool(own.isStrictSubset(of: other))
            case "IsProperSupersetOf": return .bool(own.isStrictSuperset(of: other))
            case "SetEquals": return .bool(own == other)
            case "Overlaps": return .bool(!own.isDisjoint(with: other))
            default: break
            }
            let keepsCommon = name == "IntersectWith"
            set.rearrange(
                elements.filter { other.contains(ValueKey($0.key(under: set.comparer))) == keepsCommon }
            )
            guard name == "SymmetricExceptWith" else { return .null }
            for value in others where !own.contains(ValueKey(value.key(under: set.comparer))) {
                _ = try set.add(value)
            }
            return .null
        }
    }
}
