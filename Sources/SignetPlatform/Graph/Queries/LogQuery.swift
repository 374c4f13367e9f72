// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The query of a log: filtered by any of its properties, ordered by its date alone, the newest first unless it asks
/// otherwise.
///
/// What the directory answers only with eventual consistency, a log answers always.
struct LogQuery: Sendable {
    /// The greatest number of entries that are looked at for one answer.
    static let greatestCount = 20_000

    let query: GraphQuery
    /// Whether the oldest come first.
    let isAscending: Bool
    let page: GraphPage

    /// Reads the query of a request for a log.
    ///
    /// - Parameters:
    ///   - text: The query.
    ///   - collection: The path of the log, such as `auditLogs/signIns`.
    ///   - type: The type of its entries as error texts name it.
    ///   - root: Graph's base.
    ///   - properties: What entries can be filtered by.
    ///   - date: The property that orders them.
    /// - Throws: A refusal for a query that is malformed, or names a property that entries do not have.
    init(
        _ text: String?,
        collection: String,
        type: String,
        root: String,
        properties: Set<String>,
        date: String
    ) throws(GraphRefusal) {
        let query = try GraphQuery(text, isLog: true)
        for path in query.filter?.paths ?? [] {
            let name = path.split(separator: "/").first.map(String.init) ?? path
            guard properties.contains(name) else {
                throw GraphRefusal(
                    400,
                    "BadRequest",
                    "Invalid filter clause: Could not find a property named '\(name.prefix(128))' on type "
                        + "'microsoft.graph.\(type)'."
                )
            }
        }
        guard query.order.map({ $0.name == date }) ?? true, query.search.isEmpty else {
            throw .unsupportedQuery("Sorting not supported for current query.")
        }
        self.query = query
        self.isAscending = query.order.map { !$0.isDescending } ?? false
        self.page = GraphPage(root: root, collection: collection, type: type, query: query, isMixed: true)
    }

    func matches(_ entry: JSONObject) -> Bool { self.query.filter?.matches(entry) ?? true }

    /// The page of all entries that match, which come the newest first.
    ///
    /// Where the page begins behind an entry, those behind it suffice unless the order is turned round.
    func answer(_ newestFirst: [(id: String, properties: JSONObject)]) throws(GraphRefusal) -> GraphAnswer {
        var entries = newestFirst[...]
        if self.isAscending {
            entries = newestFirst.reversed()[...]
            if let start = self.query.start, let index = entries.firstIndex(where: { $0.id == start.id }) {
                entries = entries[(index + 1)...]
            }
        }
        return .object(try self.page.page(Array(entries.prefix(self.query.top + 1))))
    }
}
