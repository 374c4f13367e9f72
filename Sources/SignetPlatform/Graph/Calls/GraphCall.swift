// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// One request to Graph: what it points at, and who makes it.
struct GraphCall: Sendable {
    let exchange: Exchange
    let target: GraphTarget
    let token: VerifiedAccessToken
    let authorizer: GraphAuthorizer
    let directory: GraphDirectory

    var request: PlatformRequest { self.exchange.request }
    var method: String { self.exchange.request.method }
    var now: Date { self.exchange.now }

    /// The segments behind the object, without the name of the schema that may stand before an action.
    var rest: [String] {
        let prefix = "microsoft.graph."
        return self.target.rest.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
    }

    func query() throws(GraphRefusal) -> GraphQuery {
        try GraphQuery(self.request.query, consistency: self.request.header("consistencylevel"))
    }

    /// The query of `/$count`, which the real service answers with eventual consistency only.
    func countQuery() throws(GraphRefusal) -> GraphQuery {
        guard self.request.header("consistencylevel")?.lowercased() == "eventual" else {
            throw .badRequest("$count is not currently supported without the header ConsistencyLevel: eventual.")
        }
        let query = self.request.query.map { $0 + "&$count=true" } ?? "$count=true"
        return try GraphQuery(query, consistency: "eventual")
    }

    /// Whether the request wants an object made that is not there.
    var createsIfMissing: Bool {
        let preferences = self.request.header("prefer")?.lowercased().split(separator: ",") ?? []
        return preferences.contains { $0.split(separator: " ").joined() == "create-if-missing" }
    }

    func payload(of resource: String) throws(GraphRefusal) -> GraphPayload {
        try GraphPayload(self.request, resource: resource)
    }

    func require(_ need: GraphAuthorizer.Need) throws(GraphRefusal) {
        try self.authorizer.require(need, of: self.token)
    }

    /// Whether the caller may change an object that has these owners.
    func requireChange(ofOwnedBy owners: [String]) throws(GraphRefusal) {
        try require(owners.contains(self.token.objectID) ? .writeOwnedApplications : .writeApplications)
    }
}
