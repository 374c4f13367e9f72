// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

@testable import SignetExpressions

/// A host object for tests: a type name and values.
final class TestObject: ExpressionObject {
    let expressionType: String
    let members: [ExpressionMember: ExpressionValue]
    let text: String

    init(_ type: String, _ members: [ExpressionMember: ExpressionValue] = [:], text: String = "") {
        self.expressionType = type
        self.members = members
        self.text = text
    }

    var invariantText: String { self.text.isEmpty ? self.expressionType : self.text }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { self.members[member] ?? .null }

    func call(_ method: ExpressionMethod, _ arguments: [ExpressionValue]) throws(ExpressionError) -> ExpressionValue {
        switch method {
        case .asString: .string(self.text)
        case .asBytes: .bytes(Array(self.text.utf8))
        default: .null
        }
    }
}

final class TestLookup: ExpressionLookup {
    let values: [String: ExpressionValue]

    init(_ values: [String: ExpressionValue]) {
        self.values = values
    }

    var keys: [String] { self.values.keys.sorted() }

    func value(for key: String) -> ExpressionValue? { self.values[key] }
}

struct FixedClock: TimeSource {
    var now: Date { Date(timeIntervalSince1970: 1_795_255_445.123456) }

    func sleep(for duration: Duration) async throws {}
}

/// The context of the tests: a GET for `https://contoso.test/orders/7`.
let testContext: TestObject = {
    let url = TestObject(
        "IUrl",
        [
            .host: .string("contoso.test"), .path: .string("/orders/7"), .scheme: .string("https"), .port: .int(443),
            .query: .object(TestLookup(["a": .strings(["1", "2"])])), .queryString: .string("?a=1&a=2"),
        ],
        text: "https://contoso.test/orders/7?a=1&a=2"
    )
    let headers = TestLookup(["Accept": .strings(["text/html", "*/*"]), "X-One": .strings(["1"])])
    let request = TestObject(
        "IRequest",
        [
            .method: .string("GET"), .url: .object(url), .originalUrl: .object(url), .headers: .object(headers),
            .body: .object(TestObject("IMessageBody", text: "body")), .ipAddress: .string("10.0.0.1"),
            .matchedParameters: .object(TestLookup(["id": .string("7")])),
        ]
    )
    let response = TestObject("IResponse", [.statusCode: .int(429), .statusReason: .string("Too Many Requests")])
    let variables = TestLookup([
        "text": .string("abc"), "number": .int(5), "long": .long(7), "flag": .bool(true), "bytes": .bytes([1, 2, 3]),
        "nothing": .null, "response": .object(response), "array": .strings(["x", "y"]),
    ])
    return TestObject(
        "IProxyRequestContext",
        [
            .request: .object(request), .response: .object(response), .variables: .object(variables),
            .requestId: .guid("97e0a5b7-d745-40b6-94fe-5f77d35c6e05"),
        ]
    )
}()

func evaluate(
    _ source: String,
    form: CompiledExpression.Form = .single,
    limits: ExpressionLimits = ExpressionLimits()
) throws -> ExpressionValue {
    let expression = try CompiledExpression(source, form: form)
    return try expression.evaluate(testContext, environment: ExpressionEnvironment(clock: FixedClock(), limits: limits))
}
