// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of .NET, invariant culture.
@Suite struct SequenceTests {
    @Test(arguments: [
        ("new[] { 1, 2, 3 }.Where(x => x > 1).Sum()", "5"), ("new[] { 1, 2 }.Select(x => x * 2).Last()", "4"),
        ("new[] { \"b\", \"a\" }.OrderBy(x => x).First()", "a"),
        ("new[] { 3, 1 }.OrderByDescending(x => x).First()", "3"),
        ("new[] { \"a\", \"B\", \"A\", \"_\", \"1\" }.OrderBy(x => x).Aggregate((x, y) => x + y)", "_1aAB"),
        ("new[] { 1 }.Any(x => x == 2)", "False"), ("new[] { 1, 1 }.All(x => x == 1)", "True"),
        ("new int[0].Any()", "False"), ("new[] { 1, 2, 2 }.Distinct().Count()", "2"),
        ("new[] { 1 }.Concat(new[] { 2 }).ToArray().Length", "2"), ("new[] { 1, 2, 3 }.Skip(1).Take(1).Single()", "2"),
        ("new[] { \"a\" }.FirstOrDefault(x => x == \"b\") == null", "True"),
        ("new[] { 1 }.FirstOrDefault(x => x == 2)", "0"),
        ("new[] { 1, 5, 3 }.Max() + new[] { 1, 5, 3 }.Min()", "6"), ("new[] { 1, 2 }.Average()", "1.5"),
        ("new[] { 1, 2 }.Select((x, i) => x * i).Sum()", "2"), ("new[] { 1, 2, 3 }.Count(x => x > 1)", "2"),
        ("\"a,b\".Split(',').Contains(\"b\")", "True"), ("\"abc\".Last()", "c"), ("\"a1\".All(c => c != 'x')", "True"),
        ("string.Join(\"-\", new[] { 1, 2 }.Select(x => x + 1))", "2-3"),
        ("string.Join(\",\", new List<string> { \"a\", \"b\" })", "a,b"),
        ("new[] { \"a\", \"bb\" }.ToDictionary(x => x, x => x.Length)[\"bb\"]", "2"),
        ("new[] { 1, 2, 3 }.GroupBy(x => x % 2).Select(g => g.Key + \":\" + g.Count()).First()", "1:2"),
        ("Array.Exists(new[] { \"a\" }, x => x == \"a\")", "True"),
        ("Array.IndexOf(new[] { \"a\", \"b\" }, \"b\")", "1"),
        ("new List<int> { 1, 2 }.Count", "2"), ("new List<int> { 1, 2 }[1]", "2"),
        ("new HashSet<string> { \"a\", \"a\" }.Count", "1"),
        ("new Dictionary<string, string> { { \"a\", \"b\" } }[\"a\"]", "b"),
        ("new Dictionary<string, int> { [\"a\"] = 1 }.ContainsKey(\"a\")", "True"),
        ("new { a = 1, b = \"x\" }", "{ a = 1, b = x }"),
        ("new { a = 1 }.a", "1"),
        ("new[] { new { n = \"x\", v = 1 } }.Where(p => p.v == 1).Select(p => p.n).First()", "x"),
        ("context.Request.Headers.Select(h => h.Key + \"=\" + h.Value.First()).First()", "Accept=text/html"),
        ("context.Request.Headers.Any(h => h.Value.Contains(\"1\"))", "True"),
        ("new List<string>()", "System.Collections.Generic.List`1[System.String]"),
        ("new[] { 1, 2, 3 }.Reverse().First()", "3"), ("new[] { 1, 2 }.SequenceEqual(new[] { 1, 2 })", "True"),
        ("new[] { 1, 2 }.Select(x => { if (x > 1) { return \"b\"; } return \"a\"; }).Last()", "b"),
    ])
    func computesSequences(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        (
            "var l = new List<string>(); l.Add(\"a\"); l.AddRange(new[] { \"b\", \"c\" }); l.Remove(\"a\"); return l.Count;",
            "2"
        ),
        ("var d = new Dictionary<string, int>(); d[\"a\"] = 1; d[\"a\"] = 2; return d.Count + d[\"a\"];", "3"),
        (
            "var s = \"\"; foreach (var p in new Dictionary<string, int> { { \"a\", 1 } }) { s += p.Key + p.Value; } return s;",
            "a1"
        ),
        ("var d = new Dictionary<string, int> { { \"a\", 1 } }; return d.TryGetValue(\"b\", out int v) ? 1 : v;", "0"),
        ("var s = \"\"; foreach (var h in context.Request.Headers) { s += h.Key; } return s;", "AcceptX-One"),
        (
            "try { return new int[0].First(); } catch (Exception e) { return e.Message; }",
            "Sequence contains no elements"
        ),
        (
            "try { return new[] { 1 }.Single(x => x == 2); } catch (Exception e) { return e.Message; }",
            "Sequence contains no matching element"
        ),
        (
            "try { var d = new Dictionary<string, int> { { \"a\", 1 }, { \"a\", 2 } }; return 0; } catch (Exception e) { return e.Message; }",
            "An item with the same key has already been added. Key: a"
        ),
        ("IEnumerable<string> x = new[] { \"a\" }; return x.Count();", "1"),
        ("var q = new Queue<int>(); q.Enqueue(1); q.Enqueue(2); return q.Dequeue() * 10 + q.Peek();", "12"),
        ("var s = new Stack<int>(); s.Push(1); s.Push(2); return s.First() * 10 + s.Pop() + s.Count;", "23"),
        (
            "var l = new List<int> { 3, 1, 2 }; l.Sort(); l.Reverse(); return l[0] * 100 + l.RemoveAll(x => x > 1);",
            "302"
        ),
        ("var n = 0; new List<int> { 3, 4 }.ForEach(x => n += x); return n;", "7"),
        ("try { return new Stack<int>().Pop(); } catch (Exception e) { return e.Message; }", "Stack empty."),
    ])
    func runsSequences(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }

    @Test func countsTheStepsOfLambdas() {
        let source = "new int[50000].Select(x => new int[50000].Count(y => y == 1)).Sum()"
        let error = #expect(throws: ExpressionError.self) { try evaluate(source) }
        #expect(error?.code == .limitExceeded)
    }
}
