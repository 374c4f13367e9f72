// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/oauth2PermissionGrants`: what clients may do for people at a resource.
struct PermissionGrantRoutes: Sendable {
    static let collection = "oauth2PermissionGrants"
    private static let type = "OAuth2PermissionGrant"

    let call: GraphCall
    /// The segments behind the collection.
    let segments: [String]

    private var directory: GraphDirectory { self.call.directory }

    func answer() async throws -> GraphAnswer {
        try self.call.require(.writePermissionGrants)
        switch (self.call.method, self.segments.count) {
        case ("GET", 0): return try await list()
        case ("POST", 0): return try await create()
        case ("GET", 1): return .object(entity(try await found(self.segments[0]).value))
        case ("PATCH", 1): return try await change(self.segments[0])
        case ("DELETE", 1):
            let item = try await found(self.segments[0])
            let key = item.value.record(tenant: self.directory.tenant).key
            try await self.directory.applyOnce([.delete(key, version: item.version)], appID: "")
            return .noContent
        case (_, 0), (_, 1): throw GraphRefusal.methodNotAllowed
        default: throw GraphRefusal.unknownSegment(self.segments[1])
        }
    }

    private func list() async throws -> GraphAnswer {
        let (store, tenant) = (self.directory.store, self.directory.tenant)
        let page = GraphPage(
            root: self.directory.root,
            collection: Self.collection,
            type: "oAuth2PermissionGrant",
            query: try self.call.query()
        )
        return try await GraphListing(
            page: page,
            indexes: ["clientId": "clientId", "resourceId": "resourceId", "principalId": "principalId"],
            properties: ["id", "clientId", "resourceId", "principalId", "consentType", "scope"]
        ) { lookup, after, limit in
            try await store.permissionGrants(tenant: tenant, lookup: lookup, after: after, limit: limit)
                .map { ($0.value.id, Self.properties($0.value)) }
        }
        .answer()
    }

    private func create() async throws -> GraphAnswer {
        let payload = try self.call.payload(of: Self.type)
        guard let clientID = try payload.guid("clientId") else {
            throw GraphRefusal.valueRequired("clientId", of: Self.type)
        }
        guard let resourceID = try payload.guid("resourceId") else {
            throw GraphRefusal.valueRequired("resourceId", of: Self.type)
        }
        let principalID = try payload.guid("principalId")
        guard try payload.requiredString("consentType") == (principalID == nil ? "AllPrincipals" : "Principal") else {
            throw GraphRefusal.invalidValue("consentType", of: Self.type)
        }
        _ = try await self.directory.servicePrincipal(.id(clientID))
        _ = try await self.directory.servicePrincipal(.id(resourceID))
        if let principalID, try await self.directory.store.user(id: principalID, tenant: self.directory.tenant) == nil {
            throw GraphRefusal.notFound(principalID)
        }
        let grant = PermissionGrant(
            id: PermissionGrant.newID(),
            clientID: clientID,
            resourceID: resourceID,
            principalID: principalID,
            scopes: Self.scopes(try payload.string("scope") ?? ""),
            created: self.call.now
        )
        do {
            try await self.directory.applyOnce([.insert(grant.record(tenant: self.directory.tenant))], appID: "")
        } catch let error as StorageError where error.code == .duplicate {
            throw GraphRefusal(409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.")
        }
        let location = "\(self.directory.root)/\(Self.collection)/\(grant.id)"
        return .created(entity(grant), location: location)
    }

    private func change(_ id: String) async throws -> GraphAnswer {
        let payload = try self.call.payload(of: Self.type)
        let item = try await found(id)
        var grant = item.value
        if let scope = try payload.string("scope") { grant.scopes = Self.scopes(scope) }
        let record = grant.record(tenant: self.directory.tenant, version: item.version)
        try await self.directory.applyOnce([.replace(record)], appID: "")
        return .noContent
    }

    private func found(_ id: String) async throws -> DirectoryStore.Versioned<PermissionGrant> {
        let found = try await self.directory.store.permissionGrant(id: id, tenant: self.directory.tenant)
        guard let found else { throw GraphRefusal.notFound(id) }
        return found
    }

    private func entity(_ grant: PermissionGrant) -> JSONObject {
        let context = "\(self.directory.root)/$metadata#\(Self.collection)/$entity"
        let member = JSONObject.Member(name: "@odata.context", value: .string(context))
        return JSONObject([member] + Self.properties(grant).members)
    }

    private static func scopes(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split(separator: " ").map(String.init).filter { seen.insert($0).inserted }
    }

    private static func properties(_ grant: PermissionGrant) -> JSONObject {
        [
            "clientId": .string(grant.clientID), "consentType": .string(grant.consentType), "id": .string(grant.id),
            "principalId": .optional(grant.principalID), "resourceId": .string(grant.resourceID),
            "scope": .string(grant.scopes.joined(separator: " ")),
        ]
    }
}
