// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A list of objects of several types, such as the members of a group.
struct MembershipListing: Sendable {
    let directory: GraphDirectory
    /// The path behind `/v1.0`, for the link to the next page.
    let path: String
    /// The objects in the order of their identifiers, with the name of their type.
    let objects: [(id: String, type: String, properties: JSONObject)]

    /// Answers what stands behind the list: nothing, `$count`, or a type of which alone the objects are wanted.
    func answer(_ request: PlatformRequest, _ rest: [String]) async throws -> GraphAnswer {
        var rest = rest
        var objects = self.objects
        var path = self.path
        if let cast = rest.first, cast.hasPrefix("microsoft.graph.") {
            rest.removeFirst()
            path += "/\(cast)"
            let type = cast.dropFirst("microsoft.graph.".count)
            objects = objects.filter { $0.type == type }
        }
        let query = try GraphQuery(request.query, consistency: request.header("consistencylevel"))
        let listing = listing(objects, path, query)
        switch rest {
        case []: return try await listing.answer()
        case ["$count"]: return try await listing.count()
        default: throw GraphRefusal.unknownSegment(rest[0])
        }
    }

    private func listing(
        _ objects: [(id: String, type: String, properties: JSONObject)],
        _ path: String,
        _ query: GraphQuery
    ) -> GraphListing {
        let shown = objects.map { object in
            let type = JSONObject.Member(name: "@odata.type", value: .string("#microsoft.graph.\(object.type)"))
            return (id: object.id, properties: JSONObject([type] + object.properties.members))
        }
        var page = GraphPage(root: self.directory.root, collection: path, type: "directoryObject", query: query)
        page.context = "directoryObjects"
        page.isMixed = true
        return GraphListing(
            page: page,
            indexes: [:],
            properties: ["id", "displayName", "mail", "userPrincipalName", "appId", "securityEnabled", "mailEnabled"]
        ) { _, after, limit in
            Array(shown.lazy.filter { object in after.map { $0 < object.id } ?? true }.prefix(limit))
        }
    }
}
