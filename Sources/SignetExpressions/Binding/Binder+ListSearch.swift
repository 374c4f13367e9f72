// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// `FindAll`, `FindIndex`, `FindLastIndex`, `ConvertAll`, `Sort` with a comparison; `nil` for other names.
    mutating func bind(
        found receiver: Bound,
        _ element: StaticType,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard arguments.count == 1 else { return nil }
        switch group.name {
        case "FindAll":
            let test = try lambda(arguments[0], [element], returning: .bool)
            return try onList(receiver, .generic("List", [element]), test, group.offset) {
                state,
                list throws(ExpressionError) in
                let found = ExpressionList("List", of: element.runtimeName)
                for value in list where try test.accepts(&state, value) { _ = try found.add(value) }
                return .object(found)
            }
        case "FindIndex", "FindLastIndex":
            let isLast = group.name == "FindLastIndex"
            let test = try lambda(arguments[0], [element], returning: .bool)
            return try onList(receiver, .int, test, group.offset) { state, list throws(ExpressionError) in
                for index in isLast ? Array(list.indices.reversed()) : Array(list.indices)
                where try test.accepts(&state, list[index]) {
                    return .int(index)
                }
                return .int(Int32(-1))
            }
        case "ConvertAll":
            let convert = try lambda(arguments[0], [element])
            let type = convert.body.type
            return try onList(receiver, .generic("List", [type]), convert, group.offset) {
                state,
                list throws(ExpressionError) in
                let made = ExpressionList("List", of: type.runtimeName)
                for value in list { _ = try made.add(try convert.call(&state, value)) }
                return .object(made)
            }
        case "Sort":
            guard isLambda(arguments[0], parameters: 2) else { return nil }
            return try sorted(receiver, element, arguments[0], group.offset)
        default: return nil
        }
    }

    private func onList(
        _ receiver: Bound,
        _ type: StaticType,
        _ function: Lambda,
        _ offset: Int,
        _ body:
            @escaping @Sendable (inout Evaluation, [ExpressionValue]) throws(ExpressionError) -> ExpressionValue
    ) throws(ExpressionError) -> Bound {
        let object = receiver.code
        return try made(type, from: [receiver, function.body], offset: offset) { state throws(ExpressionError) in
            guard case .object(let list as ExpressionList) = try object(&state) else { throw .nullReference }
            try state.memory.charge(list.count * Budget.node)
            return try body(&state, list.elements)
        }
    }

    /// `Sort((a, b) => …)`: by insertion into what is sorted, each comparison counted by its call.
    private mutating func sorted(
        _ receiver: Bound,
        _ element: StaticType,
        _ argument: ArgumentSyntax,
        _ offset: Int
    ) throws(ExpressionError) -> Bound {
        let compare = try lambda(argument, [element, element], returning: .int)
        let object = receiver.code
        return try made(.void, from: [receiver, compare.body], offset: offset) { state throws(ExpressionError) in
            guard case .object(let list as ExpressionList) = try object(&state) else { throw .nullReference }
            try state.memory.charge(elements: 2 * list.count)
            var sorted: [ExpressionValue] = []
            for value in list.elements {
                var (low, high) = (0, sorted.count)
                while low < high {
                    let middle = (low + high) / 2
                    let order = try compare.call(&state, sorted[middle], value).integer ?? 0
                    if order <= 0 { low = middle + 1 } else { high = middle }
                }
                try state.work(sorted.count - low)
                sorted.insert(value, at: low)
            }
            list.rearrange(sorted)
            return .null
        }
    }
}
