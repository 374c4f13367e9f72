// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// What stands in braces behind `new T`.
@Suite struct InitializerTests {
    // https://learn.microsoft.com/dotnet/csharp/programming-guide/classes-and-structs/object-and-collection-initializers
    @Test(arguments: [
        (
            ##"using (var h = new System.Security.Cryptography.HMACSHA256 { Key = Encoding.UTF8.GetBytes("k") }) { return BitConverter.ToString(h.ComputeHash(Encoding.UTF8.GetBytes("m"))).Replace("-", "").ToLower(); }"##,
            "b60090e3052297aeb5a080889ce2fc4bca957e756faeb4df7d31800ca1e771ec"
        ),
        (##"new StringBuilder("abc") { Length = 2 }.ToString()"##, "ab"),
        (##"new StringBuilder("abc") { [0] = 'z' }.ToString()"##, "zbc"),
        (##"new JProperty("a", 1) { Value = "x" }.ToString()"##, ##""a": "x""##),
        (
            ##"new JProperty("a", new JObject()) { Value = { ["b"] = 1 } }.Value.ToString(Formatting.None)"##,
            ##"{"b":1}"##
        ),
        (
            ##"new JObject { ["a"] = new JObject(), ["b"] = new JArray { 1 } }.ToString(Formatting.None)"##,
            ##"{"a":{},"b":[1]}"##
        ),
        (
            ##"var d = new Dictionary<string, List<int>> { ["a"] = new List<int>() { 1 } }; var e = new Dictionary<string, List<int>>(d) { ["a"] = { 2, 3 } }; return d["a"].Count;"##,
            "3"
        ),
        (##"new XElement("a") { Value = "x" }.ToString()"##, "<a>x</a>"),
        (##"JsonConvert.SerializeObject(new { @class = 1, @event = "x" })"##, ##"{"class":1,"event":"x"}"##),
        (##"var @if = 2; return @if + 1;"##, "3"),
    ])
    func setsMembers(source: String, result: String) throws {
        let form: CompiledExpression.Form = source.contains("return ") ? .block : .single
        #expect(try evaluate(source, form: form).invariantText == result)
    }

    @Test(arguments: [
        ("new StringBuilder { Nope = 1 }", "'StringBuilder' does not contain a definition for 'Nope'"),
        ("new Uri(\"http://a\") { Host = \"b\" }", "Property or indexer 'Uri.Host' cannot be assigned to"),
    ])
    func refusesMembersThatCannotBeSet(source: String, message: String) {
        let error = #expect(throws: ExpressionError.self) { try CompiledExpression(source) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }
}
