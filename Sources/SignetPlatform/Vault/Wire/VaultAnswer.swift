// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An answer of the vault before it has header fields.
enum VaultAnswer: Sendable {
    case object(JSONObject, status: Int = 200)
    case noContent
    case refused(VaultRefusal, challenge: String?)

    static let route = "vault"

    /// The answer on the wire.
    func response(_ exchange: Exchange) -> PlatformResponse {
        var headers = [
            (name: "Cache-Control", value: "no-cache"),
            (name: "Pragma", value: "no-cache"),
            (name: "x-ms-keyvault-region", value: "local"),
            (name: "x-ms-request-id", value: exchange.traceID),
            (name: "x-ms-client-request-id", value: clientRequestID(exchange)),
            (name: "X-Content-Type-Options", value: "nosniff"),
            (name: "Strict-Transport-Security", value: "max-age=31536000;includeSubDomains"),
        ]
        let status: Int
        var body: JSONObject?
        switch self {
        case .object(let object, let code):
            status = code
            body = object
        case .noContent:
            status = 204
        case .refused(let refusal, let challenge):
            status = refusal.status
            body = Self.errorBody(refusal)
            if let challenge { headers.append(("WWW-Authenticate", challenge)) }
        }
        if body != nil { headers.append(("Content-Type", "application/json; charset=utf-8")) }
        return PlatformResponse(
            status: status,
            headers: headers,
            body: body.map { JSONValue.object($0).serialized } ?? [],
            route: Self.route
        )
    }

    /// Vault clients name their request in a header field of their own.
    private func clientRequestID(_ exchange: Exchange) -> String {
        let sent = exchange.request.header("x-ms-client-request-id")
        return sent.flatMap { GUID.isWellFormed($0) ? $0 : nil } ?? exchange.correlationID
    }

    private static func errorBody(_ refusal: VaultRefusal) -> JSONObject {
        var error: JSONObject = ["code": .string(refusal.code), "message": .string(refusal.message)]
        if let inner = refusal.innerCode { error["innererror"] = ["code": .string(inner)] }
        return ["error": .object(error)]
    }
}
