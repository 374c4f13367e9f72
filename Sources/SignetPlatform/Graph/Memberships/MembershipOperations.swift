// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The groups of a person, a service principal or a group, as what stands behind the object in a path asks for them.
struct MembershipOperations: Sendable {
    /// The segments that it answers.
    static let segments: Set<String> = [
        "memberOf", "transitiveMemberOf", "getMemberGroups", "getMemberObjects", "checkMemberGroups",
        "checkMemberObjects",
    ]
    private static let greatestCheck = 20

    let directory: GraphDirectory
    /// Whose groups are meant.
    let member: GraphPrincipal

    private var tenant: String { self.directory.tenant }

    /// Answers a request; the first of `segments` is one of ``segments``.
    func answer(_ request: PlatformRequest, _ segments: [String]) async throws -> GraphAnswer {
        let name = segments.first ?? ""
        switch (request.method, name) {
        case ("GET", "memberOf"), ("GET", "transitiveMemberOf"): return try await list(request, segments)
        case ("POST", "getMemberGroups"), ("POST", "getMemberObjects"):
            let payload = try GraphPayload(request, resource: "DirectoryObject")
            let isSecurityOnly = try payload.bool("securityEnabledOnly") ?? false
            return strings(try await held().filter { $0.securityEnabled || !isSecurityOnly }.map(\.id))
        case ("POST", "checkMemberGroups"): return try await check(request, "groupIds")
        case ("POST", "checkMemberObjects"): return try await check(request, "ids")
        default: throw GraphRefusal.methodNotAllowed
        }
    }

    private func list(_ request: PlatformRequest, _ segments: [String]) async throws -> GraphAnswer {
        let groups = try await held(isTransitive: segments[0] == "transitiveMemberOf")
        return try await MembershipListing(
            directory: self.directory,
            path: "\(self.member.collection)/\(self.member.id)/\(segments[0])",
            objects: groups.map { ($0.id, "group", GroupResource(group: $0).properties) }
        )
        .answer(request, Array(segments.dropFirst()))
    }

    private func check(_ request: PlatformRequest, _ name: String) async throws -> GraphAnswer {
        let payload = try GraphPayload(request, resource: "DirectoryObject")
        guard let ids = try payload.strings(name) else { throw GraphRefusal.valueRequired(name, of: "DirectoryObject") }
        guard ids.count <= Self.greatestCheck, ids.allSatisfy({ GUID.isWellFormed($0) }) else {
            throw GraphRefusal.invalidValue(name, of: "DirectoryObject")
        }
        let wanted = Set(ids.map { $0.lowercased() })
        return strings(try await held().map(\.id).filter(wanted.contains))
    }

    private func held(isTransitive: Bool = true) async throws -> [Group] {
        try await self.directory.store.groups(holding: self.member.id, tenant: self.tenant, isTransitive: isTransitive)
    }

    private func strings(_ texts: [String]) -> GraphAnswer {
        .object([
            "@odata.context": .string("\(self.directory.root)/$metadata#Collection(Edm.String)"),
            "value": .strings(texts),
        ])
    }
}
