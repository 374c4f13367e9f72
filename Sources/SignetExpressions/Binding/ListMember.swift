// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A method of lists and sets: what it takes, gives and does.
struct ListMember {
    typealias Operation =
        @Sendable (inout Evaluation, ExpressionList, [ExpressionValue]) throws(ExpressionError) -> ExpressionValue

    let parameters: [StaticType]
    let result: StaticType
    let operation: Operation

    init(_ parameters: [StaticType], _ result: StaticType, _ operation: @escaping Operation) {
        self.parameters = parameters
        self.result = result
        self.operation = operation
    }

    /// The method of a name with so many arguments; `nil` where there is none.
    init?(_ name: String, count: Int, element: StaticType, isSet: Bool) {
        switch (name, count) {
        case ("Add", 1):
            self.init([element], isSet ? .bool : .void) { state, list, values throws(ExpressionError) in
                try state.charge(Budget.node)
                return .bool(try list.add(values[0]))
            }
        case ("AddRange", 1), ("UnionWith", 1): self.init([element.sequence], .void, Self.addAll)
        case ("RemoveAt", 1): self.init([.int], .void, Self.removeElement)
        case ("Enqueue", 1), ("Push", 1):
            self.init([element], .void) { state, list, values throws(ExpressionError) in
                try state.charge(Budget.node)
                return .bool(try list.add(values[0]))
            }
        case ("Dequeue", 0), ("Pop", 0):
            self.init([], element) { _, list, _ throws(ExpressionError) in try list.end(takes: true) }
        case ("Peek", 0): self.init([], element) { _, list, _ throws(ExpressionError) in try list.end(takes: false) }
        case ("Reverse", 0) where !isSet: self.init([], .void, Self.reverse)
        case ("Sort", 0) where !isSet: self.init([], .void, Self.sort)
        case ("Clear", 0):
            self.init([], .void) { _, list, _ in
                list.rearrange([])
                return .null
            }
        default:
            if let member = Self.searching(name, count, element) {
                self = member
                return
            }
            guard let member = isSet ? Self.onSet(name, count, element) : Self.onList(name, count, element) else {
                return nil
            }
            self = member
        }
    }

    /// The methods that look for an element.
    private static func searching(_ name: String, _ count: Int, _ element: StaticType) -> ListMember? {
        switch (name, count) {
        case ("Contains", 1):
            return ListMember([element], .bool) { state, list, values throws(ExpressionError) in
                try state.work(list.searchWork(values[0]))
                return .bool(list.contains(values[0]))
            }
        case ("Remove", 1):
            return ListMember([element], .bool) { state, list, values throws(ExpressionError) in
                try state.work(list.count * (1 + values[0].weight))
                return .bool(list.remove(values[0]))
            }
        case ("IndexOf", 1):
            return ListMember([element], .int) { state, list, values throws(ExpressionError) in
                let value = values[0]
                try state.work(list.count * (1 + value.weight))
                return .int(Int32(clamping: list.elements.firstIndex { Equality.equal($0, value) } ?? -1))
            }
        default: return nil
        }
    }

    private static let reverse: Operation = { state, list, _ throws(ExpressionError) in
        try state.memory.charge(elements: list.count)
        let elements = list.elements
        list.rearrange(elements.reversed())
        return .null
    }

    private static let sort: Operation = { state, list, _ throws(ExpressionError) in
        try state.memory.charge(elements: 2 * list.count)
        list.rearrange(try Sorting.sorted(list.elements.map { ($0, $0) }, isDescending: false, &state).map(\.value))
        return .null
    }

    private static let addAll: Operation = { state, list, values throws(ExpressionError) in
        for item in try state.elements(of: values[0]) {
            try state.charge(Budget.node)
            _ = try list.add(item)
        }
        return .null
    }

    private static let removeElement: Operation = { state, list, values throws(ExpressionError) in
        try state.work(list.count)
        guard let index = values[0].integer, list.remove(at: index) else { throw .indexArgumentOutOfRange }
        return .null
    }
}
