// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Reads the operations of an OpenAPI 3 or Swagger 2 document; everything else in it is for portals.
struct OpenAPIOperations {
    private(set) var operations: [Operation] = []
    private(set) var table = OperationTable()
    private(set) var problems: [ConfigurationProblem] = []
    /// The server that the document names first.
    private(set) var server: String?
    private var text = ""

    private static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    /// No operations at all.
    init() {}

    init(_ document: JSONValue, text: String = "", file: String) {
        self.text = text
        guard document["openapi"] != nil || document["swagger"] != nil else {
            self.problems.append(
                ConfigurationProblem(
                    .error,
                    "invalidSpecification",
                    "The specification is neither OpenAPI 3 ('openapi') nor Swagger 2 ('swagger').",
                    file: file
                )
            )
            return
        }
        self.server = Self.server(document)
        let examples = OpenAPIExamples(document)
        for path in document["paths"]?.object?.members ?? [] where path.name.hasPrefix("/") {
            for method in Self.methods {
                guard let operation = path.value[method] else { continue }
                add(method: method.uppercased(), path: path.name, operation, examples.examples(operation), file)
            }
        }
    }

    /// The one operation of a WebSocket API, which every path below the API's own leads to.
    static var handshake: OpenAPIOperations {
        var operations = OpenAPIOperations()
        guard let template = try? PathTemplate("/*") else { return operations }
        let operation = Operation(id: "onHandshake", name: "onHandshake", method: "GET", template: template)
        _ = operations.table.insert(method: "GET", template: template, operation: 0)
        operations.operations = [operation]
        return operations
    }

    private static func server(_ document: JSONValue) -> String? {
        if let url = document["servers"]?.array?.first?["url"]?.string { return url }
        guard let host = document["host"]?.string else { return nil }
        let schemes = document["schemes"]?.array?.compactMap(\.string) ?? ["https"]
        let scheme = schemes.contains("https") ? "https" : schemes.first ?? "https"
        return "\(scheme)://\(host)\(document["basePath"]?.string ?? "")"
    }

    private mutating func add(
        method: String,
        path: String,
        _ operation: JSONValue,
        _ examples: [OperationExample],
        _ file: String
    ) {
        let template: PathTemplate
        do {
            template = try PathTemplate(path)
        } catch {
            report("invalidURLTemplate", "The URL template '\(path)' cannot be used: \(error.reason).", path, file)
            return
        }
        let id = operation["operationId"]?.string ?? Self.identifier(method, path)
        let name = operation["summary"]?.string ?? id
        let isNew = self.table.insert(method: method, template: template, operation: self.operations.count)
        guard isNew else {
            report(
                "duplicateOperation",
                "Another operation has the method \(method) and the same URL template as '\(path)'.",
                path,
                file
            )
            return
        }
        self.operations.append(Operation(id: id, name: name, method: method, template: template, examples: examples))
    }

    /// Reports a fault at the place where its path stands in the text.
    private mutating func report(_ code: String, _ message: String, _ path: String, _ file: String) {
        var place = TextPlace(line: 1, column: 1)
        let (bytes, wanted) = (Array(self.text.utf8), Array(path.utf8))
        let last = bytes.count - wanted.count
        if last >= 0, let offset = (0...last).first(where: { bytes[$0...].starts(with: wanted) }) {
            place = TextPlace(offset: offset, in: bytes)
        }
        self.problems.append(
            ConfigurationProblem(.error, code, message, file: file, line: place.line, column: place.column)
        )
    }

    /// The ID that API Management makes for an operation without one: `get-items-id`.
    private static func identifier(_ method: String, _ path: String) -> String {
        let words = path.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return ([method.lowercased()] + words.map { $0.lowercased() }).joined(separator: "-")
    }
}
