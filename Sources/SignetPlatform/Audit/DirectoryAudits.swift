// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Microsoft Graph's `/auditLogs/directoryAudits`: the trail, newest first.
struct DirectoryAudits: Sendable {
    private static let greatestPage = 1_000

    let store: DirectoryStore
    let authorizer: GraphAuthorizer
    let revocation: AccessEvaluation
    let origin: String

    /// Answers a request whose path continued with `segments` behind `directoryAudits`.
    func respond(_ exchange: Exchange, _ segments: [String]) async throws -> PlatformResponse {
        let answer: GraphAnswer
        do {
            answer = .object(try await self.answer(exchange, segments))
        } catch let refusal as GraphRefusal {
            answer = .refused(refusal)
        }
        return answer.response(exchange, origin: self.origin)
    }

    private func answer(_ exchange: Exchange, _ segments: [String]) async throws -> JSONObject {
        let token = try self.authorizer.authenticate(exchange)
        if let finding = try await self.revocation.finding(token, at: exchange.now) {
            throw GraphRefusal.revoked(finding)
        }
        try self.authorizer.require(.readAuditLog, of: token)
        guard exchange.request.method == "GET" else { throw GraphRefusal.methodNotAllowed }
        let context = JSONValue.string("\(self.origin)/v1.0/$metadata#auditLogs/directoryAudits")
        if let id = segments.first {
            let key = RecordKey(.directoryAudits, tenant: token.tenant, id: id)
            guard segments.count == 1, let found = try await self.store.storage.record(key) else {
                throw GraphRefusal.notFound(id)
            }
            return JSONObject([.init(name: "@odata.context", value: context)] + Self.members(found))
        }
        let parameters = try Self.parameters(exchange.request.query)
        let records = try await self.store.storage.records(
            RecordQuery(.directoryAudits, tenant: token.tenant, after: parameters.after, limit: parameters.top + 1)
        )
        let shown = records.prefix(parameters.top)
        var page: JSONObject = ["@odata.context": context]
        if records.count > shown.count, let last = shown.last {
            page["@odata.nextLink"] = .string(
                "\(self.origin)/v1.0/auditLogs/directoryAudits?$top=\(parameters.top)&$skiptoken=\(last.key.id)"
            )
        }
        page["value"] = .array(shown.map { .object(JSONObject(Self.members($0))) })
        return page
    }

    private static func members(_ record: StoredRecord) -> [JSONObject.Member] {
        (try? JSONValue.parse(record.content))?.object?.members ?? []
    }

    private static func parameters(_ query: String?) throws(GraphRefusal) -> (top: Int, after: String?) {
        guard let parameters = try? FormParameters(Array((query ?? "").utf8)) else {
            throw .badRequest("The query is malformed, or an option stands twice.")
        }
        for name in ["$filter", "$orderby", "$search", "$count", "$expand", "$select"] where parameters[name] != nil {
            throw GraphRefusal(400, "Request_UnsupportedQuery", "The query option '\(name)' is not supported.")
        }
        guard let top = Int(parameters["$top"] ?? "100"), (1...self.greatestPage).contains(top) else {
            throw .badRequest("Invalid page size specified: it must be between 1 and \(self.greatestPage) inclusive.")
        }
        return (top, parameters["$skiptoken"])
    }
}
