// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/applications/{id}/federatedIdentityCredentials`.
struct FederatedCredentialOperations: Sendable {
    static let segment = "federatedIdentityCredentials"

    let call: GraphCall
    let application: GraphTarget.Key

    private var directory: GraphDirectory { self.call.directory }

    /// Whether a segment of a path is this collection, with or without a name in parentheses.
    static func isMeant(by segment: String) -> Bool {
        segment == self.segment || segment.hasPrefix(self.segment + "(")
    }

    /// Answers the path from `federatedIdentityCredentials` on.
    func answer(_ path: [String]) async throws -> GraphAnswer {
        let (key, rest) = try Self.key(path)
        guard rest.isEmpty else { throw GraphRefusal.unknownSegment(rest[0]) }
        switch (self.call.method, key) {
        case ("GET", .none):
            try self.call.require(.readApplications)
            return try await list()
        case ("GET", .some(let key)):
            try self.call.require(.readApplications)
            let all = try await self.directory.application(self.application).value.federatedIdentityCredentials
            guard let found = all.first(where: { Self.matches($0, key) }) else { throw GraphRefusal.notFound(key) }
            return .object(try await page(self.call.query()).entity(Self.properties(found)))
        case ("POST", .none): return try await create(named: nil)
        case ("PATCH", .some(let key)): return try await change(key)
        case ("DELETE", .some(let key)): return try await delete(key)
        default: throw GraphRefusal.methodNotAllowed
        }
    }

    private func list() async throws -> GraphAnswer {
        let all = try await self.directory.application(self.application).value.federatedIdentityCredentials
            .sorted { $0.id < $1.id }
        return try await GraphListing(
            page: try await page(self.call.query()),
            indexes: [:],
            properties: ["id", "name", "issuer", "subject", "description", "audiences"]
        ) { _, after, limit in
            all.filter { credential in after.map { credential.id > $0 } ?? true }.prefix(limit)
                .map { ($0.id, Self.properties($0)) }
        }
        .answer()
    }

    private func create(named name: String?) async throws -> GraphAnswer {
        let payload = try self.call.payload(of: FederatedCredentialRules.type)
        try await requireChange()
        let created = try await self.directory.change(application: self.application) { application in
            let rules = FederatedCredentialRules(existing: application.federatedIdentityCredentials)
            let credential = try rules.created(payload, name: name)
            application.federatedIdentityCredentials.append(credential)
            return credential
        }
        let page = try await page(GraphQuery(nil))
        return .created(
            try page.entity(Self.properties(created)),
            location: "\(self.directory.root)/\(page.collection)/\(created.id)"
        )
    }

    private func change(_ key: String) async throws -> GraphAnswer {
        let payload = try self.call.payload(of: FederatedCredentialRules.type)
        try await requireChange()
        let present = try await self.directory.application(self.application).value.federatedIdentityCredentials
        if self.call.createsIfMissing, !present.contains(where: { Self.matches($0, key) }) {
            return try await create(named: key)
        }
        try await self.directory.change(application: self.application) { application in
            let all = application.federatedIdentityCredentials
            guard let index = all.firstIndex(where: { Self.matches($0, key) }) else { throw GraphRefusal.notFound(key) }
            let rules = FederatedCredentialRules(existing: all)
            try rules.change(&application.federatedIdentityCredentials[index], payload)
        }
        return .noContent
    }

    private func delete(_ key: String) async throws -> GraphAnswer {
        try await requireChange()
        try await self.directory.change(application: self.application) { application in
            let all = application.federatedIdentityCredentials
            guard let index = all.firstIndex(where: { Self.matches($0, key) }) else { throw GraphRefusal.notFound(key) }
            application.federatedIdentityCredentials.remove(at: index)
        }
        return .noContent
    }

    private func requireChange() async throws {
        try self.call.require(.writeOwnedApplications)
        let owners = try await self.directory.application(self.application).value.owners
        try self.call.requireChange(ofOwnedBy: owners)
    }

    private func page(_ query: GraphQuery) async throws -> GraphPage {
        let id = try await self.directory.application(self.application).value.id
        return GraphPage(
            root: self.directory.root,
            collection: "applications/\(id)/\(Self.segment)",
            type: "federatedIdentityCredential",
            query: query
        )
    }

    /// A credential is named by its identifier or by its name: `…/{id}`, `…/{name}`, `…(name='{name}')`.
    private static func key(_ path: [String]) throws(GraphRefusal) -> (String?, rest: [String]) {
        let open = "\(self.segment)(name='"
        guard path[0].hasPrefix(open), path[0].hasSuffix("')") else {
            guard path[0] == self.segment else { throw .badRequest("The key of '\(self.segment)' is malformed.") }
            return (path.dropFirst().first, Array(path.dropFirst(2)))
        }
        return (String(path[0].dropFirst(open.count).dropLast(2)), Array(path.dropFirst()))
    }

    private static func matches(_ credential: FederatedIdentityCredential, _ key: String) -> Bool {
        credential.id == key.lowercased() || credential.name.lowercased() == key.lowercased()
    }

    private static func properties(_ credential: FederatedIdentityCredential) -> JSONObject {
        [
            "id": .string(credential.id),
            "name": .string(credential.name),
            "issuer": .string(credential.issuer),
            "subject": .string(credential.subject),
            "description": .optional(credential.description),
            "audiences": [.string(credential.audience)],
        ]
    }
}
