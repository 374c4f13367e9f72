// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

@testable import SignetExpressions

/// A call as authors of policies have it: a bearer token, an order in JSON, an answer in XML.
enum AuthorStyleContext {
    private static let json = ##"""
        {"request": {"method": "POST", "url": "https://contoso.azure-api.net/orders/v1/7?expand=lines&tag=a&tag=b",
        "headers": {"Accept": ["application/json"], "X-Forwarded-For": ["203.0.113.7, 10.0.0.1"], "Authorization": ["Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL3N0cy53aW5kb3dzLm5ldC9hLyIsInN1YiI6InUtMSIsImF1ZCI6ImFwaTovL29yZGVycyIsImV4cCI6MTc5NTI1OTA0NSwicm9sZXMiOlsiYWRtaW4iLCJyZWFkZXIiXSwic2NwIjoicmVhZCB3cml0ZSIsIm5hbWUiOiJBZGEifQ.c2ln"], "X-Items":["a","b","c"], "Content-Type": ["application/json; charset=utf-8"]},
        "matchedParameters": {"id": "7"},
        "body": "{\"id\":7,\"name\":\"Ada\",\"total\":12.50,\"created\":\"2026-01-02T03:04:05Z\",\"lines\":[{\"sku\":\"A-1\",\"qty\":2,\"price\":1.5},{\"sku\":\"B-2\",\"qty\":1,\"price\":9.5}],\"tags\":[\"x\",\"y\"],\"address\":{\"city\":\"Oslo\",\"zip\":null}}"},
        "response": {"statusCode": 429, "headers": {"Retry-After": ["30"]}, "body": "<o><i n=\"1\">a</i><i n=\"2\">b</i></o>"},
        "variables": {"caller": "bench", "attempt": 3, "flag": true, "json": "{\"a\":1}", "csv": "1;2;3"},
        "subscription": {"id":"sub1","name":"Sub","key":"k"}, "user": {"id":"u1","email":"ada@contoso.com","groups":[{"id":"g1","name":"Developers"},{"id":"g2","name":"Guests"}]},
        "api": {"id":"orders","name":"Orders","path":"orders","version":"v1"}, "timestamp":"2026-11-21T10:20:30Z"}
        """##

    static func text(of source: String) throws -> String {
        let context = try JSONContext(json: Array(self.json.utf8), now: Date(timeIntervalSince1970: 1_795_256_430))
        let form: CompiledExpression.Form = source.contains("return ") ? .block : .single
        let expression = try CompiledExpression(source, form: form)
        return try expression.text(context, environment: ExpressionEnvironment(clock: FixedClock())) ?? ""
    }
}
