// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An answer of Graph before it has header fields.
enum GraphAnswer: Sendable {
    case object(JSONObject)
    case created(JSONObject, location: String)
    case noContent
    /// Plain text, such as the number behind `/$count`.
    case text(String)
    case refused(GraphRefusal)

    static let route = "graph"
    private static let contentType =
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"

    /// The answer on the wire; the origin stands in the challenge of a 401.
    func response(_ exchange: Exchange, origin: String) -> PlatformResponse {
        var headers = [
            (name: "Cache-Control", value: "no-cache"),
            (name: "request-id", value: exchange.traceID),
            (name: "client-request-id", value: exchange.correlationID),
            (name: "X-Content-Type-Options", value: "nosniff"),
        ]
        let status: Int
        var body: JSONObject?
        switch self {
        case .object(let object):
            status = 200
            body = object
        case .created(let object, let location):
            status = 201
            body = object
            headers.append(("Location", location))
        case .noContent:
            status = 204
        case .text(let content):
            headers.append(("Content-Type", "text/plain; charset=utf-8"))
            return PlatformResponse(status: 200, headers: headers, body: Array(content.utf8), route: Self.route)
        case .refused(let refusal):
            status = refusal.status
            body = Self.errorBody(refusal, exchange)
            if status == 401 { headers.append(("WWW-Authenticate", Self.challenge(origin, refusal.claims))) }
        }
        if body != nil {
            headers.append(("Content-Type", Self.contentType))
            headers.append(("OData-Version", "4.0"))
        }
        return PlatformResponse(
            status: status,
            headers: headers,
            body: body.map { JSONValue.object($0).serialized } ?? [],
            route: Self.route
        )
    }

    private static func errorBody(_ refusal: GraphRefusal, _ exchange: Exchange) -> JSONObject {
        var error: JSONObject = ["code": .string(refusal.code), "message": .string(refusal.message)]
        if !refusal.details.isEmpty { error["details"] = .array(refusal.details) }
        error["innerError"] = [
            "date": .string(String(Timestamp.iso8601(exchange.now).dropLast())),
            "request-id": .string(exchange.traceID),
            "client-request-id": .string(exchange.correlationID),
        ]
        return ["error": .object(error)]
    }

    private static func challenge(_ origin: String, _ claims: String?) -> String {
        let challenge =
            "Bearer realm=\"\", authorization_uri=\"\(origin)/common/oauth2/authorize\", "
            + "client_id=\"\(BuiltInResource.graph.appID)\""
        guard let claims else { return challenge }
        return challenge + ", error=\"insufficient_claims\", claims=\"\(Base64.encode(Array(claims.utf8)))\""
    }
}
