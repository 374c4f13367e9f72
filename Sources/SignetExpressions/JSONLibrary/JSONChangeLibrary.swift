// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The members of tokens that change them.
enum JSONChangeLibrary {
    static let methods: [LibraryMethod] = [
        JSONLibrary.method("JObject", "Add", [.string, .token], .void) { state, arguments throws(ExpressionError) in
            try state.charge(160)
            let value = JSONConversion.existing(arguments[2]) ?? JSONToken(value: .null)
            let owned = value.parent == nil ? value : try value.copy(&state.memory)
            try arguments.token(0).append(try .property(try arguments.text(1), owned), &state.memory)
            return .null
        },
        JSONLibrary.method("JContainer", "Add", [.object], .void) { state, arguments throws(ExpressionError) in
            try state.charge(64)
            try add(arguments[1], to: try arguments.token(0), &state.memory)
            return .null
        },
        JSONLibrary.method("JObject", "Remove", [.string], .bool) { _, arguments throws(ExpressionError) in
            let object = try arguments.token(0)
            guard let property = object.property(try arguments.text(1)) else { return .bool(false) }
            object.remove(property)
            return .bool(true)
        },
        JSONLibrary.method("JArray", "Remove", [.token], .bool) { _, arguments throws(ExpressionError) in
            let array = try arguments.token(0)
            guard let item = JSONConversion.existing(arguments[1]), item.parent === array else { return .bool(false) }
            array.remove(item)
            return .bool(true)
        },
        JSONLibrary.method("JArray", "RemoveAt", [.int], .void) { _, arguments throws(ExpressionError) in
            let array = try arguments.token(0)
            let (children, index) = (array.children, arguments.integer(1))
            guard children.indices.contains(index) else { throw .indexArgumentOutOfRange }
            array.remove(children[index])
            return .null
        },
        JSONLibrary.method("JContainer", "RemoveAll", [], .void) { _, arguments throws(ExpressionError) in
            clear(try arguments.token(0))
        },
        JSONLibrary.method("JArray", "Clear", [], .void) { _, arguments throws(ExpressionError) in
            clear(try arguments.token(0))
        },
        JSONLibrary.method("JToken", "Remove", [], .void) { _, arguments throws(ExpressionError) in
            let token = try arguments.token(0)
            guard let parent = token.parent else {
                throw .exception(.invalidOperation, "The parent is missing.")
            }
            if parent.name != nil {
                throw .exception(
                    .json,
                    "Cannot add or remove items from Newtonsoft.Json.Linq.JProperty."
                )
            }
            parent.remove(token)
            return .null
        },
        JSONLibrary.method("JToken", "Replace", [.token], .void) { state, arguments throws(ExpressionError) in
            let other = JSONConversion.existing(arguments[1]) ?? JSONToken(value: .null)
            try arguments.token(0).replaceSelf(with: other, &state.memory)
            return .null
        },
        JSONLibrary.method("JToken", "DeepClone", [], .token) { state, arguments throws(ExpressionError) in
            .object(try arguments.token(0).copy(&state.memory))
        },
    ]

    private static func clear(_ container: JSONToken) -> ExpressionValue {
        for child in container.children { child.release() }
        container.replace(container.expressionType == "JArray" ? .array([]) : .object(JSONMembers()))
        return .null
    }

    /// Adds content as Newtonsoft does: the elements of a sequence one by one, everything else as a token.
    static func add(_ content: ExpressionValue, to container: JSONToken, _ memory: inout Budget)
        throws(ExpressionError)
    {
        switch content {
        case .array(let array):
            for element in array.elements { try add(element, to: container, &memory) }
        case .object(let list as ExpressionList):
            for element in list.elements { try add(element, to: container, &memory) }
        case .null: try container.append(JSONToken(value: .null), &memory)
        default: try container.append(try JSONConversion.token(content, &memory), &memory)
        }
    }

    /// `new JObject(…)`, `new JArray(…)`, `new JProperty(…)`, `new JValue(…)`.
    static func make(_ type: String, _ arguments: [ExpressionValue], _ memory: inout Budget)
        throws(ExpressionError) -> JSONToken
    {
        switch type {
        case "JValue":
            let token = try JSONConversion.token(arguments.first ?? .null, &memory)
            return token.scalar == nil || token.parent != nil ? try token.copy(&memory) : token
        case "JProperty":
            guard let name = arguments.first?.string else {
                throw .exception(.argumentNull, "Value cannot be null. (Parameter 'name')")
            }
            return try .property(name, try content(Array(arguments.dropFirst()), &memory))
        default:
            let container = JSONToken.empty(isArray: type == "JArray")
            for argument in arguments {
                // One container of the same kind as the only argument is copied.
                if arguments.count == 1, let other = JSONConversion.existing(argument), other.expressionType == type {
                    return try other.copy(&memory)
                }
                try add(argument, to: container, &memory)
            }
            return container
        }
    }

    /// The value of a property: one value, or an array of several.
    private static func content(_ values: [ExpressionValue], _ memory: inout Budget) throws(ExpressionError)
        -> JSONToken
    {
        if values.count == 1, let value = values.first {
            if case .null = value { return JSONToken(value: .null) }
            let token = try JSONConversion.token(value, &memory)
            return token.parent == nil ? token : try token.copy(&memory)
        }
        let array = JSONToken.empty(isArray: true)
        for value in values { try add(value, to: array, &memory) }
        return array
    }
}
