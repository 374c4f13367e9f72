// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/auditLogs/signIns`: the requests for tokens, the newest first, each refusal with its explanation.
struct SignInOperations: Sendable {
    let log: SignInLog
    let tenant: String
    let origin: String

    func list(_ query: GraphQuery) async throws -> GraphAnswer {
        let found = try await self.log
            .entries(tenant: self.tenant, after: query.start?.id, limit: query.top + 1) { entry in
                query.filter?.matches(entry.object) ?? true
            }
        var page: JSONObject = ["@odata.context": .string("\(self.origin)/v1.0/$metadata#auditLogs/signIns")]
        let shown = found.prefix(query.top)
        if found.count > query.top, let last = shown.last {
            let next = query.next(behind: SkipToken(id: last.id))
            page["@odata.nextLink"] = .string("\(self.origin)/v1.0/auditLogs/signIns?\(next)")
        }
        page["value"] = .array(shown.map { .object($0.object) })
        return .object(page)
    }

    func read(_ id: String) async throws -> GraphAnswer {
        guard GUID.isWellFormed(id), let entry = try await self.log.entry(id.lowercased(), tenant: self.tenant) else {
            throw GraphRefusal.notFound(id)
        }
        return .object(entry.object)
    }
}
