// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The header fields of the token service's answers.
enum TokenServiceHeaders {
    /// The fields of an answer of the token endpoint, good or bad.
    static func token(_ exchange: Exchange) -> [(name: String, value: String)] {
        [
            ("Cache-Control", "no-store, no-cache"),
            ("Pragma", "no-cache"),
            ("Content-Type", "application/json; charset=utf-8"),
            ("Expires", "-1"),
            ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
            ("X-Content-Type-Options", "nosniff"),
            ("P3P", "CP=\"DSP CUR OTPi IND OTRi ONL FIN\""),
        ] + identity(exchange) + [
            ("Set-Cookie", "x-ms-gateway-slice=estsfd; path=/; secure; samesite=none; httponly"),
            ("Set-Cookie", "stsservicecookie=estsfd; path=/; secure; samesite=none; httponly"),
        ]
    }

    /// The fields of a document that clients may keep for a day and pages of any origin may read.
    static func document(_ exchange: Exchange) -> [(name: String, value: String)] {
        [
            ("Cache-Control", "max-age=86400, private"),
            ("Content-Type", "application/json; charset=utf-8"),
            ("X-Content-Type-Options", "nosniff"),
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Allow-Methods", "GET, OPTIONS"),
        ] + identity(exchange)
    }

    private static func identity(_ exchange: Exchange) -> [(name: String, value: String)] {
        var fields = [
            (name: "x-ms-request-id", value: exchange.traceID),
            (name: "x-ms-ests-server", value: "2.1.0.0 - SIGNET ProdSlices"),
        ]
        if exchange.returnsClientRequestID {
            fields.append(("client-request-id", exchange.correlationID))
        }
        return fields
    }
}
