// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetExpressions

enum ExpressionInput {
    /// A clock that stands: what is found can be found again.
    private struct StandingClock: TimeSource {
        var now: Date { Date(timeIntervalSince1970: 1_700_000_000) }
        func sleep(for duration: Duration) async throws {}
    }

    private static let environment = ExpressionEnvironment(
        clock: StandingClock(),
        limits: ExpressionLimits(steps: 5_000, memory: 1 << 20, regexSteps: 50_000)
    )

    private static let call = """
        {"request": {"method": "POST", "url": "https://api.example/orders/7?a=1&b=2", "headers": {"X-Id": "7", "Accept":
        ["a", "b"]}, "body": "{\\"items\\": [1, 2.5, \\"x\\", null, {\\"n\\": true}]}"}, "response": {"statusCode": 200,
        "body": "<a><b c='1'>x</b></a>"}, "variables": {"n": 3, "s": "text", "b": true, "list": [1, 2]}, "api": {"id":
        "orders"}, "user": {"groups": [{"id": "1", "name": "g"}]}}
        """

    private static func context(_ json: String) -> JSONContext? {
        try? JSONContext(json: Array(json.utf8), now: StandingClock().now)
    }

    private static func compiled(_ bytes: [UInt8]) -> CompiledExpression? {
        let isBlock = bytes.first == UInt8(ascii: "{")
        let text = String(decoding: isBlock ? bytes[1...] : bytes[...], as: UTF8.self)
        return try? CompiledExpression(text, form: isBlock ? .block : .single)
    }

    static func bind(_ bytes: [UInt8]) -> String? {
        guard bytes.count <= 8_192 else { return nil }
        guard let expression = compiled(bytes) else { return nil }
        return expression.resultType.isEmpty ? "an expression without a type" : nil
    }

    private static let standing = context(call)

    static func evaluate(_ bytes: [UInt8]) -> String? {
        guard bytes.count <= 8_192, let expression = compiled(bytes) else { return nil }
        guard let context = standing else { return "the context is wrong" }
        _ = try? expression.text(context, environment: environment)
        return nil
    }

    private static let replacing = compiled(
        Array(#"Regex.Replace((string)context.Variables["b"], (string)context.Variables["a"], "<$0|${n}|$1>")"#.utf8)
    )

    static func match(_ bytes: [UInt8]) -> String? {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        _ = run(replacing, parts[0], parts.count > 1 ? parts[1] : [])
        return replacing == nil ? "the expression does not compile" : nil
    }

    /// Writes what was read, reads it and writes it: a text that differs is a promise that was not kept.
    ///
    /// Behind a comment a text is read at once, else when its tokens are looked at.
    private static let rewritingJSON = compiled(
        Array(
            #"""
            { var token = JToken.Parse((string)context.Variables["b"]); var text = token.ToString();
            try { if (JToken.Parse("/**/" + (string)context.Variables["b"]).ToString() != text) return "different"; }
            catch (JsonReaderException e) { return "different"; }
            var found = token.SelectToken((string)context.Variables["a"]);
            return JToken.Parse(text).ToString() == text ? "" : "different";
            """#
            .utf8
        )
    )

    static func parseJSON(_ bytes: [UInt8]) -> String? {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count > 1 else { return nil }
        return run(rewritingJSON, parts[0], parts[1]) == "different" ? "JSON reads as something else" : nil
    }

    private static let rewritingXML = compiled(
        Array(
            #"""
            { var text = XElement.Parse((string)context.Variables["b"]).ToString();
            return XElement.Parse(text).ToString() == text ? "" : "different";
            """#
            .utf8
        )
    )

    static func parseXML(_ bytes: [UInt8]) -> String? {
        run(rewritingXML, [], bytes[...]) == "different" ? "XML reads as something else" : nil
    }

    /// Evaluates an expression of ours on texts.
    private static func run(
        _ expression: CompiledExpression?,
        _ first: ArraySlice<UInt8>,
        _ second: ArraySlice<UInt8>
    ) -> String? {
        guard first.count <= 8_192, second.count <= 65_536 else { return nil }
        let texts = [first, second].map { JSONValue.string(String(decoding: $0, as: UTF8.self)) }
        let call: JSONValue = ["variables": ["a": texts[0], "b": texts[1]]]
        guard let context = try? JSONContext(json: Array(call.serialized), now: StandingClock().now) else { return nil }
        return try? expression?.text(context, environment: environment)
    }
}
