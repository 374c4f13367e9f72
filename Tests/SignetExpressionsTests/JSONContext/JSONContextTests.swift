// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import SignetExpressions

@Suite struct JSONContextTests {
    private static let json = #"""
        {"request": {"method": "POST", "url": "https://contoso.test:8443/a/b?x=1&y=a%20b&x=2", "body": {"a": [1, "b"]},
          "headers": {"Accept": ["a", "b"], "X-Id": "7"}, "matchedParameters": {"id": "7"}, "ipAddress": "10.0.0.1",
          "certificate": {"thumbprint": "AB", "notAfter": "2027-01-01T00:00:00Z"}},
         "response": {"statusCode": 404}, "api": {"id": "orders", "serviceUrl": "http://backend"},
         "requestId": "97e0a5b7-d745-40b6-94fe-5f77d35c6e05", "elapsed": 1.5, "subscription": {"startDate": null},
         "user": {"groups": [{"id": "1", "name": "developers"}]},
         "variables": {"text": "t", "n": 5, "big": 5000000000, "half": 0.5, "flag": true, "none": null, "list": ["a", "b"],
          "bytes": {"$type": "byte[]", "base64": "AQID"}, "long": {"$type": "long", "value": 7},
          "r": {"$type": "IResponse", "statusCode": 201, "body": "x"}, "when": {"$type": "DateTime", "value": "2026-11-21T00:00:00Z"}}}
        """#

    private func evaluate(_ source: String, _ json: String = Self.json) throws -> String {
        let context = try JSONContext(json: Array(json.utf8), now: Date(timeIntervalSince1970: 0))
        let expression = try CompiledExpression(source)
        let value = try expression.evaluate(context, environment: ExpressionEnvironment(clock: FixedClock()))
        return value.isNull ? "null" : value.invariantText
    }

    @Test(arguments: [
        ("context.Request.Method", "POST"), ("context.Request.Url.Host", "contoso.test"),
        ("context.Request.Url.Port", "8443"),
        ("context.Request.Url.Path", "/a/b"), ("context.Request.Url.QueryString", "?x=1&y=a%20b&x=2"),
        ("context.Request.Url.Query.GetValueOrDefault(\"X\")", "1,2"), ("context.Request.Url.Query[\"y\"][0]", "a b"),
        ("context.Request.OriginalUrl.ToString()", "https://contoso.test:8443/a/b?x=1&y=a%20b&x=2"),
        ("context.Request.Headers.GetValueOrDefault(\"accept\")", "a,b"), ("context.Request.Headers[\"X-ID\"][0]", "7"),
        ("context.Request.Body.As<string>()", "{\"a\":[1,\"b\"]}"),
        ("context.Request.MatchedParameters.ContainsKey(\"ID\")", "False"),
        ("context.Request.Certificate.Thumbprint", "AB"), ("context.Request.Certificate.NotAfter.Year", "2027"),
        ("context.Response.StatusCode", "404"), ("context.Response.Headers.Count", "0"),
        ("context.Response.StatusReason", "null"),
        ("context.Api.ServiceUrl.Port", "80"), ("context.Elapsed", "00:00:01.5000000"),
        ("context.Timestamp", "01/01/1970 00:00:00"),
        ("context.Subscription.StartDate.HasValue", "False"), ("context.User.Groups[0].Name", "developers"),
        ("context.Product", "null"),
        ("(long)context.Variables[\"big\"]", "5000000000"), ("(double)context.Variables[\"half\"]", "0.5"),
        ("((string[])context.Variables[\"list\"])[1]", "b"),
        ("context.Variables.GetValueOrDefault<byte[]>(\"bytes\").Length", "3"),
        ("(long)context.Variables[\"long\"]", "7"),
        ("((IResponse)context.Variables[\"r\"]).Body.As<string>()", "x"),
        ("((DateTime)context.Variables[\"when\"]).Day", "21"),
        ("context.Variables[\"none\"] == null", "True"), ("(int)context.Variables[\"n\"] + 1", "6"),
    ])
    func holdsTheObjectModel(source: String, result: String) throws {
        #expect(try evaluate(source) == result)
    }

    @Test(arguments: [
        ("[]", "'context' in the context must be an object of type 'IProxyRequestContext'."),
        (
            "{\"reqest\": {}}",
            "'context.reqest' in the context: 'IProxyRequestContext' does not contain a definition for 'reqest'."
        ),
        (
            "{\"response\": {\"statusCode\": \"x\"}}",
            "'context.response.statusCode' in the context must be a value of type 'int'."
        ),
        (
            "{\"variables\": {\"a\": {}}}",
            "'context.variables.a' in the context must be a text, a number, a Boolean, an array of texts, or an object with '$type'."
        ),
        ("{\"variables\": {\"a\": {\"$type\": \"X\"}}}", "'context.variables.a' in the context: there is no type 'X'."),
        ("{\"request\": {\"url\": \"/a\"}}", "'context.request.url' in the context must be an absolute URL."),
        ("{", "The context is not JSON: invalid JSON at byte 1: a name in quotes should stand here."),
    ])
    func saysWhatIsWrong(json: String, message: String) {
        let error = #expect(throws: ExpressionError.self) {
            try JSONContext(json: Array(json.utf8), now: Date(timeIntervalSince1970: 0))
        }
        #expect(error?.message == message)
    }

    @Test func worksWithoutAnything() throws {
        #expect(try evaluate("context.Variables.ContainsKey(\"a\") || context.Request != null", "{}") == "False")
        #expect(try evaluate("context.RequestId.ToString().Length", "{}") == "36")
    }
}
