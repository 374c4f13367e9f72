// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/organization` and `/v1.0/domains`: the caller's own tenant, which the platform's operator names and not Graph.
struct TenantRoutes: Sendable {
    /// The first segments that it answers.
    static let collections: Set<String> = ["organization", "domains"]

    let store: DirectoryStore
    let authorizer: GraphAuthorizer
    let token: VerifiedAccessToken
    let root: String

    func answer(_ request: PlatformRequest, _ segments: [String]) async throws -> GraphAnswer {
        let isOrganization = segments[0] == "organization"
        try self.authorizer.require(isOrganization ? .readOrganization : .readDomains, of: self.token)
        guard ["GET", "HEAD"].contains(request.method) else { throw GraphRefusal.methodNotAllowed }
        guard let tenant = try await self.store.tenant(named: self.token.tenant) else {
            throw GraphRefusal.notFound(self.token.tenant)
        }
        let resource = TenantResource(tenant: tenant)
        let page = GraphPage(
            root: self.root,
            collection: segments[0],
            type: isOrganization ? "organization" : "domain",
            query: try GraphQuery(request.query, consistency: request.header("consistencylevel"))
        )
        return try await answer(isOrganization ? [resource.organization] : resource.domains, segments, page)
    }

    private func answer(_ objects: [JSONObject], _ segments: [String], _ page: GraphPage) async throws -> GraphAnswer {
        let objects = objects.map { (id: $0["id"]?.string ?? "", properties: $0) }
        switch segments.count {
        case 1:
            let properties: Set<String> = ["id", "displayName", "isDefault", "isInitial", "isVerified"]
            return try await GraphListing(page: page, indexes: [:], properties: properties) { _, after, _ in
                objects.filter { object in after.map { $0 < object.id } ?? true }
            }
            .answer()
        case 2:
            guard let found = objects.first(where: { $0.id == segments[1].lowercased() }) else {
                throw GraphRefusal.notFound(segments[1])
            }
            return .object(try page.entity(found.properties))
        default: throw GraphRefusal.unknownSegment(segments[2])
        }
    }
}
