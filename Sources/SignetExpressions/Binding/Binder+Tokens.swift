// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds the generic methods of tokens and those with results of their own; `nil` for all others.
    mutating func bind(
        token receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        switch (group.name, group.typeArguments.count, arguments.count) {
        case ("Value", 1, 0...1):
            let type = try resolve(group.typeArguments[0])
            let source =
                arguments.isEmpty ? receiver : try tokenIndex(receiver, try value(arguments[0]), offset: group.offset)
            let code = source.code
            return try made(type, from: [source], offset: group.offset) { state throws(ExpressionError) in
                try state.step()
                return try JSONConversion.value(try code(&state), of: type)
            }
        case ("ToObject", 1, 0):
            return try deserialized(receiver, as: try resolve(group.typeArguments[0]), offset: group.offset)
        case ("Values", 0...1, 0), ("Children", 1, 0):
            return try children(receiver, group)
        case ("TryGetValue", 0, 2), ("TryGetValue", 0, 3): return try tryGetValue(receiver, group, arguments)
        default: return nil
        }
    }

    /// `JObject.TryGetValue`, which is `GetValue` that says whether there is one.
    private mutating func tryGetValue(
        _ receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard let output = arguments.last else { return nil }
        let slot = try self.output(output, .token)
        let found = try bind(call: group.renamed("GetValue", on: receiver), Array(arguments.dropLast()))
        let code = found.code
        return try made(.bool, from: [found], offset: group.offset) { state throws(ExpressionError) in
            let value = try code(&state)
            try slot.put(&state, value)
            return .bool(!value.isNull)
        }
    }

    /// `Children<T>()` takes those of a type, `Values<T>()` converts each.
    private func children(_ receiver: Bound, _ group: MethodGroup) throws(ExpressionError) -> Bound {
        let type = try group.typeArguments.first.map { syntax throws(ExpressionError) in try resolve(syntax) } ?? .token
        let converts = group.name == "Values"
        let object = receiver.code
        return try made(type.sequence, from: [receiver], offset: group.offset) { state throws(ExpressionError) in
            guard let token = JSONConversion.existing(try object(&state)) else { throw .nullReference }
            var values: [ExpressionValue] = []
            for child in token.children {
                try state.step()
                let value = ExpressionValue.object(child)
                if converts {
                    values.append(try JSONConversion.value(.object(child.unwrapped), of: type))
                } else if value.isInstance(of: type) {
                    values.append(value)
                }
            }
            try state.charge(values.count * 16)
            return .array(ExpressionArray(elementType: type.runtimeName, values))
        }
    }

    /// Binds `token[index]`.
    func tokenIndex(_ receiver: Bound, _ index: Bound, offset: Int) throws(ExpressionError) -> Bound {
        let key = try converted(index, to: index.type.underlying.promoted != nil ? .int : .object)
        let (object, code) = (receiver.code, key.code)
        return try made(.token, from: [receiver, key], offset: offset) { state throws(ExpressionError) in
            guard let token = JSONConversion.existing(try object(&state)) else { throw .nullReference }
            return .optional(try Self.child(of: token, try code(&state)))
        }
    }

    private static func child(of token: JSONToken, _ key: ExpressionValue) throws(ExpressionError) -> JSONToken? {
        switch (token.content, key) {
        case (.object, .string(let name)): return token.property(name)?.unwrapped
        case (.array(let elements), .int(let index)):
            guard elements.indices.contains(Int(index)) else { throw .indexArgumentOutOfRange }
            return elements[Int(index)]
        case (.object, _):
            throw .exception(
                .argument,
                "Accessed JObject values with invalid key value: \(written(key)). Object property name expected."
            )
        case (.array, _):
            throw .exception(
                .argument,
                "Accessed JArray values with invalid key value: \(written(key)). Int32 array index expected."
            )
        default:
            throw .exception(
                .invalidOperation,
                "Cannot access child value on Newtonsoft.Json.Linq.\(token.expressionType)."
            )
        }
    }

    private static func written(_ key: ExpressionValue) -> String {
        if case .string(let text) = key { JSONTokenWriter.quoted(text) } else { key.invariantText }
    }

    /// Binds `token[index] = value`.
    func tokenAssignment(
        _ receiver: Bound,
        _ index: Bound,
        _ value: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let (key, new) = (try converted(index, to: .object), try converted(value, to: .token))
        let (object, code, source) = (receiver.code, key.code, new.code)
        return try made(.token, from: [receiver, key, new], offset: offset) { state throws(ExpressionError) in
            guard let token = JSONConversion.existing(try object(&state)) else { throw .nullReference }
            let key = try code(&state)
            let value = JSONConversion.existing(try source(&state)) ?? JSONToken(value: .null)
            try state.step()
            try state.charge(160)
            switch (token.content, key) {
            case (.object, .string(let name)): try token.set(name, value, &state.memory)
            case (.array, .int(let index)): try token.set(Int(index), value, &state.memory)
            default: _ = try Self.child(of: token, key)
            }
            return .object(value)
        }
    }

    /// `new JObject(…)` and its like.
    func tokenCreation(_ type: String, _ arguments: [Bound], offset: Int) throws(ExpressionError) -> Bound {
        var converted: [Bound] = []
        for argument in arguments { converted.append(try self.converted(argument, to: .object)) }
        let codes = converted.map(\.code)
        return try made(.named(type), from: converted, offset: offset) { state throws(ExpressionError) in
            var values: [ExpressionValue] = []
            for code in codes { values.append(try state.settled(try code(&state))) }
            try state.step()
            try state.charge(64 + codes.count * 64)
            return .object(try JSONChangeLibrary.make(type, values, &state.memory))
        }
    }

    /// A token as a value of a type: itself, a value, or a dictionary or list of them.
    func deserialized(_ token: Bound, as type: StaticType, offset: Int) throws(ExpressionError) -> Bound {
        let code = token.code
        switch type {
        case .generic("Dictionary", let arguments) where arguments[0] == .string && Self.isPlain(arguments[1]):
            return try made(type, from: [token], offset: offset) { state throws(ExpressionError) in
                guard let token = JSONConversion.existing(try code(&state)) else { return .null }
                let map = ExpressionMap("System.String", arguments[1].runtimeName)
                for property in token.children {
                    try state.step()
                    let value = try JSONConversion.value(.object(property.unwrapped), of: arguments[1])
                    _ = try map.set(.string(property.name ?? ""), value, replaces: true)
                }
                return .object(map)
            }
        case .generic("List", let arguments) where Self.isPlain(arguments[0]),
            .generic("IEnumerable", let arguments) where Self.isPlain(arguments[0]):
            return try made(type, from: [token], offset: offset) { state throws(ExpressionError) in
                guard let token = JSONConversion.existing(try code(&state)) else { return .null }
                let list = ExpressionList(isSet: false, of: arguments[0].runtimeName)
                for child in token.values {
                    try state.step()
                    _ = try list.add(try JSONConversion.value(.object(child), of: arguments[0]))
                }
                return .object(list)
            }
        case .array(let element) where Self.isPlain(element) && element != .byte:
            return try made(type, from: [token], offset: offset) { state throws(ExpressionError) in
                guard let token = JSONConversion.existing(try code(&state)) else { return .null }
                var values: [ExpressionValue] = []
                for child in token.values {
                    try state.step()
                    values.append(try JSONConversion.value(.object(child), of: element))
                }
                return element.array(values)
            }
        default:
            guard Self.isPlain(type) else { throw notEvaluated("'ToObject<\(type.name)>'", offset) }
            return try made(type, from: [token], offset: offset) { state throws(ExpressionError) in
                try JSONConversion.value(try code(&state), of: type)
            }
        }
    }

    private static func isPlain(_ type: StaticType) -> Bool {
        type.isToken || type.underlying.isTokenScalar || type == .object
    }

    /// `As<JObject>()`: the text of a body, read.
    func parsed(_ text: Bound, as type: StaticType, offset: Int) throws(ExpressionError) -> Bound {
        if case .named(let name) = type, !type.isToken { return try parsedXML(text, name, offset: offset) }
        let code = text.code
        return try made(type, from: [text], offset: offset) { state throws(ExpressionError) in
            guard case .string(let text) = try code(&state) else { return .null }
            let token = try JSONLibrary.read(text, &state)
            let value = ExpressionValue.object(token)
            guard value.isInstance(of: type) else { throw JSONLibrary.mismatch(type.name, token) }
            return value
        }
    }

    /// `As<XDocument>()` and `As<XElement>()`.
    private func parsedXML(_ text: Bound, _ name: String, offset: Int) throws(ExpressionError) -> Bound {
        let code = text.code
        return try made(.named(name), from: [text], offset: offset) { state throws(ExpressionError) in
            guard let text = try code(&state).string else { return .null }
            let document = state.kept(try XMLReader.parse(text, memory: &state.memory))
            guard name == "XElement", case .object(let node as XMLNode) = document else { return document }
            return .optional(node.elements.first)
        }
    }
}
