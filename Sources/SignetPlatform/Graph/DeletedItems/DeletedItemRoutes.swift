// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What the paths below `/v1.0/directory/deletedItems` mean.
struct DeletedItemRoutes: Sendable {
    static let collection = "directory"

    let call: GraphCall
    /// The segments behind `directory`.
    let segments: [String]

    private var directory: GraphDirectory { self.call.directory }

    func answer() async throws -> GraphAnswer {
        guard self.segments.first == "deletedItems" else {
            throw GraphRefusal.unknownSegment(self.segments.first ?? "")
        }
        guard self.segments.count > 1 else { throw GraphRefusal.methodNotAllowed }
        let second = self.segments[1]
        guard GUID.isWellFormed(second) else { return try await list(second) }
        let id = second.lowercased()
        switch (self.call.method, Array(self.segments.dropFirst(2))) {
        case ("GET", []):
            try self.call.require(.readApplications)
            return .object(try entity(try await item(id).value))
        case ("DELETE", []): return try await erase(id)
        case ("POST", ["restore"]), ("POST", ["microsoft.graph.restore"]): return try await restore(id)
        case (_, []), (_, ["restore"]): throw GraphRefusal.methodNotAllowed
        case (_, let rest): throw GraphRefusal.unknownSegment(rest[0])
        }
    }

    private func list(_ type: String) async throws -> GraphAnswer {
        let names = ["microsoft.graph.", "graph."]
        let name = names.first { type.hasPrefix($0) }.map { String(type.dropFirst($0.count)) } ?? ""
        guard ["application", "servicePrincipal", "user", "group"].contains(name), self.segments.count == 2 else {
            throw GraphRefusal.badRequest("Invalid object identifier '\(type.prefix(128))'.")
        }
        guard self.call.method == "GET" else { throw GraphRefusal.methodNotAllowed }
        try self.call.require(.readApplications)
        let (store, tenant, now) = (self.directory.store, self.directory.tenant, self.call.now)
        let page = GraphPage(
            root: self.directory.root,
            collection: "directory/deletedItems/\(type)",
            type: name,
            query: try self.call.query()
        )
        return try await GraphListing(
            page: page,
            indexes: ["appId": "appId"],
            properties: ["id", "appId", "displayName", "deletedDateTime", "createdDateTime"]
        ) { lookup, after, limit in
            try await store.deletedItems(tenant: tenant, lookup: lookup ?? ("type", name), after: after, limit: limit)
                .filter { $0.value.isKept(at: now) && $0.value.kind.rawValue == name }
                .map { ($0.value.id, try Self.properties($0.value, tenant)) }
        }
        .answer()
    }

    /// Takes an application out of the bin, and with it the service principal that was deleted with it.
    private func restore(_ id: String) async throws -> GraphAnswer {
        let found = try await item(id)
        try requireChange(found.value)
        let tenant = self.directory.tenant
        var items = [found]
        if found.value.kind == .application {
            items += try await self.directory.store.deletedItems(tenant: tenant, lookup: ("appId", found.value.appID))
                .filter { $0.value.kind == .servicePrincipal && $0.value.deleted == found.value.deleted }
        }
        var changes: [RecordChange] = []
        for item in items {
            changes.append(.delete(item.value.record(tenant: tenant).key, version: item.version))
            changes.append(.insert(try item.value.originalRecord(tenant: tenant)))
        }
        do {
            try await self.directory.applyOnce(changes, appID: found.value.appID)
        } catch let error as StorageError where error.code == .duplicate {
            throw GraphRefusal.badRequest(
                "The object cannot be restored: another object with the same identifierUris, uniqueName or appId exists."
            )
        }
        var shown = try entity(found.value)
        shown["deletedDateTime"] = .null
        return .object(shown)
    }

    private func erase(_ id: String) async throws -> GraphAnswer {
        let found = try await item(id)
        try requireChange(found.value)
        let changes = try await self.directory.store.erasure(of: found, tenant: self.directory.tenant)
        try await self.directory.applyOnce(changes, appID: found.value.appID)
        return .noContent
    }

    private func item(_ id: String) async throws -> DirectoryStore.Versioned<DeletedItem> {
        let found = try await self.directory.store.deletedItem(id: id, tenant: self.directory.tenant)
        guard let found, found.value.isKept(at: self.call.now) else { throw GraphRefusal.notFound(id) }
        return found
    }

    private func requireChange(_ item: DeletedItem) throws {
        try self.call.require(.writeOwnedApplications)
        let owners =
            switch item.kind {
            case .application: try item.application(tenant: self.directory.tenant).owners
            case .servicePrincipal: try item.servicePrincipal(tenant: self.directory.tenant).owners
            }
        try self.call.requireChange(ofOwnedBy: owners)
    }

    private func entity(_ item: DeletedItem) throws -> JSONObject {
        let context = "\(self.directory.root)/$metadata#directoryObjects/$entity"
        let head: JSONObject = [
            "@odata.context": .string(context), "@odata.type": .string("#microsoft.graph.\(item.kind.rawValue)"),
        ]
        return JSONObject(head.members + (try Self.properties(item, self.directory.tenant)).members)
    }

    private static func properties(_ item: DeletedItem, _ tenant: String) throws -> JSONObject {
        var properties =
            switch item.kind {
            case .application:
                ApplicationResource(application: try item.application(tenant: tenant)).properties(withKeys: false)
            case .servicePrincipal:
                ServicePrincipalResource(
                    principal: try item.servicePrincipal(tenant: tenant),
                    application: nil,
                    tenant: tenant
                )
                .properties()
            }
        properties["deletedDateTime"] = .string(Timestamp.iso8601(item.deleted))
        return properties
    }
}
