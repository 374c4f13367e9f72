// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// Bodies that are forms, and what a resolver of GraphQL sees.
@Suite struct FormTests {
    private func evaluate(_ source: String, body: String) throws -> String {
        let request = TestObject("IRequest", [.body: .object(TestObject("IMessageBody", text: body))])
        var memory = Budget(limit: 100_000)
        let arguments = try JSONTokenParser.parse("{\"id\":7,\"input\":{\"name\":\"a\"}}", memory: &memory)
        let graph = TestObject("IGraphQL", [.arguments: .object(arguments)])
        let context = TestObject("IProxyRequestContext", [.request: .object(request), .graphQL: .object(graph)])
        let expression = try CompiledExpression(source, form: .block)
        return try expression.evaluate(context, environment: ExpressionEnvironment(clock: FixedClock())).invariantText
    }

    @Test(arguments: [
        ("a=1&b=x+y&a=2&c=%C3%A4%26&d&=e", "string.Join(\"|\", form.Keys)", "a|b|c|d|"),
        ("a=1&b=x+y&a=2", "string.Join(\",\", form[\"a\"])", "1,2"), ("a=1&b=x+y", "form[\"b\"][0]", "x y"),
        ("c=%C3%A4%26", "form[\"c\"].First()", "ä&"), ("d", "form[\"d\"].Count", "1"), ("", "form.Count", "0"),
        ("a=b=c", "form[\"a\"][0]", "b=c"), ("a=1&&b=2&", "form.ToQueryString()", "a=1&b=2"),
        ("a=1&b=x+y&a=2", "form.ToFormUrlEncodedContent()", "a=1&a=2&b=x+y"),
        ("b=x+y~*", "form.ToQueryString()", "b=x%20y~%2A"), ("a=%zz", "form[\"a\"][0]", "%zz"),
    ])
    func readsForms(body: String, expression: String, result: String) throws {
        let start = "var form = context.Request.Body.AsFormUrlEncodedContent(preserveContent: true); "
        #expect(try evaluate(start + "return \(expression);", body: body) == result)
    }

    @Test func changesForms() throws {
        let source = """
            IDictionary<string, IList<string>> form = context.Request.Body.AsFormUrlEncodedContent();
            form["a"].Add("new one"); form["b"] = new List<string> { "&" };
            return form.ToFormUrlEncodedContent();
            """
        #expect(try evaluate(source, body: "a=1") == "a=1&a=new+one&b=%26")
    }

    @Test(arguments: [
        ("(int)context.GraphQL.Arguments[\"id\"]", "7"),
        ("context.GraphQL.Arguments[\"input\"][\"name\"].ToString()", "a"), ("context.GraphQL.Parent == null", "True"),
    ])
    func readsTheArgumentsOfAField(source: String, result: String) throws {
        #expect(try evaluate("return \(source);", body: "") == result)
    }

    @Test func countsTheMemoryOfForms() {
        let body = String(repeating: "a=1&", count: 100_000)
        let error = #expect(throws: ExpressionError.self) {
            try evaluate("return context.Request.Body.AsFormUrlEncodedContent().Count;", body: body)
        }
        #expect(error?.code == .limitExceeded)
    }
}
