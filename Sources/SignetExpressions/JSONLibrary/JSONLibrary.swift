// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `Newtonsoft.Json.Linq` and `JsonConvert`: reading, writing, looking into tokens.
enum JSONLibrary {
    static let properties: [LibraryProperty] = [
        property("JToken", "Type", .enumeration("JTokenType")) { token in
            .int(EnumerationCatalogue.values["JTokenType"]?[JSONConversion.kind(token)] ?? 0)
        },
        property("JToken", "HasValues", .bool) { .bool(!$0.children.isEmpty) },
        property("JToken", "Parent", .named("JContainer")) { .optional($0.parent) },
        LibraryProperty(owner: "JToken", name: "Path", isStatic: false, type: .string) {
            state,
            arguments throws(ExpressionError) in
            .string(try arguments.token(0).path(&state.memory))
        },
        property("JToken", "Root", .token) { .object($0.root) },
        property("JToken", "First", .token) { .optional($0.children.first) },
        property("JToken", "Last", .token) { .optional($0.children.last) },
        property("JContainer", "Count", .int) { .int(Int32(clamping: $0.children.count)) },
        property("JProperty", "Name", .string) { .optional($0.name) },
        property("JProperty", "Value", .token) { .object($0.unwrapped) },
        property("JValue", "Value", .object) { $0.scalar ?? .null },
    ]

    static let methods: [LibraryMethod] =
        ["JToken", "JObject", "JArray"].flatMap { [parse($0), fromObject($0)] } + conversion + looking

    private static let conversion: [LibraryMethod] = [
        method("JsonConvert", "SerializeObject", [.object], .string, isStatic: true) {
            state,
            arguments throws(ExpressionError) in
            try text(arguments[0], isIndented: false, &state)
        },
        method("JsonConvert", "SerializeObject", [.object, .enumeration("Formatting")], .string, isStatic: true) {
            state,
            arguments throws(ExpressionError) in
            try text(arguments[0], isIndented: arguments.integer(1) == 1, &state)
        },
        method("JsonConvert", "DeserializeObject", [.string], .object, isStatic: true) {
            state,
            arguments throws(ExpressionError) in
            let token = try read(try arguments.text(0), &state)
            return token.scalar ?? .object(token)
        },
        method("JToken", "ToString", [.enumeration("Formatting")], .string) {
            state,
            arguments throws(ExpressionError) in
            try text(.object(try arguments.token(0)), isIndented: arguments.integer(1) == 1, &state)
        },
    ]

    private static let looking: [LibraryMethod] = [
        method("JToken", "SelectToken", [.string, .bool], .token, optional: 1) {
            state,
            arguments throws(ExpressionError) in
            let found = try select(arguments, &state)
            guard found.count < 2 else { throw .exception(.json, "Path returned multiple tokens.") }
            if found.isEmpty, arguments[2].bool == true {
                throw .exception(.json, "Path '\(try arguments.text(1))' did not match any token.")
            }
            return .optional(found.first)
        },
        method("JToken", "SelectTokens", [.string], StaticType.token.sequence) {
            state,
            arguments throws(ExpressionError) in
            tokens(try select(arguments, &state))
        },
        axis("JToken", "Children", .token) { state, arguments, visit throws(ExpressionError) in
            try JSONAxis.children(of: try arguments.token(0), &state, visit)
        },
        axis("JContainer", "Descendants", .token) { state, arguments, visit throws(ExpressionError) in
            try JSONAxis.descendants(of: try arguments.token(0), &state, visit)
        },
        axis("JContainer", "DescendantsAndSelf", .token) { state, arguments, visit throws(ExpressionError) in
            let token = try arguments.token(0)
            guard try visit(&state, .object(token)) else { return false }
            return try JSONAxis.descendants(of: token, &state, visit)
        },
        axis("JObject", "Properties", .named("JProperty")) { state, arguments, visit throws(ExpressionError) in
            try JSONAxis.children(of: try arguments.token(0), &state, visit)
        },
        method("JObject", "PropertyValues", [], StaticType.token.sequence) { state, arguments throws(ExpressionError) in
            let object = try arguments.token(0)
            try state.charge(object.children.count * 2 * Budget.element)
            return tokens(object.values)
        },
        method("JObject", "Property", [.string], .named("JProperty")) { _, arguments throws(ExpressionError) in
            .optional(try arguments.token(0).property(try arguments.text(1)))
        },
        method("JObject", "ContainsKey", [.string], .bool) { _, arguments throws(ExpressionError) in
            .bool(try arguments.token(0).property(try arguments.text(1)) != nil)
        },
        method("JObject", "GetValue", [.string, .enumeration("StringComparison")], .token, optional: 1) {
            state,
            arguments throws(ExpressionError) in
            let (object, name) = (try arguments.token(0), try arguments.text(1))
            if let property = object.property(name) { return .object(property.unwrapped) }
            guard TextComparison(arguments[2]).ignoresCase else { return .null }
            let folded = OrdinalText.folded(name)
            for property in object.children {
                try state.work(16 + (property.name?.utf8.count ?? 0))
                if OrdinalText.equal(OrdinalText.folded(property.name ?? ""), folded) {
                    return .object(property.unwrapped)
                }
            }
            return .null
        },
        method("JToken", "DeepEquals", [.token, .token], .bool, isStatic: true) {
            state,
            arguments throws(ExpressionError) in
            let (left, right) = (JSONConversion.existing(arguments[0]), JSONConversion.existing(arguments[1]))
            guard let left, let right else { return .bool(left === right) }
            return .bool(try left.isEqual(to: right, &state.memory))
        },
    ]

