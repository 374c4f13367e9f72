// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What the path of a Graph request points at: a collection, an object of it, something of the object.
struct GraphTarget: Sendable {
    enum Key: Sendable {
        case id(String)
        case appID(String)
        case uniqueName(String)
    }

    let collection: String
    let key: Key?
    /// The segments behind the object.
    let rest: [String]

    /// Reads the segments behind `/v1.0`.
    init(_ segments: [String]) throws(GraphRefusal) {
        guard let first = segments.first else { throw .unknownSegment("") }
        var rest = segments.dropFirst()
        if let open = first.firstIndex(of: "("), first.hasSuffix(")") {
            self.collection = String(first[..<open])
            self.key = try Self.key(first[first.index(after: open)...].dropLast())
        } else {
            self.collection = first
            if rest.first == "$count" {
                self.key = nil
                self.rest = Array(rest)
                return
            }
            self.key = try rest.popFirst().map { segment throws(GraphRefusal) in .id(try Self.objectID(segment)) }
        }
        self.rest = Array(rest)
    }

    /// Reads `appId='…'`, or `'…'` for the object's identifier.
    private static func key(_ text: Substring) throws(GraphRefusal) -> Key {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard let quoted = parts.last, quoted.count >= 2, quoted.hasPrefix("'"), quoted.hasSuffix("'") else {
            throw .badRequest("The key '\(text.prefix(128))' is malformed.")
        }
        let value = String(quoted.dropFirst().dropLast())
        switch parts.count {
        case 1: return .id(try objectID(value))
        case 2 where parts[0] == "appId": return .appID(try objectID(value))
        case 2 where parts[0] == "uniqueName" && !value.isEmpty && value.utf8.count <= 256: return .uniqueName(value)
        case 2 where parts[0] == "id": return .id(try objectID(value))
        default: throw .badRequest("The property '\(parts[0].prefix(128))' is not a key.")
        }
    }

    private static func objectID(_ text: String) throws(GraphRefusal) -> String {
        guard GUID.isWellFormed(text) else { throw .badRequest("Invalid object identifier '\(text.prefix(128))'.") }
        return text.lowercased()
    }
}
