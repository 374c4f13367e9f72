// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A call with its trace, for people and for scripts.
struct TracedCall: Sendable {
    let status: Int
    let headers: [(String, String)]
    let body: String
    let trace: JSONValue

    /// What failed last, if anything did.
    var failure: String? {
        for section in Self.sections.reversed() {
            for entry in entries(section).reversed() {
                if let message = entry["data"]?["messages"]?.array?.first?.string { return message }
            }
        }
        return nil
    }

    private static let sections = ["inbound", "backend", "outbound", "on-error"]

    private func entries(_ section: String) -> [JSONValue] { self.trace["traceEntries"]?[section]?.array ?? [] }

    /// As JSON.
    var document: JSONValue {
        [
            "status": .number(self.status),
            "headers": .array(self.headers.map { ["name": .string($0.0), "value": .string($0.1)] }),
            "body": .string(self.body),
            "trace": self.trace,
        ]
    }

    /// As a tree.
    var text: String {
        var lines: [String] = []
        for section in Self.sections {
            let entries = entries(section)
            guard !entries.isEmpty else { continue }
            lines.append(section)
            for (index, entry) in entries.enumerated() {
                let isLast = index == entries.count - 1
                let source = entry["source"]?.string ?? ""
                let elapsed = entry["elapsed"]?.string ?? ""
                lines.append("\(isLast ? "└─" : "├─") \(source)  (\(elapsed))")
                lines += Self.details(entry["data"] ?? .null).map { "\(isLast ? "  " : "│ ")   \($0)" }
            }
        }
        lines.append("answer: \(self.status)")
        lines += self.headers.map { "   \($0.0): \($0.1)" }
        if !self.body.isEmpty { lines.append(String(self.body.prefix(2_000))) }
        return lines.joined(separator: "\n")
    }

    /// The members of a value, a line each, those of objects inside it further right.
    private static func details(_ value: JSONValue) -> [String] {
        var lines: [String] = []
        for member in value.object?.members ?? [] {
            switch member.value {
            case .null: break
            case .string(let text): lines.append(member.name == "message" ? text : "\(member.name): \(text)")
            case .object(let object) where object.members.isEmpty: break
            case .object: lines += ["\(member.name):"] + details(member.value).map { "   \($0)" }
            case .array(let elements) where elements.isEmpty: break
            case .array(let elements): lines += ["\(member.name):"] + elements.map { "   \(line($0))" }
            default: lines.append("\(member.name): \(member.value.text)")
            }
        }
        return lines
    }

    /// An element of a list in one line: a header as it is written.
    private static func line(_ value: JSONValue) -> String {
        if let name = value["name"]?.string, let text = value["value"]?.string { return "\(name): \(text)" }
        return value.string ?? value.text
    }
}
