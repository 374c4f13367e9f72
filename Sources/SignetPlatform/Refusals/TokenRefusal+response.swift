// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension TokenRefusal {
    /// Where the page about a number is; the platform has none of its own, so it points where the real service points.
    private static let pageAboutNumber = "https://login.microsoftonline.com/error?code="

    /// The address of the page about a number.
    static func page(about number: Int) -> String { self.pageAboutNumber + String(number) }

    /// Number, text and what finds the exchange again.
    func description(_ exchange: Exchange) -> String {
        let pieces = [
            "AADSTS\(self.row.number): \(self.message)", "Trace ID: \(exchange.traceID)",
            "Correlation ID: \(exchange.correlationID)", "Timestamp: \(Timestamp.tokenService(exchange.now))",
        ]
        return pieces.joined(separator: exchange.profile.descriptionSeparator)
    }

    /// The answer of the token service: body, status and fields of the reference §2.3.
    func response(_ exchange: Exchange, route: String) -> PlatformResponse {
        let time = Timestamp.tokenService(exchange.now)
        var body: JSONObject = [
            "error": .string(self.row.error.rawValue),
            "error_description": .string(description(exchange)),
            "error_codes": [.number(self.row.number)],
            "timestamp": .string(time),
            "trace_id": .string(exchange.traceID),
            "correlation_id": .string(exchange.correlationID),
        ]
        if self.row.hasErrorURI {
            body["error_uri"] = .string(Self.page(about: self.row.number))
        }
        if let suberror = self.row.suberror { body["suberror"] = .string(suberror) }
        if let claims = self.claims { body["claims"] = .string(claims) }
        let allow = self.allowedMethods.map { [(name: "Allow", value: $0)] } ?? []
        return PlatformResponse(
            status: exchange.profile.statuses[self.row.number] ?? self.row.status,
            headers: TokenServiceHeaders.token(exchange) + allow,
            body: JSONValue.object(body).serialized,
            route: route,
            number: self.row.number
        )
    }
}
