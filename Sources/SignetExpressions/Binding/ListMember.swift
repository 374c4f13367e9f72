// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A method of lists and sets: what it takes, gives and does.
struct ListMember {
    typealias Operation =
        @Sendable (inout Evaluation, ExpressionList, ExpressionValue) throws(ExpressionError) -> ExpressionValue

    /// The type of the argument; `nil` for a method without one.
    let parameter: StaticType?
    let result: StaticType
    let operation: Operation

    private init(_ parameter: StaticType?, _ result: StaticType, _ operation: @escaping Operation) {
        self.parameter = parameter
        self.result = result
        self.operation = operation
    }

    /// The method of a name with so many arguments; `nil` where there is none.
    init?(_ name: String, count: Int, element: StaticType, isSet: Bool) {
        switch (name, count) {
        case ("Add", 1):
            self.init(element, isSet ? .bool : .void) { state, list, value throws(ExpressionError) in
                try state.charge(Budget.node)
                return .bool(try list.add(value))
            }
        case ("AddRange", 1), ("UnionWith", 1): self.init(element.sequence, .void, Self.addAll)
        case ("Contains", 1):
            self.init(element, .bool) { state, list, value throws(ExpressionError) in
                try state.work(list.searchWork(value))
                return .bool(list.contains(value))
            }
        case ("Remove", 1):
            self.init(element, .bool) { state, list, value throws(ExpressionError) in
                try state.work(list.count * (1 + value.weight))
                return .bool(list.remove(value))
            }
        case ("IndexOf", 1):
            self.init(element, .int) { state, list, value throws(ExpressionError) in
                try state.work(list.count * (1 + value.weight))
                return .int(Int32(clamping: list.elements.firstIndex { Equality.equal($0, value) } ?? -1))
            }
        case ("RemoveAt", 1): self.init(.int, .void, Self.removeElement)
        case ("Enqueue", 1), ("Push", 1):
            self.init(element, .void) { state, list, value throws(ExpressionError) in
                try state.charge(Budget.node)
                return .bool(try list.add(value))
            }
        case ("Dequeue", 0), ("Pop", 0):
            self.init(nil, element) { _, list, _ throws(ExpressionError) in try list.end(takes: true) }
        case ("Peek", 0): self.init(nil, element) { _, list, _ throws(ExpressionError) in try list.end(takes: false) }
        case ("Reverse", 0) where !isSet: self.init(nil, .void, Self.reverse)
        case ("Sort", 0) where !isSet: self.init(nil, .void, Self.sort)
        case ("Clear", 0):
            self.init(nil, .void) { _, list, _ in
                list.rearrange([])
                return .null
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
        list.rearrange(try Binder.sorted(list.elements.map { ($0, $0) }, isDescending: false, &state))
        return .null
    }

    private static let addAll: Operation = { state, list, value throws(ExpressionError) in
        for item in try Sequences.elements(value, &state.memory) {
            try state.charge(Budget.node)
            _ = try list.add(item)
        }
        return .null
    }

    private static let removeElement: Operation = { state, list, value throws(ExpressionError) in
        try state.work(list.count)
        guard let index = value.integer, list.remove(at: index) else { throw .indexArgumentOutOfRange }
        return .null
    }
}