    private static func parse(_ owner: String) -> LibraryMethod {
        method(owner, "Parse", [.string], .named(owner), isStatic: true) { state, arguments throws(ExpressionError) in
            guard let text = arguments[0].string else {
                throw .exception(.argumentNull, "Value cannot be null. (Parameter 's')")
            }
            let token = try read(text, &state)
            guard owner == "JToken" || token.expressionType == owner else { throw mismatch(owner, token) }
            return .object(token)
        }
    }

    static func mismatch(_ owner: String, _ token: JSONToken) -> ExpressionError {
        let start =
            ["JObject": "StartObject", "JArray": "StartArray"][token.expressionType] ?? JSONConversion.kind(token)
        return .exception(
            .jsonReader,
            "Error reading \(owner) from JsonReader. Current JsonReader item is not "
                + (owner == "JArray" ? "an array" : "an object") + ": \(start). Path '', line 1, position 1."
        )
    }

    private static func fromObject(_ owner: String) -> LibraryMethod {
        method(owner, "FromObject", [.object], .named(owner), isStatic: true) {
            state,
            arguments throws(ExpressionError) in
            let token = try made(arguments[0], &state).copy(&state.memory)
            guard owner == "JToken" || token.expressionType == owner else {
                throw .exception(
                    .argument,
                    "Object serialized to \(JSONConversion.kind(token)). \(owner) instance expected."
                )
            }
            return .object(token)
        }
    }

    /// Reads a text, counted against the limit of memory.
    static func read(_ text: String, _ state: inout Evaluation) throws(ExpressionError) -> JSONToken {
        try state.step()
        let token = try JSONTokenParser.parse(text, memory: &state.memory)
        _ = state.kept(token)
        return token
    }

    private static func made(
        _ value: ExpressionValue,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> JSONToken {
        try state.charge(256)
        return try JSONConversion.token(value, &state.memory)
    }

    private static func text(
        _ value: ExpressionValue,
        isIndented: Bool,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> ExpressionValue {
        let token = try made(value, &state)
        return .string(try JSONTokenWriter.text(token, isIndented: isIndented, memory: &state.memory))
    }

    private static func select(
        _ arguments: [ExpressionValue],
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [JSONToken] {
        let (root, path) = (try arguments.token(0), try arguments.text(1))
        return try JSONPath.tokens(path, from: root, &state)
    }

    static func tokens(_ tokens: [JSONToken]) -> ExpressionValue {
        .array(ExpressionArray(elementType: StaticType.token.runtimeName, tokens.map { .object($0) }))
    }

    static func property(
        _ owner: String,
        _ name: String,
        _ type: StaticType,
        _ read: @escaping @Sendable (JSONToken) -> ExpressionValue
    ) -> LibraryProperty {
        LibraryProperty(owner: owner, name: name, isStatic: false, type: type) { _, arguments throws(ExpressionError) in
            read(try arguments.token(0))
        }
    }

    /// A method without parameters whose result is looked up while it is enumerated.
    private static func axis(
        _ owner: String,
        _ name: String,
        _ element: StaticType,
        _ axis: @escaping LibraryAxis
    ) -> LibraryMethod {
        LibraryMethod(
            owner: owner,
            name: name,
            isStatic: false,
            parameters: [],
            result: element.sequence,
            axis: axis
        ) { _, _ in .null }
    }

    static func method(
        _ owner: String,
        _ name: String,
        _ parameters: [StaticType],
        _ result: StaticType,
        isStatic: Bool = false,
        optional: Int = 0,
        _ code: @escaping LibraryCode
    ) -> LibraryMethod {
        LibraryMethod(
            owner: owner,
            name: name,
            isStatic: isStatic,
            parameters: parameters,
            optional: optional,
            result: result,
            code: code
        )
    }
}

extension Array where Element == ExpressionValue {
    /// The token of an argument that must not be `null`.
    func token(_ index: Int) throws(ExpressionError) -> JSONToken {
        guard let token = JSONConversion.existing(self[index]) else { throw .nullReference }
        return token
    }
}
