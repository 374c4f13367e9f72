// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Turns JSON into objects of the object model, by the declared types of their members.
struct JSONContextReader {
    /// The members of an object.
    mutating func members(
        _ json: JSONValue,
        type: String,
        path: String
    ) throws(ExpressionError) -> [ExpressionMember: ExpressionValue] {
        guard let object = json.object, let declared = ContextCatalogue.members[type] else {
            throw mismatch(path, "an object of type '\(type)'")
        }
        let names = Dictionary(declared.keys.map { ($0.rawValue.lowercased(), $0) }) { first, _ in first }
        var members: [ExpressionMember: ExpressionValue] = [:]
        for member in object.members where member.name != "$type" {
            guard let name = names[member.name.lowercased()], let type = declared[name] else {
                throw ExpressionError(
                    .undefined,
                    "'\(path).\(member.name)' in the context: '\(type)' does not contain a definition for "
                        + "'\(member.name)'."
                )
            }
            members[name] = try value(
                member.value,
                as: type,
                path: path + "." + member.name,
                ignoresCase: name == .headers || name == .query || name == .certificates
            )
        }
        return members
    }

    /// A value of a declared type.
    mutating func value(
        _ json: JSONValue,
        as type: StaticType,
        path: String,
        ignoresCase: Bool = false
    ) throws(ExpressionError) -> ExpressionValue {
        if case .null = json, type.acceptsNull { return .null }
        switch type {
        case .nullable(let wrapped): return try value(json, as: wrapped, path: path)
        case .object: return try variable(json, path: path)
        case .dictionary(let element):
            return try dictionary(json, of: element, path: path, ignoresCase: ignoresCase)
        case .array(let element): return try array(json, of: element, path: path)
        case .named("IUrl"): return try url(json, path: path)
        case .named("IMessageBody"): return .object(JSONBody(json.string.map { Array($0.utf8) } ?? json.serialized))
        case .named("JObject"):
            var memory = Budget(limit: ExpressionLimits().memory)
            return .object(try JSONTokenParser.parse(String(decoding: json.serialized, as: UTF8.self), memory: &memory))
        case .named(let name): return .object(JSONHost(name, try members(json, type: name, path: path)))
        default: return try scalar(json, as: type, path: path)
        }
    }

    private func scalar(
        _ json: JSONValue,
        as type: StaticType,
        path: String
    ) throws(ExpressionError) -> ExpressionValue {
        switch type {
        case .string:
            if let text = json.string { return .string(text) }
            if case .number(let number) = json { return .string(number.text) }
        case .bool: if let flag = json.bool { return .bool(flag) }
        case .int: if let number = json.integer, let small = Int32(exactly: number) { return .int(small) }
        case .long: if let number = json.integer { return .long(Int64(number)) }
        case .double: if case .number(let number) = json, let value = number.double { return .double(value) }
        case .guid: if let text = json.string, GUID.isWellFormed(text) { return .guid(text.lowercased()) }
        case .dateTime:
            if let text = json.string, let date = Timestamp.parse(text) { return .dateTime(ExpressionDate(date)) }
        case .timeSpan:
            if case .number(let number) = json, let seconds = number.double,
                let ticks = Int64(exactly: (seconds * 10_000_000).rounded())
            {
                return .timeSpan(ticks)
            }
        default: break
        }
        throw mismatch(path, type == .timeSpan ? "a number of seconds" : "a value of type '\(type.name)'")
    }

    private mutating func dictionary(
        _ json: JSONValue,
        of element: StaticType,
        path: String,
        ignoresCase: Bool
    ) throws(ExpressionError) -> ExpressionValue {
        guard let object = json.object else { throw mismatch(path, "an object") }
        var values: [(String, ExpressionValue)] = []
        for member in object.members {
            values.append((member.name, try value(member.value, as: element, path: path + "." + member.name)))
        }
        return .object(JSONLookup(values, ignoresCase: ignoresCase))
    }

    /// An array; of texts, one text stands for an array of one.
    private mutating func array(
        _ json: JSONValue,
        of element: StaticType,
        path: String
    ) throws(ExpressionError) -> ExpressionValue {
        if element == .byte {
            guard let bytes = json.string.flatMap(Base64.decodeLenient) else { throw mismatch(path, "base64 text") }
            return .bytes(bytes)
        }
        let elements = json.array ?? (element == .string ? [json] : nil)
        guard let elements else { throw mismatch(path, "an array") }
        var values: [ExpressionValue] = []
        for (index, item) in elements.enumerated() {
            values.append(try value(item, as: element, path: "\(path)[\(index)]"))
        }
        return element.array(values)
    }

    /// The value of a context variable: the type is the JSON's, or the one that `$type` names.
    private mutating func variable(_ json: JSONValue, path: String) throws(ExpressionError) -> ExpressionValue {
        switch json {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .string(let text): return .string(text)
        case .number(let number):
            if let integer = number.integer { return Int32(exactly: integer).map { .int($0) } ?? .long(Int64(integer)) }
            return .double(number.double ?? 0)
        case .array: return try array(json, of: .string, path: path)
        case .object(let object):
            guard let name = object["$type"]?.string else {
                throw mismatch(path, "a text, a number, a Boolean, an array of texts, or an object with '$type'")
            }
            if name == "byte[]" {
                return try array(object["base64"] ?? .null, of: .byte, path: path + ".base64")
            }
            guard case .type(let type) = TypeCatalogue.entry(name) else {
                throw ExpressionError(.undefined, "'\(path)' in the context: there is no type '\(name)'.")
            }
            return try value(object["value"] ?? json, as: type, path: path)
        }
    }

    private func mismatch(_ path: String, _ expected: String) -> ExpressionError {
        ExpressionError(.typeMismatch, "'\(path)' in the context must be \(expected).")
    }
}
