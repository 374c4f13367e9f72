// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SignetCore

extension ServiceRefusal {
    /// The answer in the token service's shape, or in Graph's where Graph was asked.
    package func response(to request: PlatformRequest, at now: Date, route: String) -> PlatformResponse {
        let exchange = Exchange(request, now: now)
        let isGraph = request.path.hasPrefix("/v1.0/")
        let time = Timestamp.tokenService(now)
        let trailer = "Trace ID: \(exchange.traceID) Correlation ID: \(exchange.correlationID) Timestamp: \(time)"
        let body: JSONValue =
            isGraph
            ? [
                "error": [
                    "code": self.status == 429 ? "TooManyRequests" : "ServiceNotAvailable",
                    "message": .string(self.message),
                    "innerError": [
                        "date": .string(String(Timestamp.iso8601(now).dropLast())),
                        "request-id": .string(exchange.traceID),
                        "client-request-id": .string(exchange.correlationID),
                    ],
                ]
            ]
            : [
                "error": .string(self.error),
                "error_description": .string("AADSTS\(self.number): \(self.message) \(trailer)"),
                "error_codes": [.number(self.number)],
                "timestamp": .string(time),
                "trace_id": .string(exchange.traceID),
                "correlation_id": .string(exchange.correlationID),
                "error_uri": .string("https://login.microsoftonline.com/error?code=\(self.number)"),
            ]
        let pause = self.retryAfter.map { [(name: "Retry-After", value: String($0))] } ?? []
        return PlatformResponse(
            status: self.status,
            headers: TokenServiceHeaders.token(exchange) + pause,
            body: body.serialized,
            route: route,
            number: self.number
        )
    }
}
