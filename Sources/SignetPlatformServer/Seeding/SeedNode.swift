// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A value of a seed file with the place where it stands.
struct SeedNode: Sendable {
    indirect enum Content: Sendable {
        case null
        case scalar(String, isPlain: Bool)
        case list([SeedNode])
        case map([(name: String, place: SeedPlace, value: SeedNode)])
    }

    let content: Content
    let place: SeedPlace

    /// The value as JSON, for what is handed on as it came.
    var json: JSONValue {
        switch self.content {
        case .null: return .null
        case .scalar(let text, isPlain: true):
            if text == "true" || text == "false" { return .bool(text == "true") }
            if let number = Int(text) { return .number(number) }
            return .string(text)
        case .scalar(let text, isPlain: false): return .string(text)
        case .list(let nodes): return .array(nodes.map(\.json))
        case .map(let members):
            return .object(JSONObject(members.map { JSONObject.Member(name: $0.name, value: $0.value.json) }))
        }
    }
}

/// A place in a seed file.
struct SeedPlace: Sendable, Equatable {
    let file: String
    let line: Int
    let column: Int

    /// What is wrong there.
    func mistake(_ message: String) -> PlatformServerError {
        PlatformServerError(.seedUnusable, "\(self.file):\(self.line):\(self.column): \(message)")
    }
}
