// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Values turned into tokens and back, as Newtonsoft's casts and `Value<T>()` do it.
enum JSONConversion {
    /// The token of a value: itself, or a `JValue`.
    static func token(
        _ value: ExpressionValue,
        _ memory: inout Budget
    ) throws(ExpressionError) -> JSONToken {
        switch value {
        case .object(let object):
            if let token = object as? JSONToken { return token }
            if let boxed = object as? EnumerationObject { return JSONToken(value: .int(boxed.value)) }
            try memory.charge(Budget.node)
            return try CollectionToken.token(of: object, depth: 0, &memory)
        case .array(let array):
            if let bytes = array.bytes { return JSONToken(value: .bytes(bytes)) }
            return try CollectionToken.token(of: array.elements, depth: 0, &memory)
        case .char: return JSONToken(value: .string(value.invariantText))
        default:
            try memory.charge(Budget.node)
            return JSONToken(value: value)
        }
    }

    /// The token that a value is; `nil` for `null`.
    static func existing(_ value: ExpressionValue) -> JSONToken? {
        if case .object(let object) = value { object as? JSONToken } else { nil }
    }

    /// `(T)token`.
    static func cast(_ value: ExpressionValue, to type: StaticType) throws(ExpressionError) -> ExpressionValue {
        guard let token = existing(value)?.unwrapped else {
            guard type.acceptsNull else { throw .exception(.argumentNull, "Value cannot be null. (Parameter 'value')") }
            return .null
        }
        guard let scalar = token.scalar else { throw refused(token, type) }
        if scalar.isNull {
            if type.acceptsNull { return .null }
            throw refused(token, type)
        }
        guard let result = try convert(scalar, to: type.underlying) else { throw refused(token, type) }
        return result
    }

    /// `token.Value<T>()`: no token gives the default value.
    static func value(_ value: ExpressionValue, of type: StaticType) throws(ExpressionError) -> ExpressionValue {
        guard let token = existing(value) else { return type.defaultValue }
        if ExpressionValue.object(token).isInstance(of: type) { return value }
        guard let scalar = token.scalar else {
            throw .invalidCast(name(token), type.runtimeName)
        }
        if scalar.isNull { return type.defaultValue }
        if type == .object { return scalar }
        guard let result = try convert(scalar, to: type.underlying) else {
            throw .invalidCast(name(token), type.runtimeName)
        }
        return result
    }

    private static func name(_ token: JSONToken) -> String { "Newtonsoft.Json.Linq." + token.expressionType }

    private static func refused(_ token: JSONToken, _ type: StaticType) -> ExpressionError {
        let target = type.underlying.runtimeName.split(separator: ".").last.map(String.init) ?? type.name
        return .exception(.argument, "Can not convert \(kind(token)) to \(target).")
    }

    /// The name of `JToken.Type`.
    static func kind(_ token: JSONToken) -> String {
        switch token.glimpse {
        case .object: "Object"
        case .array: "Array"
        case .property: "Property"
        case .value(let value):
            switch value {
            case .null: "Null"
            case .bool: "Boolean"
            case .int, .long, .uint, .ulong: "Integer"
            case .double, .float, .decimal: "Float"
            case .dateTime: "Date"
            case .bytes: "Bytes"
            case .guid: "Guid"
            case .timeSpan: "TimeSpan"
            default: "String"
            }
        }
    }

    private static func convert(
        _ value: ExpressionValue,
        to type: StaticType
    ) throws(ExpressionError) -> ExpressionValue? {
        if value.isInstance(of: type) { return value }
        switch (type, value) {
        case (.string, .bytes(let bytes)): return .string(Base64.encode(bytes))
        case (.string, _): return .string(value.invariantText)
        case (.bool, .string(let text)): return .bool(try NumberText.bool(text))
        case (.bool, .long(let number)): return .bool(number != 0)
        case (.guid, .string(let text)):
            guard GUID.isWellFormed(text) else { return nil }
            return .guid(OrdinalText.lower(text))
        case (.dateTime, .string(let text)): return .dateTime(try DateText.parse(text))
        case (.array(.byte), .string(let text)): return .bytes(try ConvertLibrary.base64(text))
        case (.char, .string(let text)) where text.utf16.count == 1: return .char(text.utf16.first ?? 0)
        case (_, .string(let text)) where type.promoted != nil: return try NumberLibrary.parsed(text, as: type)
        case (_, .bool(let flag)) where type.promoted != nil:
            return try Arithmetic.cast(.int(flag ? 1 : 0), to: type)
        case (_, .long), (_, .int), (_, .ulong), (_, .double), (_, .float), (_, .decimal):
            return type.promoted == nil ? nil : try Arithmetic.checked(value, to: type)
        default: return nil
        }
    }
}

extension ExpressionError {
    /// A conversion that Newtonsoft does not have.
    fileprivate static func invalidCast(_ source: String, _ target: String) -> ExpressionError {
        .exception(.invalidCast, "Cannot cast \(source) to \(target).")
    }
}
