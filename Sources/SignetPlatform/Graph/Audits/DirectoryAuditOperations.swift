// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `GET /v1.0/auditLogs/directoryAudits`: every change of the directory and the vaults, the newest first.
struct DirectoryAuditOperations: Sendable {
    static let path = ["auditLogs", "directoryAudits"]
    private static let type = "directoryAudit"
    private static let properties: Set<String> = [
        "id", "activityDateTime", "activityDisplayName", "additionalDetails", "category", "correlationId",
        "initiatedBy",
        "loggedByService", "operationType", "result", "resultReason", "targetResources",
    ]
    private static let batch = 500

    let store: DirectoryStore
    let tenant: String
    /// Graph's base.
    let root: String

    func list(_ text: String?) async throws -> GraphAnswer {
        let query = try LogQuery(
            text,
            collection: Self.path.joined(separator: "/"),
            type: Self.type,
            root: self.root,
            properties: Self.properties,
            date: "activityDateTime"
        )
        var found: [(id: String, properties: JSONObject)] = []
        var after = query.isAscending ? nil : query.query.start?.id
        while query.isAscending || found.count <= query.query.top {
            // Identifiers count down, so that the storage's order is the newest first.
            let records = try await self.store.storage.records(
                RecordQuery(.directoryAudits, tenant: self.tenant, after: after, limit: Self.batch)
            )
            found += records.map { ($0.key.id, Self.properties($0)) }.filter { query.matches($0.1) }
            guard records.count == Self.batch, let last = records.last else { break }
            after = last.key.id
        }
        return try query.answer(found)
    }

    func read(_ id: String, _ text: String?) async throws -> GraphAnswer {
        let key = RecordKey(.directoryAudits, tenant: self.tenant, id: id)
        guard let found = try await self.store.storage.record(key) else { throw GraphRefusal.notFound(id) }
        let page = GraphPage(
            root: self.root,
            collection: Self.path.joined(separator: "/"),
            type: Self.type,
            query: try GraphQuery(text, isLog: true)
        )
        return .object(try page.entity(Self.properties(found)))
    }

    private static func properties(_ record: StoredRecord) -> JSONObject {
        (try? JSONValue.parse(record.content))?.object ?? JSONObject()
    }
}
