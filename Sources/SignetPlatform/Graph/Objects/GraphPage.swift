// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The shapes of Graph's answers: one object, or a page of a collection, with the properties that were selected.
struct GraphPage: Sendable {
    let root: String
    let collection: String
    /// The type as error texts name it.
    let type: String
    let query: GraphQuery
    /// The properties that are shown where none are selected; `nil` shows all.
    var usual: [String]?
    /// What `@odata.context` calls the collection, where that is not its path.
    var context: String?
    /// Whether the objects are of several types, so that one may lack what another has.
    var isMixed = false

    /// One object.
    func entity(_ properties: JSONObject) throws(GraphRefusal) -> JSONObject {
        JSONObject(
            [context("/$entity")] + (try selected(properties)).members
        )
    }

    /// A page; `all` holds one object more than the page where there is a next one.
    func page(
        _ all: [(id: String, properties: JSONObject)],
        count: Int? = nil
    ) throws(GraphRefusal) -> JSONObject {
        let shown = all.prefix(self.query.top)
        var page = JSONObject([context("")])
        if let count { page["@odata.count"] = .number(count) }
        if all.count > shown.count, let last = shown.last {
            page["@odata.nextLink"] = .string("\(self.root)/\(self.collection)?\(self.query.next(behind: token(last)))")
        }
        page["value"] = .array(
            try shown.map { object throws(GraphRefusal) in .object(try selected(object.properties)) }
        )
        return page
    }

    private func token(_ last: (id: String, properties: JSONObject)) -> SkipToken {
        SkipToken(id: last.id, value: self.query.order.map { GraphListing.key(last, $0) })
    }

    private func context(_ suffix: String) -> JSONObject.Member {
        let selection = self.query.select.map { "(\($0.joined(separator: ",")))" } ?? ""
        return JSONObject.Member(
            name: "@odata.context",
            value: .string("\(self.root)/$metadata#\(self.context ?? self.collection)\(selection)\(suffix)")
        )
    }

    private func selected(_ properties: JSONObject) throws(GraphRefusal) -> JSONObject {
        guard let select = self.query.select ?? self.usual else { return properties }
        for name in select where properties[name] == nil && !self.isMixed {
            throw GraphRefusal(
                400,
                "BadRequest",
                "Parsing OData Select and Expand failed: Could not find a property named '\(name.prefix(128))' on type "
                    + "'microsoft.graph.\(self.type)'."
            )
        }
        return JSONObject(properties.members.filter { select.contains($0.name) || $0.name.hasPrefix("@odata.") })
    }
}
