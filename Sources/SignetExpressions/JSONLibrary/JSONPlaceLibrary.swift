// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What puts tokens at a place among others, and what stands beside them.
enum JSONPlaceLibrary {
    static let properties: [LibraryProperty] = [
        JSONLibrary.property("JToken", "Next", .token) { .optional(neighbour(of: $0, 1)) },
        JSONLibrary.property("JToken", "Previous", .token) { .optional(neighbour(of: $0, -1)) },
    ]

    static let methods: [LibraryMethod] = [
        JSONLibrary.method("JArray", "Insert", [.int, .token], .void) { state, arguments throws(ExpressionError) in
            let item = JSONConversion.existing(arguments[2]) ?? JSONToken(value: .null)
            try insert([.object(item)], into: try arguments.token(0), at: arguments.integer(1), &state)
            return .null
        },
        JSONLibrary.method("JArray", "IndexOf", [.token], .int) { state, arguments throws(ExpressionError) in
            let children = try arguments.token(0).children
            try state.work(children.count)
            guard let item = JSONConversion.existing(arguments[1]) else { return .int(Int32(-1)) }
            return .int(children.firstIndex { $0 === item } ?? -1)
        },
        JSONLibrary.method("JContainer", "AddFirst", [.object], .void) { state, arguments throws(ExpressionError) in
            try insert([arguments[1]], into: try arguments.token(0), at: 0, &state)
            return .null
        },
        beside("AddAfterSelf", 1),
        beside("AddBeforeSelf", 0),
        JSONLibrary.method("JToken", "Ancestors", [], StaticType.named("JContainer").sequence) {
            state,
            arguments throws(ExpressionError) in
            var found: [ExpressionValue] = []
            var token = try arguments.token(0).parent
            while let current = token {
                try state.charge(Budget.element)
                found.append(.object(current))
                token = current.parent
            }
            return .array(ExpressionArray(elementType: "Newtonsoft.Json.Linq.JContainer", found))
        },
        JSONLibrary.method("JContainer", "Merge", [.object], .void) { state, arguments throws(ExpressionError) in
            guard let content = JSONConversion.existing(arguments[1]) else { return .null }
            try merge(content, into: try arguments.token(0), &state)
            return .null
        },
    ]

    private static func beside(_ name: String, _ distance: Int) -> LibraryMethod {
        JSONLibrary.method("JToken", name, [.object], .void) { state, arguments throws(ExpressionError) in
            let token = try arguments.token(0)
            guard let parent = token.parent else { throw .exception(.invalidOperation, "The parent is missing.") }
            let children = parent.children
            try state.work(children.count)
            let index = children.firstIndex { $0 === token } ?? 0
            try insert([arguments[1]], into: parent, at: index + distance, &state)
            return .null
        }
    }

    private static func neighbour(of token: JSONToken, _ distance: Int) -> JSONToken? {
        guard let children = token.parent?.children, let index = children.firstIndex(where: { $0 === token }),
            children.indices.contains(index + distance)
        else { return nil }
        return children[index + distance]
    }

    /// Adds content behind what is there, and puts what came at its place.
    private static func insert(
        _ content: [ExpressionValue],
        into container: JSONToken,
        at index: Int,
        _ state: inout Evaluation
    ) throws(ExpressionError) {
        let count = container.children.count
        guard 0...count ~= index else { throw .indexArgumentOutOfRange }
        try state.charge((count + content.count) * Budget.element)
        for value in content { try JSONChangeLibrary.add(value, to: container, &state.memory) }
        switch container.content {
        case .array(let elements):
            container.replace(.array(Array(elements[..<index] + elements[count...] + elements[index..<count])))
        case .object(let members):
            let tokens = members.tokens
            var ordered = JSONMembers()
            for token in tokens[..<index] + tokens[count...] + tokens[index..<count] {
                ordered.append(token, named: token.name ?? "")
            }
            container.replace(.object(ordered))
        case .property, .value: break
        }
    }

    /// Joins objects member by member, and arrays by what they hold; `null` replaces nothing.
    private static func merge(
        _ content: JSONToken,
        into container: JSONToken,
        _ state: inout Evaluation
    ) throws(ExpressionError) {
        try state.step()
        try state.charge(content.children.count * Budget.element)
        switch (container.expressionType, content.expressionType) {
        case ("JObject", "JObject"):
            for property in content.children {
                let (name, value) = (property.name ?? "", property.unwrapped)
                guard let old = container.property(name)?.unwrapped else {
                    try container.set(name, value, &state.memory)
                    continue
                }
                if old.scalar == nil, old.expressionType == value.expressionType {
                    try merge(value, into: old, &state)
                } else if value.scalar?.isNull != true {
                    try container.set(name, value, &state.memory)
                }
            }
        case ("JArray", "JArray"):
            for element in content.children { try container.append(element, &state.memory) }
        default: return
        }
    }
}
