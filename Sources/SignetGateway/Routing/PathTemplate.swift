// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The URL template of an operation, such as `/orders/{id}/lines` or `/files/*`.
package struct PathTemplate: Sendable, Hashable {
    /// One segment of a template.
    enum Segment: Sendable, Hashable {
        /// Exactly this, whatever the case of letters.
        case literal([UInt8])
        /// A parameter with what must stand before and behind it.
        case parameter(prefix: [UInt8], name: String, suffix: [UInt8])
        /// Everything that is left, nothing included.
        case wildcard(name: String?)
    }

    /// Why a text is no template.
    package struct Malformed: Error, Sendable {
        package let reason: String
    }

    /// The template as written.
    package let text: String
    let segments: [Segment]
    /// The names of the parameters, in the order in which a match gives their ranges.
    package let parameterNames: [String]

    /// Reads a template.
    package init(_ text: String) throws(Malformed) {
        self.text = text
        // A query in a template names parameters that every call may carry; only the path tells operations apart.
        let path = text.prefix { $0 != "?" }
        var segments: [Segment] = []
        var names: [String] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard parts.count <= PathSegments.maximum else { throw Malformed(reason: "it has too many segments") }
        for (index, part) in parts.enumerated() {
            let segment = try Self.segment(part)
            switch segment {
            case .literal: break
            case .parameter(_, let name, _): names.append(name)
            case .wildcard(let name):
                guard index == parts.count - 1 else { throw Malformed(reason: "'*' may only stand at its end") }
                if let name { names.append(name) }
            }
            segments.append(segment)
        }
        guard Set(names).count == names.count else { throw Malformed(reason: "a parameter stands twice in it") }
        self.segments = segments
        self.parameterNames = names
    }

    private static func segment(_ part: Substring) throws(Malformed) -> Segment {
        if part == "*" { return .wildcard(name: nil) }
        guard let open = part.firstIndex(of: "{") else {
            guard !part.contains("}") else { throw Malformed(reason: "'}' stands without '{'") }
            return .literal(PercentEncoding.decode(Array(part.utf8)).map(\.lowercased))
        }
        guard let close = part[open...].firstIndex(of: "}") else { throw Malformed(reason: "'{' is not closed") }
        let name = part[part.index(after: open)..<close]
        let suffix = part[part.index(after: close)...]
        guard !suffix.contains("{"), !name.isEmpty else {
            throw Malformed(reason: "a segment holds one parameter with a name")
        }
        if name.hasPrefix("*") {
            guard open == part.startIndex, suffix.isEmpty, name.count > 1 else {
                throw Malformed(reason: "'{*name}' must be a segment of its own")
            }
            return .wildcard(name: String(name.dropFirst()))
        }
        return .parameter(
            prefix: part[..<open].utf8.map(\.lowercased),
            name: String(name),
            suffix: suffix.utf8.map(\.lowercased)
        )
    }
}
