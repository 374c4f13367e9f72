// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Finds and reads the specification of an API.
struct SpecificationReading {
    let folder: ConfigurationFolder
    let yaml: @Sendable (String) throws(ConfigurationSources.Malformed) -> JSONValue

    /// The operations of the API in a folder.
    func operations(
        of path: String,
        _ document: EntityDocument,
        _ problems: inout [ConfigurationProblem]
    ) throws(ConfigurationProblem) -> OpenAPIOperations {
        let type = try document.string("type")?.lowercased() ?? "http"
        if type == "websocket" { return .handshake }
        guard type == "http" else {
            problems.append(
                document.problem(
                    "unsupportedAPI",
                    at: "type",
                    "APIs of the type '\(type)' are not executed yet: calls of '\(path)' are answered 404.",
                    severity: .warning
                )
            )
            return OpenAPIOperations()
        }
        for name in ["specification.yaml", "specification.yml", "specification.json"] {
            let file = "\(path)/\(name)"
            guard let text = try self.folder.text(of: file) else { continue }
            return OpenAPIOperations(try decode(text, file), text: text, file: file)
        }
        problems.append(
            document.problem(
                "noOperations",
                "The API has no OpenAPI specification (specification.yaml or .json), so it has no operations: "
                    + "its calls are answered 404.",
                severity: .warning
            )
        )
        return OpenAPIOperations()
    }

    private func decode(_ text: String, _ file: String) throws(ConfigurationProblem) -> JSONValue {
        if file.hasSuffix(".json") {
            do { return try JSONValue.parse(text, maximumDepth: 200) } catch {
                throw ConfigurationProblem(error, in: Array(text.utf8), file: file)
            }
        }
        do { return try self.yaml(text) } catch {
            throw ConfigurationProblem(
                .error,
                "malformedYAML",
                "This is not YAML: \(error.message).",
                file: file,
                line: error.line,
                column: error.column
            )
        }
    }
}
