// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetGateway
import Yams

/// Reads OpenAPI documents in YAML.
///
/// Numbers, dates and Booleans stay texts, since only names are of interest. Aliases are followed, but a document that
/// unfolds into more than it could mean is refused.
enum SpecificationYAML {
    private static let maximumNodes = 500_000
    private static let maximumDepth = 100

    /// The document as JSON.
    static func parse(_ text: String) throws(ConfigurationSources.Malformed) -> JSONValue {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw malformed(error)
        } catch {
            throw ConfigurationSources.Malformed("\(error)")
        }
        guard let node else { throw ConfigurationSources.Malformed("the document is empty") }
        var remaining = self.maximumNodes
        return try value(node, depth: 0, &remaining)
    }

    private static func malformed(_ error: YamlError) -> ConfigurationSources.Malformed {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            ConfigurationSources.Malformed(problem, line: mark.line, column: mark.column)
        default: ConfigurationSources.Malformed("\(error)")
        }
    }

    private static func value(
        _ node: Node,
        depth: Int,
        _ remaining: inout Int
    ) throws(ConfigurationSources.Malformed) -> JSONValue {
        remaining -= 1
        guard depth < self.maximumDepth, remaining > 0 else {
            let mark = node.mark
            throw ConfigurationSources.Malformed(
                "the document is too deep or too large",
                line: mark?.line ?? 1,
                column: mark?.column ?? 1
            )
        }
        switch node {
        case .scalar(let scalar): return .string(scalar.string)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for element in sequence { elements.append(try value(element, depth: depth + 1, &remaining)) }
            return .array(elements)
        case .mapping(let mapping):
            var members: [JSONObject.Member] = []
            for (key, element) in mapping {
                let name = key.scalar?.string ?? ""
                members.append(
                    JSONObject.Member(name: name, value: try value(element, depth: depth + 1, &remaining))
                )
            }
            return .object(JSONObject(members))
        case .alias: return .null
        }
    }
}
