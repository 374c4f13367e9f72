// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/auditLogs/signIns`: the requests for tokens, the newest first, each refusal with its explanation.
struct SignInOperations: Sendable {
    private static let properties: Set<String> = [
        "id", "createdDateTime", "correlationId", "tenantId", "appId", "appDisplayName", "servicePrincipalId",
        "grantType",
        "requestedResource", "clientCredentialType", "servicePrincipalCredentialThumbprint", "status", "explanation",
        "userPrincipalName", "userId",
    ]

    let log: SignInLog
    let tenant: String
    let origin: String

    func list(_ text: String?) async throws -> GraphAnswer {
        let query = try LogQuery(
            text,
            collection: "auditLogs/signIns",
            type: "signIn",
            root: "\(self.origin)/v1.0",
            properties: Self.properties,
            date: "createdDateTime"
        )
        let found = try await self.log.entries(
            tenant: self.tenant,
            after: query.isAscending ? nil : query.query.start?.id,
            limit: query.isAscending ? LogQuery.greatestCount : query.query.top + 1
        ) { query.matches($0.object) }
        return try query.answer(found.map { ($0.id, $0.object) })
    }

    func read(_ id: String) async throws -> GraphAnswer {
        guard GUID.isWellFormed(id), let entry = try await self.log.entry(id.lowercased(), tenant: self.tenant) else {
            throw GraphRefusal.notFound(id)
        }
        return .object(entry.object)
    }
}
