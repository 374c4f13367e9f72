// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The queries of LINQ, with what .NET gives.
@Suite struct QueryTests {
    @Test(arguments: [
        (##"int m = 1; var q = new[] { 1, 2, 3, 4 }.Where(x => x > m); m = 3; return q.Count();"##, ##"1"##),
        (##"int m = 1; var q = new[] { 1, 2, 3 }.Select(x => x * m); m = 10; return q.Sum();"##, ##"60"##),
        (##"var l = new List<int> { 1, 2 }; var q = l.Where(x => x > 1); l.Add(5); return q.Count();"##, ##"2"##),
        (
            ##"var l = new List<int> { 1, 2 }; var q = l.Select(x => x * 2); l = new List<int> { 100 }; return q.Sum();"##,
            ##"6"##
        ),
        (
            ##"int m = 1; var q = new[] { 1, 2, 3, 4 }.Where(x => x > m).ToList(); m = 3; return q.Count;"##, ##"3"##
        ),
        (
            ##"int a = 0; IEnumerable<int> q = new[] { 1, 2, 3, 4, 5, 6 }; q = q.Where(x => x > a); int b = 3; q = q.Where(x => x < b); a = 1; b = 6; return string.Join(",", q);"##,
            ##"2,3,4,5"##
        ),
        (##"int m = 1; var q = new[] { 1, 2, 3 }.Where(x => x > m); var p = q; m = 2; return p.Count();"##, ##"1"##),
        (##"int n = 2; var q = new[] { 1, 2, 3 }.Skip(0).Take(n); n = 1; return q.Count();"##, ##"2"##),
        (##"int calls = 0; var q = new[] { 1, 2, 3 }.Select(x => { calls++; return x; }); return calls;"##, ##"0"##),
        (
            ##"int calls = 0; var q = new[] { 1, 2, 3 }.Select(x => { calls++; return x; }); q.ToList(); q.ToList(); return calls;"##,
            ##"6"##
        ),
        (
            ##"var l = new List<string> { "b", "a" }; var q = l.OrderBy(x => x).ThenBy(x => x.Length); l.Add("0"); return string.Join("", q);"##,
            ##"0ab"##
        ),
        (
            ##"var q = new[] { "1", "x" }.Select(int.Parse); try { return q.Sum(); } catch (Exception) { return "late"; }"##,
            ##"late"##
        ),
        (
            ##"int k = 1; var q = new[] { 1, 2 }.Select(x => x + k); Func<int> f = () => q.Sum(); k = 10; return f();"##,
            ##"23"##
        ),
        (
            ##"var l = new List<int> { 3, 1 }; foreach (var x in l.Where(y => y > 1)) { return x; } return 0;"##,
            ##"3"##
        ),
        (
            ##"var parts = new[] { "a=1", "b=2" }.Select(p => p.Split('=')).Where(p => p.Length == 2); return parts.ToDictionary(p => p[0], p => p[1])["b"];"##,
            ##"2"##
        ),

        // The call makes the query; GetEnumerator or foreach runs it, each time anew:
        // https://learn.microsoft.com/dotnet/csharp/linq/get-started/introduction-to-linq-queries#deferred
        (
            ##"var l = new List<int> { 1, 2 }; IEnumerable<int> Big() { return l.Where(x => x > 1); } var q = Big(); l.Add(7); return q.Count();"##,
            ##"2"##
        ),
        (
            ##"var l = new List<int> { 1, 2 }; IEnumerable<int> Big(int min) => l.Where(x => x > min); var q = Big(1); var p = Big(0); l.Add(7); return q.Count() * 10 + p.Count();"##,
            ##"23"##
        ),
        (
            ##"var l = new List<int> { 1 }; int Twice(IEnumerable<int> s) { var n = s.Count(); l.Add(2); return n * 10 + s.Count(); } return Twice(l.Select(x => x));"##,
            ##"12"##
        ),
        (
            ##"var l = new List<int> { 1 }; var o = new { Items = l.Where(x => x > 0), Name = "n" }; l.Add(5); return o.Items.Count() + o.Name;"##,
            ##"2n"##
        ),
        (
            ##"var l = new List<int> { 1 }; object o = l.Select(x => x * 2); l.Add(5); return ((IEnumerable<int>)o).Sum();"##,
            ##"12"##
        ),
        (##"var l = new List<int> { 1 }; object o = l.Select(x => x * 2); return o is IEnumerable<int>;"##, ##"True"##),
        (##"object o = new List<int> { 1 }.Select(x => x * 2); return o is List<int> || o is int[];"##, ##"False"##),
        (
            ##"var l = new List<int> { 1 }; var all = new List<IEnumerable<int>> { l.Where(x => x > 0), l.Where(x => x > 1) }; l.Add(5); return all[0].Count() * 10 + all[1].Count();"##,
            ##"21"##
        ),
        (
            ##"var l = new List<int> { 1 }; var d = new Dictionary<string, IEnumerable<int>>(); d["a"] = l.Skip(1); l.Add(5); return d["a"].First();"##,
            ##"5"##
        ),
        (
            ##"var l = new List<int> { 1 }; var t = Tuple.Create(l.Select(x => x + 1), 3); l.Add(5); return t.Item1.Sum();"##,
            ##"8"##
        ),
        (
            ##"var l = new List<int> { 1 }; bool b = l.Count == 1; var q = b ? l.Where(x => x > 0) : l.Where(x => x > 9); l.Add(5); return q.Count();"##,
            ##"2"##
        ),
        (
            ##"var l = new List<int> { 1 }; IEnumerable<int> n = null; var q = n ?? l.Where(x => x > 0); l.Add(5); return q.Count();"##,
            ##"2"##
        ),
        (
            ##"var l = new List<int> { 1 }; Func<IEnumerable<int>> f = () => l.Where(x => x > 0); var q = f(); l.Add(5); return q.Count();"##,
            ##"2"##
        ),
        (
            ##"var qs = new List<IEnumerable<int>>(); foreach (var k in new[] { 1, 2, 3 }) { qs.Add(new[] { 1, 2, 3, 4 }.Where(x => x > k)); } return string.Join(",", qs.Select(q => q.Count()));"##,
            ##"3,2,1"##
        ),
        (
            ##"var l = new List<int> { 1, 2 }; var q = l.Select(x => x * 10); l = null; return q.Sum();"##, ##"30"##
        ),
        (##"IEnumerable<int> q = null; return (q = new[] { 1 }.Where(x => x > 0)).Count();"##, ##"1"##),
        (
            ##"var l = new List<int> { 1, 2, 3 }; var q = l.GroupBy(x => x % 2); l.Add(4); return string.Join(";", q.Select(g => g.Key + "=" + g.Count()));"##,
            ##"1=2;0=2"##
        ),
        (
            ##"var a = new List<int> { 1 }; var b = new List<int> { 2 }; var q = a.Concat(b).Union(new[] { 9 }); a.Add(3); b.Add(4); return string.Join(",", q);"##,
            ##"1,3,2,4,9"##
        ),
        (
            ##"var a = new List<int> { 1, 2 }; var b = new List<string> { "x" }; var q = a.Zip(b, (n, s) => n + s); b.Add("y"); return string.Join(",", q);"##,
            ##"1x,2y"##
        ),
        (
            ##"var a = new List<string> { "b" }; var q = a.OrderBy(x => x); a.Add("a"); var r = q.Reverse(); a.Add("c"); return string.Join("", q) + string.Join("", r);"##,
            ##"abccba"##
        ),
        (##"var a = new List<int> { 1 }; var q = a.AsEnumerable(); a.Add(2); return q.Count();"##, ##"2"##),
        (
            ##"var a = new List<int>(); var q = a.DefaultIfEmpty(7); var n = q.First(); a.Add(2); return n * 10 + q.First();"##,
            ##"72"##
        ),
        (##"return JObject.Parse("{\"a\":1,\"b\":2}").AsEnumerable().Select(p => p.Key + p.Value).Last();"##, ##"b2"##),
        // What is not asked for is not computed; each element goes through all methods before the next one.
        (##"return new[] { "1", "x" }.Select(int.Parse).First();"##, ##"1"##),
        (##"return new[] { "1", "x" }.Select(int.Parse).Take(1).Sum();"##, ##"1"##),
        (##"return new[] { "5", "x" }.Select(int.Parse).Any(x => x > 1);"##, ##"True"##),
        (##"return new[] { "a=1", "b" }.Select(p => p.Split('=')[1]).FirstOrDefault();"##, ##"1"##),
        (
            ##"var log = ""; var q = new[] { 1, 2 }.Select(x => { log += "s" + x; return x; }).Where(x => { log += "w" + x; return true; }); foreach (var x in q) { log += "f" + x; } return log;"##,
            ##"s1w1f1s2w2f2"##
        ),
        (
            ##"var log = ""; foreach (var x in new[] { 1, 2, 3 }.TakeWhile(x => { log += x; return x < 2; })) { log += "!"; } return log;"##,
            ##"1!2"##
        ),
        (
            ##"var n = 0; var q = new[] { 1, 2, 3 }.Select(x => { n++; return x; }); foreach (var x in q) { if (x == 2) { break; } } return n;"##,
            ##"2"##
        ),
        (
            ##"var k = 1; var q = new[] { 1, 2, 3 }.Where(x => x > k); var r = ""; foreach (var x in q) { r += x; k = 9; } return r;"##,
            ##"2"##
        ),
        (
            ##"var a = new[] { 1, 2, 3 }; var q = a.Where(x => x > 1); var r = 0; foreach (var x in q) { foreach (var y in q) { r += x * y; } } return r;"##,
            ##"25"##
        ),
        (
            ##"var r = ""; for (var i = 0; i < 2; i++) { var k = i; var q = new[] { 1, 2 }.Select(x => x * 10 + k); foreach (var v in q) { var m = v + k; r += m + ","; } } return r;"##,
            ##"10,20,12,22,"##
        ),
        (##"return new[] { 1, 9, 2 }.TakeWhile(x => x < 5).Concat(new[] { 7 }).Count();"##, ##"2"##),
        (##"return new[] { 1, 9, 2 }.Take(1).Concat(new[] { 7 }).Append(8).Count();"##, ##"3"##),
        (##"return new[] { 1, 9 }.Zip(new[] { 2 }, (x, y) => x + y).Concat(new[] { 7 }).Sum();"##, ##"10"##),
        // What takes a sequence runs it.
        (
            ##"var l = new List<int> { 1 }; var q = l.Select(x => x + 1); l.Add(4); return new List<int>(q).Count + new HashSet<int>(q).Count;"##,
            ##"4"##
        ),
        (
            ##"var l = new List<int> { 1 }; var q = l.Select(x => x + 1); l.AddRange(new[] { 6 }); var m = new List<int>(); m.AddRange(q); m.InsertRange(0, q); return string.Join(",", m);"##,
            ##"2,7,2,7"##
        ),
        (
            ##"var q = new[] { "b", "a" }.Where(x => x != ""); return string.Concat(q) + string.Join("-", q) + string.Join<string>("+", q);"##,
            ##"bab-ab+a"##
        ),
        (##"var q = new[] { 1, 2 }.Select(x => x * 2); return new JArray(q).ToString(Formatting.None);"##, ##"[2,4]"##),
        (
            ##"var q = new[] { 1, 2 }.Select(x => x * 2); return JArray.FromObject(q).ToString(Formatting.None);"##,
            ##"[2,4]"##
        ),
        (
            ##"var q = new[] { 1, 2 }.Select(x => new { n = x }); return JsonConvert.SerializeObject(new { items = q, one = Tuple.Create(q.Take(1)).Item1 });"##,
            ##"{"items":[{"n":1},{"n":2}],"one":[{"n":1}]}"##
        ),
        (
            ##"var q = new[] { 1, 2 }.Select(x => new JProperty("p" + x, x)); return new JObject(q).ToString(Formatting.None);"##,
            ##"{"p1":1,"p2":2}"##
        ),
        (
            ##"var q = new[] { 1, 2 }.Select(x => new XElement("i", x)); return new XElement("r", q).ToString(SaveOptions.DisableFormatting);"##,
            ##"<r><i>1</i><i>2</i></r>"##
        ),
        (
            ##"var q = new[] { "a", "b" }.Select(x => x); return string.Join(",", q.Select((x, i) => x + i).Reverse());"##,
            ##"b1,a0"##
        ),
    ])
    func runsQueriesWhenTheyAreRead(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }

    // https://learn.microsoft.com/dotnet/api/system.collections.generic.list-1.getenumerator#remarks
    @Test(arguments: [
        "var l = new List<int> { 1, 2 }; foreach (var x in l) { l.Add(x); } return 0;",
        "var l = new List<int> { 1, 2 }; foreach (var x in l.Where(y => y > 0)) { l.Remove(x); } return 0;",
        "var l = new List<int> { 1, 2 }; foreach (var x in l) { l[0] = 9; } return 0;",
        "var l = new List<int> { 1, 2 }; var q = l.Select(x => x); foreach (var x in q) { l.Clear(); } return 0;",
        "var d = new Dictionary<string, int> { { \"a\", 1 } }; foreach (var p in d) { d.Add(p.Key + \"b\", 2); } return 0;",
        "var s = new HashSet<int> { 1 }; foreach (var x in s) { s.Add(x + 1); } return 0;",
    ])
    func refusesCollectionsThatChangeWhileTheyAreEnumerated(source: String) {
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, form: .block) }
        #expect(error?.exception == .invalidOperation)
        #expect(error?.message == "Collection was modified; enumeration operation may not execute.")
    }

    // Since .NET Core 3.0, `Remove` and the replacement of a value leave enumerations as they are:
    // https://learn.microsoft.com/dotnet/api/system.collections.generic.dictionary-2.remove#remarks
    @Test(arguments: [
        (
            ##"var d = new Dictionary<string, int> { { "a", 1 }, { "b", 2 } }; foreach (var p in d) { d[p.Key] = 5; } return d["a"] + d["b"];"##,
            "10"
        ),
        (##"var l = new List<int> { 1, 2 }; foreach (var x in l.ToList()) { l.Remove(x); } return l.Count;"##, "0"),
        (##"var l = new List<int> { 1, 2 }; foreach (var x in l) { l.Add(x); break; } return l.Count;"##, "3"),
    ])
    func allowsOtherChanges(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }

    // https://learn.microsoft.com/dotnet/api/system.linq.enumerable.where#exceptions
    @Test(arguments: [
        (##"string[] a = null; return a.Where(x => x != "").Count();"##, "source"),
        (##"string[] a = null; var q = a.Select(x => x); return 1;"##, "source"),
        (##"List<int> a = null; return a.FirstOrDefault();"##, "source"),
        (##"int[] a = null; return new[] { 1 }.Concat(a).Count();"##, "second"),
        (##"int[] a = null; return a.Union(new[] { 1 }).Count();"##, "first"),
    ])
    func refusesMissingSequences(source: String, parameter: String) {
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, form: .block) }
        #expect(error?.exception == .argumentNull)
        #expect(error?.message == "Value cannot be null. (Parameter '\(parameter)')")
    }

    @Test(arguments: [
        "IEnumerable<int> q = new[] { 1 }; Func<int> f = null; q = q.Select(x => f()); f = () => q.Sum(); return f();",
        "IEnumerable<int> q = new[] { 1, 2 }; for (var i = 0; i < 40; i++) { q = q.Concat(q); } return q.Count();",
        "IEnumerable<int> q = new[] { 1, 2 }; for (var i = 0; i < 40; i++) { q = q.SelectMany(x => new[] { x, x }); } return q.Count();",
        "IEnumerable<object> q = new object[] { 1 }; for (var i = 0; i < 1000; i++) { var p = q; q = new object[] { p }.Select(x => x); } return 0;",
        "var q = Enumerable.Range(0, 50000).Skip(1); for (var i = 0; i < 100000; i++) { q.Count(); } return 0;",
    ])
    func stopsQueriesWithoutEnd(source: String) {
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, form: .block) }
        #expect(error?.code == .limitExceeded)
    }

    /// A query that is the result has run: what kept it could not run it.
    @Test func runsQueriesThatLeave() throws {
        let value = try evaluate("new { a = new List<IEnumerable<int>> { new[] { 1, 2 }.Where(x => x > 1) } }")
        guard case .object(let record as ExpressionRecord) = value, case .array(let list) = record.members[0].1,
            case .array(let query) = list.element(at: 0)
        else {
            Issue.record("not an array in an array")
            return
        }
        #expect(query.elements.map(\.integer) == [2])
    }
}
