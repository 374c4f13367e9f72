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

    private static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    /// No operations at all.
    init() {}

    init(_ document: JSONValue, file: String) {
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
        for path in document["paths"]?.object?.members ?? [] where path.name.hasPrefix("/") {
            for method in Self.methods {
                guard let operation = path.value[method] else { continue }
                add(method: method.uppercased(), path: path.name, operation, file)
            }
        }
    }

    private mutating func add(method: String, path: String, _ operation: JSONValue, _ file: String) {
        let template: PathTemplate
        do {
            template = try PathTemplate(path)
        } catch {
            self.problems.append(
                ConfigurationProblem(
                    .error,
                    "invalidURLTemplate",
                    "The URL template '\(path)' cannot be used: \(error.reason).",
                    file: file
                )
            )
            return
        }
        let id = operation["operationId"]?.string ?? Self.identifier(method, path)
        let name = operation["summary"]?.string ?? id
        let isNew = self.table.insert(method: method, template: template, operation: self.operations.count)
        guard isNew else {
            self.problems.append(
                ConfigurationProblem(
                    .error,
                    "duplicateOperation",
                    "Another operation has the method \(method) and the same URL template as '\(path)'.",
                    file: file
                )
            )
            return
        }
        self.operations.append(Operation(id: id, name: name, method: method, template: template))
    }

    /// The ID that API Management makes for an operation without one: `get-items-id`.
    private static func identifier(_ method: String, _ path: String) -> String {
        let words = path.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return ([method.lowercased()] + words.map { $0.lowercased() }).joined(separator: "-")
    }
}
