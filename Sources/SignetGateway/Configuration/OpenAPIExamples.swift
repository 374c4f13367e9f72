// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Reads the answers that an OpenAPI 3 or Swagger 2 document shows: its examples, or what its schemas describe.
struct OpenAPIExamples {
    private let document: JSONValue
    /// Schemas may refer to themselves.
    private static let maximumDepth = 16
    /// A schema may be small and what it describes large.
    private static let maximumNodes = 2000

    init(_ document: JSONValue) {
        self.document = document
    }

    /// The answers of an operation, in the order of the document.
    func examples(_ operation: JSONValue) -> [OperationExample] {
        var examples: [OperationExample] = []
        for member in operation["responses"]?.object?.members ?? [] {
            let status = member.name == "default" ? 200 : Int(member.name)
            guard let status, (200...599).contains(status) else { continue }
            let response = resolved(member.value)
            if let contents = response["content"]?.object {
                for content in contents.members {
                    examples.append(example(status, content.name, resolved(content.value)))
                }
            } else {
                examples += swagger(status, response, operation)
            }
        }
        return examples
    }

    private func example(_ status: Int, _ type: String, _ content: JSONValue) -> OperationExample {
        let named = content["examples"]?.object?.members.first.map { resolved($0.value)["value"] } ?? nil
        var value = content["example"] ?? named
        if value == nil, let schema = content["schema"] {
            var nodes = 0
            value = sample(schema, depth: 0, &nodes)
        }
        return OperationExample(status: status, contentType: type, body: Self.bytes(value))
    }

    private func swagger(_ status: Int, _ response: JSONValue, _ operation: JSONValue) -> [OperationExample] {
        let examples = response["examples"]?.object?.members ?? []
        if !examples.isEmpty {
            return examples.map {
                OperationExample(status: status, contentType: $0.name, body: Self.bytes($0.value))
            }
        }
        guard let schema = response["schema"] else { return [] }
        let types = (operation["produces"] ?? self.document["produces"])?.array?.compactMap(\.string) ?? []
        var nodes = 0
        let body = Self.bytes(sample(schema, depth: 0, &nodes))
        return (types.isEmpty ? ["application/json"] : types)
            .map { OperationExample(status: status, contentType: $0, body: body) }
    }

    private static func bytes(_ value: JSONValue?) -> [UInt8] {
        switch value {
        case .none: []
        case .string(let text): Array(text.utf8)
        case .some(let value): value.serialized
        }
    }

    /// What a `$ref` within the document leads to.
    private func resolved(_ value: JSONValue) -> JSONValue {
        var value = value
        for _ in 0..<Self.maximumDepth {
            guard let reference = value["$ref"]?.string, reference.hasPrefix("#/") else { return value }
            var target: JSONValue? = self.document
            for part in reference.dropFirst(2).split(separator: "/") {
                target = target?[String(part).replacing("~1", with: "/").replacing("~0", with: "~")]
            }
            guard let target else { return value }
            value = target
        }
        return value
    }

    /// A value such as a schema describes.
    private func sample(_ schema: JSONValue, depth: Int, _ nodes: inout Int) -> JSONValue {
        let schema = resolved(schema)
        nodes += 1
        guard depth < Self.maximumDepth, nodes < Self.maximumNodes else { return .null }
        if let value = schema["example"] ?? schema["default"] ?? schema["enum"]?.array?.first { return value }
        if let parts = schema["allOf"]?.array {
            var whole = JSONObject()
            for part in parts {
                for member in sample(part, depth: depth + 1, &nodes).object?.members ?? [] {
                    whole[member.name] = member.value
                }
            }
            return .object(whole)
        }
        if let first = (schema["oneOf"] ?? schema["anyOf"])?.array?.first {
            return sample(first, depth: depth + 1, &nodes)
        }
        if let properties = schema["properties"]?.object {
            var object = JSONObject()
            for property in properties.members {
                object[property.name] = sample(property.value, depth: depth + 1, &nodes)
            }
            return .object(object)
        }
        switch schema["type"]?.string {
        case "object": return .object(JSONObject())
        case "array": return .array(schema["items"].map { [sample($0, depth: depth + 1, &nodes)] } ?? [])
        case "integer", "number": return .number(0)
        case "boolean": return .bool(true)
        case "string": return .string("string")
        default: return .null
        }
    }
}
