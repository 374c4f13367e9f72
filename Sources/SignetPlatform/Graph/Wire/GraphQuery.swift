// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The query options of a Graph request: `$select`, `$filter`, `$top`, `$skiptoken`.
struct GraphQuery: Sendable {
    /// `name eq 'value'`.
    struct Equality: Sendable, Equatable {
        let name: String
        let value: String
    }

    private static let defaultPage = 100
    private static let greatestPage = 999

    let select: [String]?
    let filter: Equality?
    let top: Int
    /// The identifier behind which the page begins.
    let after: String?
    private let raw: String

    /// The filter as the directory looks objects up: by client ID or display name, whatever the case.
    var lookup: (name: String, value: String)? {
        get throws(GraphRefusal) { try lookup(among: ["appId", "displayName"]) }
    }

    /// The filter as a lookup by one of the names, whatever the case of the value.
    func lookup(among names: [String]) throws(GraphRefusal) -> (name: String, value: String)? {
        guard let filter = self.filter else { return nil }
        guard names.contains(filter.name) else {
            throw GraphRefusal(
                400,
                "Request_UnsupportedQuery",
                "Unsupported property filter clause: '\(filter.name)'."
            )
        }
        return (filter.name, filter.value.lowercased())
    }

    init(_ query: String?) throws(GraphRefusal) {
        self.raw = query ?? ""
        let parameters: FormParameters
        do {
            parameters = try FormParameters(Array(self.raw.utf8))
        } catch {
            throw .badRequest("The query is malformed, or an option stands twice.")
        }
        for name in ["$expand", "$orderby", "$search", "$count", "$skip", "$format"] where parameters[name] != nil {
            throw GraphRefusal(400, "Request_UnsupportedQuery", "The query option '\(name)' is not supported.")
        }
        self.select = parameters["$select"]?
            .split(separator: ",")
            .map { String($0).trimmingSpaces }
        self.filter = try parameters["$filter"].map { text throws(GraphRefusal) in try Self.equality(text) }
        guard let top = Int(parameters["$top"] ?? String(Self.defaultPage)), (1...Self.greatestPage).contains(top)
        else {
            throw .badRequest("Invalid page size specified: it must be between 1 and \(Self.greatestPage) inclusive.")
        }
        self.top = top
        self.after = try parameters["$skiptoken"]
            .map { token throws(GraphRefusal) in
                guard GUID.isWellFormed(token) else { throw .badRequest("The skip token is malformed.") }
                return token
            }
    }

    /// The query of the page behind an object: this one with another skip token.
    func next(after id: String) -> String {
        let kept = self.raw.split(separator: "&")
            .filter { pair in
                PercentEncoding.decode(Array(pair.prefix { $0 != "=" }.utf8)[...], plusIsSpace: true) != "$skiptoken"
            }
        return (kept + ["$skiptoken=\(id)"]).joined(separator: "&")
    }

    private static func equality(_ text: String) throws(GraphRefusal) -> Equality {
        let unsupported = GraphRefusal(
            400,
            "Request_UnsupportedQuery",
            "Unsupported or invalid query filter clause specified; write appId eq '…' or displayName eq '…'."
        )
        let parts = text.trimmingSpaces.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
        guard parts.count == 3, parts[1].lowercased() == "eq" else { throw unsupported }
        let quoted = String(parts[2]).trimmingSpaces
        guard quoted.count >= 2, quoted.hasPrefix("'"), quoted.hasSuffix("'") else { throw unsupported }
        // OData doubles a quotation mark inside a text; a single one would end it.
        let pieces = quoted.dropFirst().dropLast().split(separator: "''", omittingEmptySubsequences: false)
        guard !pieces.contains(where: { $0.contains("'") }) else { throw unsupported }
        return Equality(name: String(parts[0]), value: pieces.joined(separator: "'"))
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let start = self.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
