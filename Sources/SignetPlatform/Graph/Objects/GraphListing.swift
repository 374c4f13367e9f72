// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The reading of a collection: an index where one serves the filter, then the filter itself, order, count and page.
struct GraphListing: Sendable {
    typealias Object = (id: String, properties: JSONObject)

    /// The greatest number of objects that are ordered or counted for one answer.
    private static let greatestCount = 100_000
    private static let batch = 500

    let page: GraphPage
    /// The properties that have an index, with the name of the index.
    let indexes: [String: String]
    /// The properties by which the collection can be filtered.
    let properties: Set<String>
    /// Reads objects behind an identifier, of an index entry or all.
    let fetch:
        @Sendable (_ lookup: (name: String, value: String)?, _ after: String?, _ limit: Int) async throws -> [Object]

    private var query: GraphQuery { self.page.query }

    /// The page that was asked for.
    func answer() async throws -> GraphAnswer {
        try check()
        if self.query.order == nil, !self.query.isCounted {
            let found = try await matches(after: self.query.start?.id, limit: self.query.top + 1)
            return .object(try self.page.page(found))
        }
        let all = try await ordered()
        let behind = self.query.start.flatMap { start in all.firstIndex { $0.id == start.id } }.map { $0 + 1 } ?? 0
        let first = behind == 0 ? insertion(all) : behind
        return .object(
            try self.page.page(
                Array(all[first...].prefix(self.query.top + 1)),
                count: self.query.isCounted ? all.count : nil
            )
        )
    }

    /// The number of objects, for `/$count`.
    func count() async throws -> GraphAnswer {
        try check()
        return .text(String(try await matches(after: nil, limit: Self.greatestCount).count))
    }

    private func check() throws(GraphRefusal) {
        for path in self.query.filter?.paths ?? []
        where !self.properties.contains(path.split(separator: "/").first.map(String.init) ?? path) {
            throw .unsupportedQuery("Unsupported property filter clause: '\(path.prefix(128))'.")
        }
        if let order = self.query.order, !self.properties.contains(order.name) {
            throw .unsupportedQuery("Sorting not supported for current query.")
        }
    }

    private func matches(after: String?, limit: Int) async throws -> [Object] {
        let equality = self.query.filter?.equality(among: Array(self.indexes.keys))
        let lookup = equality.flatMap { equality in
            self.indexes[equality.name].map { (name: $0, value: equality.value.lowercased()) }
        }
        var found: [Object] = []
        var after = after
        while found.count < limit {
            let batch = try await self.fetch(lookup, after, Self.batch)
            found += batch.filter(isMatch)
            guard batch.count == Self.batch, let last = batch.last else { break }
            after = last.id
        }
        return Array(found.prefix(limit))
    }

    private func isMatch(_ object: Object) -> Bool {
        guard self.query.filter?.matches(object.properties) ?? true else { return false }
        guard !self.query.search.isEmpty else { return true }
        let name = object.properties["displayName"]?.string?.lowercased() ?? ""
        let words = name.split { !$0.isLetter && !$0.isNumber }
        return self.query.search.allSatisfy { wanted in words.contains { $0.hasPrefix(wanted) } }
    }

    private func ordered() async throws -> [Object] {
        let all = try await matches(after: nil, limit: Self.greatestCount)
        guard let order = self.query.order else { return all }
        return all.sorted { left, right in
            precedes((Self.key(left, order), left.id), (Self.key(right, order), right.id), order)
        }
    }

    /// Where a page begins whose predecessor's last object is gone.
    private func insertion(_ all: [Object]) -> Int {
        guard let start = self.query.start else { return 0 }
        guard let order = self.query.order else { return all.firstIndex { $0.id > start.id } ?? all.count }
        return all.firstIndex { precedes((start.value ?? "", start.id), (Self.key($0, order), $0.id), order) }
            ?? all.count
    }

    private func precedes(_ left: (String, String), _ right: (String, String), _ order: GraphQuery.Order) -> Bool {
        order.isDescending ? left > right : left < right
    }

    static func key(_ object: Object, _ order: GraphQuery.Order) -> String {
        object.properties[order.name]?.string?.lowercased() ?? object.properties[order.name]?.text ?? ""
    }
}
