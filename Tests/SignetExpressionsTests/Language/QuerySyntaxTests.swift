// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// Queries written with C#'s keywords, and orderings with more than one key, with what .NET gives.
@Suite struct QuerySyntaxTests {
    // https://learn.microsoft.com/dotnet/csharp/language-reference/keywords/query-keywords
    @Test(arguments: [
        (##"string.Join(",", from x in new[] { 1, 2, 3 } where x > 1 select x * 2)"##, "4,6"),
        (##"string.Join(",", from x in new[] { 1, 2, 3 } select x)"##, "1,2,3"),
        (
            ##"string.Join(",", from string s in new object[] { "b", "a" } orderby s select s.ToUpper())"##, "A,B"
        ),
        (
            ##"string.Join(",", from x in new[] { 1, 2 } from y in new[] { "a", "b" } where x + y != "1b" select x + y)"##,
            "1a,2a,2b"
        ),
        (
            ##"string.Join(",", from p in "k=1;j=2".Split(';') let kv = p.Split('=') where kv.Length == 2 orderby kv[0] select kv[0] + kv[1])"##,
            "j2,k1"
        ),
        (
            ##"string.Join(",", from s in new[] { "bb", "a", "cc", "b" } orderby s.Length descending, s select s)"##,
            "bb,cc,a,b"
        ),
        (
            ##"string.Join(",", from s in new[] { "bb", "a", "c" } group s by s.Length into g orderby g.Key select g.Key + ":" + g.Count())"##,
            "1:2,2:1"
        ),
        (
            ##"string.Join(",", (from s in new[] { "bb", "a", "c" } group s.ToUpper() by s.Length).SelectMany(g => g))"##,
            "BB,A,C"
        ),
        (
            ##"string.Join(",", from a in new[] { 1, 2 } join b in new[] { "1x", "2y", "1z" } on a.ToString() equals b.Substring(0, 1) select a + b)"##,
            "11x,11z,22y"
        ),
        (
            ##"string.Join(",", from a in new[] { 1, 2 } join b in new[] { "1x", "1z" } on a.ToString() equals b.Substring(0, 1) into bs select a + "=" + bs.Count())"##,
            "1=2,2=0"
        ),
        (##"int m = 1; var q = from x in new[] { 1, 2, 3 } where x > m select x; m = 2; return q.Single();"##, "3"),
        (##"(from l in JArray.Parse("[{\"q\":2},{\"q\":3}]") select (int)l["q"]).Sum()"##, "5"),
        // The words are names wherever no query stands.
        (##"var from = 1; var select = from + 1; return from + select;"##, "3"),
        (##"new { from = 1, where = 2, let = 3 }.where"##, "2"),
    ])
    func asksWithKeywords(source: String, result: String) throws {
        try expect(source, result)
    }

    @Test(arguments: [
        ("from x in new[] { 1 } where x > 0", "A query body must end with a select clause or a group clause"),
        ("from x in new[] { 1 } join y in new[] { 1 } on x = y select x", "Expected contextual keyword 'equals'"),
    ])
    func refusesQueriesWithoutAnEnd(source: String, message: String) {
        let error = #expect(throws: ExpressionError.self) { try CompiledExpression(source) }
        #expect(error?.message == message)
    }

    @Test func limitsTheVariablesOfAQuery() {
        let lets = (0..<5_000).map { "let v\($0) = \($0) " }.joined()
        #expect(throws: ExpressionError.self) { try CompiledExpression("from x in new[] { 1 } \(lets) select x") }
        let wheres = String(repeating: "where x > 0 ", count: 5_000)
        #expect(throws: ExpressionError.self) { try CompiledExpression("from x in new[] { 1 } \(wheres) select x") }
    }

    // https://learn.microsoft.com/dotnet/api/system.linq.enumerable.thenby
    @Test(arguments: [
        (
            ##"var o = new[] { "bb", "a", "cc", "b" }.OrderBy(s => s.Length); var q = o.ThenByDescending(s => s); return string.Join(",", q);"##,
            "b,a,cc,bb"
        ),
        (
            ##"var o = new[] { "bb", "a", "cc", "b" }.OrderByDescending(s => s.Length); return string.Join(",", o.ThenBy(s => s)) + "|" + string.Join(",", o);"##,
            "bb,cc,a,b|bb,cc,a,b"
        ),
        (
            ##"var l = new List<string> { "b1", "a2" }; var o = l.OrderBy(s => s.Substring(0, 1)); var t = o.ThenBy(s => s); l.Add("a1"); return string.Join(",", t);"##,
            "a1,a2,b1"
        ),
        (
            ##"var o = new[] { 3, 11, 2, 12 }.OrderBy(x => x % 10); var t = true ? o.ThenByDescending(x => x / 10) : o.ThenBy(x => x); return string.Join(",", t.ThenBy(x => x));"##,
            "11,12,2,3"
        ),
        (
            ##"var o = new[] { "B", "a", "A" }.OrderBy(s => s, StringComparer.OrdinalIgnoreCase); return string.Join(",", o.ThenBy(s => s, StringComparer.Ordinal));"##,
            "A,a,B"
        ),
        (##"string.Join(",", new[] { 2, 1 }.OrderBy(x => 0).ThenBy(x => x).Take(1))"##, "1"),
        (
            ##"int sign = 1; var o = new[] { 1, 2, 3 }.OrderBy(x => 0); var t = o.ThenBy(x => x * sign); sign = -1; return string.Join(",", t);"##,
            "3,2,1"
        ),
    ])
    func ordersFurther(source: String, result: String) throws {
        try expect(source, result)
    }

    private func expect(_ source: String, _ result: String) throws {
        let form: CompiledExpression.Form = source.contains("return ") ? .block : .single
        #expect(try evaluate(source, form: form).invariantText == result)
    }
}
