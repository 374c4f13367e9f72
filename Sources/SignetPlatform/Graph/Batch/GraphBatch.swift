// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `POST /v1.0/$batch`: up to twenty requests in one.
///
/// They are done one after the other in the order in which they stand, which every `dependsOn` allows that names earlier ones.
struct GraphBatch: Sendable {
    static let segment = "$batch"
    private static let greatestCount = 20

    let exchange: Exchange
    let respond: @Sendable (PlatformRequest) async throws -> PlatformResponse

    func answer() async throws -> GraphAnswer {
        guard self.exchange.request.method == "POST" else { throw GraphRefusal.methodNotAllowed }
        let payload = try GraphPayload(self.exchange.request, resource: "Batch")
        guard let steps = try payload.objects("requests", of: "Batch") else {
            throw GraphRefusal.valueRequired("requests", of: "Batch")
        }
        guard steps.count <= Self.greatestCount else {
            throw GraphRefusal(
                400,
                "BadRequest",
                "Number of batch request steps exceeds the maximum value of \(Self.greatestCount)."
            )
        }
        var statuses: [String: Int] = [:]
        var responses: [JSONValue] = []
        for step in steps {
            let id = try step.requiredString("id")
            guard statuses[id] == nil else {
                throw GraphRefusal.badRequest("The batch request id '\(id.prefix(64))' stands twice.")
            }
            let failed = try step.strings("dependsOn")?.contains { (statuses[$0] ?? 0) >= 400 || statuses[$0] == nil }
            let response = failed == true ? Self.failedDependency : try await respond(to: step)
            statuses[id] = response.status
            responses.append(Self.shown(response, id))
        }
        return .object(["responses": .array(responses)])
    }

    private func respond(to step: GraphPayload) async throws -> PlatformResponse {
        let url = try step.requiredString("url")
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].hasPrefix("/") ? String(parts[0]) : "/" + parts[0]
        let own = ["authorization", "client-request-id"]
        var headers = self.exchange.request.headers.filter { own.contains($0.name.lowercased()) }
        for field in try step.object("headers")?.members ?? [] where !own.contains(field.name.lowercased()) {
            headers.append((field.name, field.value.string ?? ""))
        }
        let request = PlatformRequest(
            method: try step.requiredString("method").uppercased(),
            path: "/v1.0" + path,
            query: parts.count > 1 ? String(parts[1]) : nil,
            headers: headers,
            body: step.value("body")?.serialized ?? [],
            clientCertificates: self.exchange.request.clientCertificates
        )
        return try await self.respond(request)
    }

    private static let failedDependency = PlatformResponse(
        status: 424,
        body: Array(
            #"{"error":{"code":"FailedDependency","message":"A request that this one depends on failed."}}"#.utf8
        )
    )

    private static func shown(_ response: PlatformResponse, _ id: String) -> JSONValue {
        let names = ["content-type", "location", "odata-version", "cache-control"]
        let headers = response.headers.filter { names.contains($0.name.lowercased()) }
            .map { JSONObject.Member(name: $0.name, value: .string($0.value)) }
        var shown: JSONObject = [
            "id": .string(id), "status": .number(response.status), "headers": .object(JSONObject(headers)),
        ]
        if let body = try? JSONValue.parse(response.body) { shown["body"] = body }
        return .object(shown)
    }
}
