// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The query options of a Graph request.
struct GraphQuery: Sendable {
    /// The property that orders a page, and the direction.
    struct Order: Sendable, Equatable {
        let name: String
        let isDescending: Bool
    }

    private static let defaultPage = 100
    private static let greatestPage = 999

    let select: [String]?
    let filter: Filter?
    let order: Order?
    /// Words of which a display name must have each, at the beginning of a word.
    let search: [String]
    let top: Int
    /// Whether the number of all hits is wanted, and may be: without the header the real service leaves it out.
    let isCounted: Bool
    /// Where the page begins: behind the object with this identifier, of those with this value of the order's property.
    let start: SkipToken?
    private let raw: String

    /// Reads a query; a log has fewer rules than the directory.
    init(_ query: String?, consistency: String? = nil, isLog: Bool = false) throws(GraphRefusal) {
        self.raw = query ?? ""
        let parameters: FormParameters
        do {
            parameters = try FormParameters(Array(self.raw.utf8))
        } catch {
            throw .badRequest("The query is malformed, or an option stands twice.")
        }
        for name in ["$expand", "$skip", "$format", "$apply"] where parameters[name] != nil {
            throw .unsupportedQuery("The query option '\(name)' is not supported.")
        }
        let isEventual = consistency?.lowercased() == "eventual"
        let wantsCount = parameters["$count"]?.lowercased() == "true"
        self.isCounted = wantsCount && isEventual
        self.select = parameters["$select"]?
            .split(separator: ",")
            .map { String($0).trimmingSpaces }
        self.filter = try parameters["$filter"].map { text throws(GraphRefusal) in try Self.filter(text) }
        self.order = try parameters["$orderby"].map { text throws(GraphRefusal) in try Self.order(text) }
        self.search =
            try parameters["$search"]
            .map { text throws(GraphRefusal) in
                try Self.search(text, isEventual: isEventual)
            } ?? []
        guard let top = Int(parameters["$top"] ?? String(Self.defaultPage)), (1...Self.greatestPage).contains(top)
        else {
            throw .badRequest("Invalid page size specified: it must be between 1 and \(Self.greatestPage) inclusive.")
        }
        self.top = top
        self.start = try parameters["$skiptoken"].map { text throws(GraphRefusal) in try SkipToken(text) }
        if !isLog, !(isEventual && wantsCount) { try requireBasic() }
    }

    /// Whether nothing is asked that the real service computes only with eventual consistency.
    private func requireBasic() throws(GraphRefusal) {
        if let name = self.filter?.advancedOperator {
            throw .unsupportedQuery(
                "Operator '\(name)' is not supported because the required parameters might be missing. Try adding "
                    + "$count=true query parameter and ConsistencyLevel:eventual header. Refer to "
                    + "https://aka.ms/graph-docs/advanced-queries for more information"
            )
        }
        if self.order != nil, self.filter != nil {
            throw .unsupportedQuery("Sorting not supported for current query.")
        }
    }

    /// The query of the page behind an object: this one with another skip token.
    func next(behind token: SkipToken) -> String {
        let kept = self.raw.split(separator: "&")
            .filter { pair in
                PercentEncoding.decode(Array(pair.prefix { $0 != "=" }.utf8)[...], plusIsSpace: true) != "$skiptoken"
            }
        return (kept + ["$skiptoken=\(token.text)"]).joined(separator: "&")
    }

    private static func filter(_ text: String) throws(GraphRefusal) -> Filter {
        do {
            return try FilterParser.parse(text)
        } catch {
            throw .unsupportedQuery("Unsupported or invalid query filter clause specified.")
        }
    }

    private static func order(_ text: String) throws(GraphRefusal) -> Order {
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard let name = parts.first, parts.count <= 2, !name.contains(","),
            ["asc", "desc"].contains(parts.dropFirst().first?.lowercased() ?? "asc")
        else { throw .unsupportedQuery("Sorting not supported for current query.") }
        return Order(name: String(name), isDescending: parts.dropFirst().first?.lowercased() == "desc")
    }

    /// Reads `"displayName:words"`.
    private static func search(_ text: String, isEventual: Bool) throws(GraphRefusal) -> [String] {
        guard isEventual else {
            throw .unsupportedQuery(
                "Request with $search query parameter only works through MSGraph with a special request header: "
                    + "'ConsistencyLevel: eventual'"
            )
        }
        let clause = text.trimmingSpaces
        guard clause.count >= 2, clause.hasPrefix("\""), clause.hasSuffix("\"") else {
            throw .badRequest("Syntax error: write $search=\"displayName:text\".")
        }
        let parts = clause.dropFirst().dropLast().split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0] == "displayName" else {
            throw .unsupportedQuery("Unsupported property search clause: only displayName can be searched.")
        }
        return parts[1].lowercased().split(separator: " ").map(String.init)
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let start = self.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
