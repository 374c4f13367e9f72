// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// Expressions in the style of policies in use, each with what .NET gives.
@Suite struct PolicyStyleTests {
    // https://www.newtonsoft.com/json/help/html/N_Newtonsoft_Json_Linq.htm
    @Test(arguments: [
        (
            ##"var a = JArray.Parse("[3,1,2]"); var s = new JArray(a.OrderBy(t => (int)t)); s.First.Remove(); s.Add(9); s.Insert(0, "z"); return s.ToString(Formatting.None) + a.Count;"##,
            ##"["z",2,3,9]3"##
        ),
        (
            ##"var o = JObject.Parse("{\"a\":1}"); o.Merge(JObject.Parse("{\"b\":{\"c\":[1]},\"a\":2}")); o["b"]["c"][0].Replace(7); return o.ToString(Formatting.None);"##,
            ##"{"a":2,"b":{"c":[7]}}"##
        ),
        (
            ##"var o = JObject.Parse("{\"a\":[1],\"b\":{\"x\":1,\"y\":2},\"n\":5}"); o.Merge(JObject.Parse("{\"a\":[1,2],\"b\":{\"y\":3,\"z\":4},\"n\":null}")); return o.ToString(Formatting.None);"##,
            ##"{"a":[1,1,2],"b":{"x":1,"y":3,"z":4},"n":5}"##
        ),
        (
            ##"var a = JArray.Parse("[1,2,3]"); a[1].AddAfterSelf("x"); a[0].AddBeforeSelf("y"); a.AddFirst("f"); return a.ToString(Formatting.None) + a.IndexOf(a[2]) + a[0].Next + (a[0].Previous == null);"##,
            ##"["f","y",1,2,"x",3]2yTrue"##
        ),
        (
            ##"var o = JObject.Parse("{\"a\":1,\"c\":3}"); o.Property("a").AddAfterSelf(new JProperty("b", 2)); o.AddFirst(new JProperty("z", 0)); return o.ToString(Formatting.None) + ((JProperty)o.First.Next).Name;"##,
            ##"{"z":0,"a":1,"b":2,"c":3}a"##
        ),
        (
            ##"JObject.Parse("{\"x\":[{\"p\":1},{\"q\":2}]}")["x"].Children<JObject>().Properties().Select(p => p.Name).Aggregate((a, b) => a + b)"##,
            ##"pq"##
        ),
        (##"JArray.Parse("[[1,2],[3]]").Children().Children().Sum(t => (int)t)"##, ##"6"##),
        (##"JObject.Parse("{\"a\":{\"b\":1}}").SelectToken("a.b").Ancestors().Count()"##, ##"4"##),
        (
            ##"var o = JObject.Parse("{\"a\":1}"); return o.TryGetValue("A", StringComparison.OrdinalIgnoreCase, out JToken t) ? t.ToString() : "no";"##,
            ##"1"##
        ),
        (
            ##"var o = JObject.Parse("{\"a\":1,\"b\":[1,2]}"); o.Property("a").Value = "s"; ((JValue)o["b"][0]).Value = 5; o["b"].Last.AddAfterSelf(3); return o.ToString(Formatting.None);"##,
            ##"{"a":"s","b":[5,2,3]}"##
        ),
        (
            ##"var j = new JObject { ["a"] = 1, ["b"] = new JArray { 1, "x", null, true, 1.5 } }; return j.ToString(Formatting.None) + j["b"].Type + j["b"][2].Type;"##,
            ##"{"a":1,"b":[1,"x",null,true,1.5]}ArrayNull"##
        ),
        (
            ##"JObject.FromObject(new { name = "x", when = new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), id = new Guid("97e0a5b7-d745-40b6-94fe-5f77d35c6e05"), list = new List<int> { 1 } }).ToString(Formatting.None)"##,
            ##"{"name":"x","when":"2024-01-02T03:04:05Z","id":"97e0a5b7-d745-40b6-94fe-5f77d35c6e05","list":[1]}"##
        ),
        (
            ##"JsonConvert.SerializeObject(new { a = "é\"\\\n", b = (string)null, c = 1.0, d = 5m, e = 'x', f = TimeSpan.FromSeconds(5) })"##,
            ##"{"a":"é\"\\\n","b":null,"c":1.0,"d":5.0,"e":"x","f":"00:00:05"}"##
        ),
        (##"(string)JObject.Parse("{\"a\":{\"b\":null}}").SelectToken("a.b") ?? "null!""##, ##"null!"##),
        (
            ##"JObject.Parse("{\"a\":null}")["a"]?.ToString() == "" && JObject.Parse("{\"a\":null}")["b"]?.ToString() == null"##,
            ##"True"##
        ),
        (
            ##"JObject.Parse("{\"a\":\"5\"}").Value<int>("a") + JObject.Parse("{}").Value<int?>("a").GetValueOrDefault(3) + (int)JObject.Parse("{\"a\":2.6}")["a"]"##,
            ##"11"##
        ),
        (
            ##"JArray.Parse("[{\"id\":1,\"t\":[\"x\"]},{\"id\":2,\"t\":[\"x\",\"y\"]}]").Where(o => o["t"].Any(t => (string)t == "y")).Select(o => (string)o["id"]).Single()"##,
            ##"2"##
        ),
        (
            ##"string.Join(";", JObject.Parse("{\"a\":1,\"b\":\"x\"}").Properties().Select(p => p.Name + "=" + p.Value))"##,
            ##"a=1;b=x"##
        ),
        (
            ##"var s = 0; foreach (var kv in JObject.Parse("{\"a\":1,\"b\":2}")) { s += kv.Value.Value<int>() * kv.Key.Length; } return s;"##,
            ##"3"##
        ),
        (
            ##"foreach (JProperty p in JObject.Parse("{\"a\":{\"k\":1}}").Properties()) { return p.Name + p.Value["k"] + p.Value.Type; } return null;"##,
            ##"a1Object"##
        ),
        (
            ##"var matches = Regex.Matches("k1=v1;k2=v2", @"(?<k>\w+)=(?<v>\w+)"); var d = new Dictionary<string, string>(); foreach (Match m in matches) { d[m.Groups["k"].Value] = m.Groups["v"].Value; } return JsonConvert.SerializeObject(d);"##,
            ##"{"k1":"v1","k2":"v2"}"##
        ),
    ])
    func readsAndWritesJSON(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://learn.microsoft.com/dotnet/api/system.xml.linq
    @Test(arguments: [
        (
            ##"var d = XElement.Parse("<a><b/><c>1</c><b/></a>"); d.Descendants("b").Remove(); d.SetElementValue("c", 2); d.Add(new XElement("e")); return d.ToString(SaveOptions.DisableFormatting);"##,
            ##"<a><c>2</c><e /></a>"##
        ),
        (
            ##"XElement.Parse("<r><g><i k='1'/><i k='2'/></g><g><i k='3'/></g></r>").Elements("g").Elements("i").Attributes("k").Sum(a => (int)a)"##,
            ##"6"##
        ),
        (
            ##"XDocument.Parse("<r><g><i>1</i></g><g><i>2</i></g></r>").Root.Elements().Descendants("i").Select(e => (string)e).Aggregate((a, b) => a + b)"##,
            ##"12"##
        ),
    ])
    func readsAndWritesXML(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://learn.microsoft.com/dotnet/api/system.text.regularexpressions.regex
    @Test(arguments: [
        (##"Regex.Replace("John Smith", @"(?<f>\w+) (?<l>\w+)", "${l}, $1")"##, ##"Smith, John"##),
        (
            ##"Regex.IsMatch("user@example.com", @"^[^@\s]+@[^@\s]+\.[^@\s]+$", RegexOptions.None, TimeSpan.FromSeconds(1))"##,
            ##"True"##
        ),
    ])
    func matches(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://learn.microsoft.com/dotnet/api/system.datetime and system.datetimeoffset
    @Test(arguments: [
        (
            ##"var n = DateTime.UtcNow; var exp = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(1900000000); return exp > n && (exp - n).TotalDays > 100;"##,
            ##"True"##
        ),
        (##"(int)(DateTime.UtcNow - new DateTime(1970, 1, 1)).TotalSeconds"##, ##"1795255445"##),
        (
            ##"new DateTimeOffset(DateTime.UtcNow).ToUnixTimeSeconds() + DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds() - DateTimeOffset.UtcNow.ToUnixTimeSeconds()"##,
            ##"1795255745"##
        ),
    ])
    func computesWithDates(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://learn.microsoft.com/dotnet/api/system.linq.enumerable
    @Test(arguments: [
        (
            ##"bool Check(string s, params int[] ns) { return ns.All(n => s.Length > n); } return Check("abcd", 1, 2) && Check("x") && !Check("ab", 5);"##,
            ##"True"##
        ),
        (##"int Add(int a, int b = 10) => a + b; return Add(1) + Add(b: 1, a: 2);"##, ##"14"##),
        (##"new List<string> { "b", "a" }.ConvertAll(s => s + "!").OrderBy(s => s).Last().TrimEnd('!')"##, ##"b"##),
        (
            ##"var l = new List<KeyValuePair<string, int>> { new KeyValuePair<string, int>("a", 2), new KeyValuePair<string, int>("b", 1) }; return l.OrderBy(p => p.Value).First().Key + l[0];"##,
            ##"b[a, 2]"##
        ),
        (
            ##"Enumerable.Range(1, 5).Select(i => i * i).Where(i => i % 2 == 1).ToDictionary(i => "k" + i, i => i).Values.Sum()"##,
            ##"35"##
        ),
        (##""a=1&b=2&a=3".Split('&').Select(p => p.Split('=')).ToLookup(p => p[0], p => p[1])["a"].Count()"##, ##"2"##),
        (
            ##""The Quick".Split(' ').Select(w => char.ToLower(w[0]) + w.Substring(1)).Aggregate((a, b) => a + "_" + b)"##,
            ##"the_quick"##
        ),
        (##"string.Join(",", "hello".Select(c => (char)(c + 1)))"##, ##"i,f,m,m,p"##),
        (
            ##""abc".Select((c, i) => new { c, i }).Where(x => x.i != 1).Select(x => x.c.ToString()).Aggregate(string.Concat)"##,
            ##"ac"##
        ),
        (##"new string("hello".OrderBy(c => c).Distinct().ToArray())"##, ##"ehlo"##),
        (
            ##"context.Request.Headers.Select(h => $"{h.Key}:{string.Join("|", h.Value)}").OrderBy(x => x).First()"##,
            ##"Accept:text/html|*/*"##
        ),
    ])
    func runsLambdas(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://learn.microsoft.com/dotnet/api/system.convert, system.uri, system.net.webutility
    @Test(arguments: [
        (
            ##"(string)context.Variables["text"] == "abc" ? Convert.ToBase64String((byte[])context.Variables["bytes"]) : """##,
            ##"AQID"##
        ),
        (##"System.Text.Encoding.UTF8.GetString(Convert.FromBase64String("eyJhIjoxfQ=="))"##, ##"{"a":1}"##),
        (##"Convert.FromBase64String("eyJhIjoxfQ".PadRight(12, '=')).Length"##, ##"7"##),
        (
            ##"var bytes = Encoding.UTF8.GetBytes("añ"); return bytes.Length + BitConverter.ToString(bytes) + Encoding.ASCII.GetString(new byte[] { 65, 200 });"##,
            ##"361-C3-B1A?"##
        ),
        (##"new Uri(new Uri("https://a.example/x/"), "../y?z=1").ToString()"##, ##"https://a.example/y?z=1"##),
        (
            ##"Uri.IsWellFormedUriString("https://a b", UriKind.Absolute) + "|" + Uri.UnescapeDataString("a%20b%2B") + "|" + Uri.EscapeUriString("a b?c")"##,
            ##"False|a b+|a%20b?c"##
        ),
    ])
    func encodes(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://learn.microsoft.com/dotnet/csharp/language-reference
    @Test(arguments: [
        (
            ##"var parts = context.Request.Url.Path.Trim('/').Split('/'); return parts.Length > 1 && int.TryParse(parts[1], out var id) ? $"/v2/items/{id:D6}" : "/";"##,
            ##"/v2/items/000007"##
        ),
        (
            ##"var h = context.Request.Headers.GetValueOrDefault("Authorization", "Bearer abc.def"); return h.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? h.Substring("Bearer ".Length).Split('.').Length.ToString() : "0";"##,
            ##"2"##
        ),
        (
            ##"var hash = 17; foreach (var c in "abc") { unchecked { hash = hash * 31 + c; } } return hash;"##,
            ##"602801"##
        ),
        (
            ##"void Fill(List<string> l, out int n) { l.Add("x"); n = l.Count; } var list = new List<string>(); Fill(list, out var count); return count;"##,
            ##"1"##
        ),
        (##"var t = new { A = 1, B = new { C = "x" } }; return t.B.C + t.A + t;"##, ##"x1{ A = 1, B = { C = x } }"##),
        (##"object o = 5; if (o is int n && n > 3) { return n + 1; } return 0;"##, ##"6"##),
        (##"object o = "x"; return o is string s ? s + "!" : o.ToString();"##, ##"x!"##),
        (
            ##"double d = 1e21; float f = 0.1f; return d + "|" + f + "|" + (d * 10) + "|" + 1.0 / 3 + "|" + 100.0 + "|" + 1e-5 + "|" + double.NaN + "|" + (1 / 0.0);"##,
            ##"1E+21|0.1|1E+22|0.3333333333333333|100|1E-05|NaN|Infinity"##
        ),
        (
            ##"HashSet<string> allowed = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "GET", "post" }; return allowed.Contains(context.Request.Method.ToLower()) && allowed.Contains("POST");"##,
            ##"True"##
        ),
    ])
    func runsBlocks(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://learn.microsoft.com/dotnet/csharp/language-reference/operators
    @Test(arguments: [
        (
            ##"((IResponse)context.Variables["response"]).StatusCode == 429 && ((IResponse)context.Variables["response"]).StatusReason.Contains("Many")"##,
            ##"True"##
        ),
        (##"(context.Variables.GetValueOrDefault<IResponse>("response")?.StatusCode ?? 0).ToString()"##, ##"429"##),
        (##"(5 & 3) + (5 | 3) + (5 ^ 3) + (1 << 3) + (-16 >> 2) + (~5)"##, ##"12"##),
        (
            ##"context.Request.Headers.ContainsKey("Accept") && context.Request.Headers["Accept"].Contains("text/html") && context.Request.Headers["Accept"].Length == 2"##,
            ##"True"##
        ),
    ])
    func computesValues(source: String, result: String) throws {
        try expect(source, result)
    }

    @Test(arguments: [
        (
            ##"JObject.Parse("{\"a\":1}").TryGetValue("A", StringComparison.OrdinalIgnoreCase, out var t) ? t.ToString() : "no""##,
            "1"
        ),
        (
            ##"JObject.Parse("{\"a\":1}").TryGetValue("A", StringComparison.Ordinal, out var t) ? t.ToString() : "no""##,
            "no"
        ),
        (##"JObject.Parse("{\"a\":1}").TryGetValue("a", out JToken t) ? t.ToString() : "no""##, "1"),
    ])
    func looksUpNamesWithAComparison(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://www.newtonsoft.com/json/help/html/M_Newtonsoft_Json_Linq_JArray_Insert.htm
    @Test func refusesPlacesOutsideAnArray() {
        let error = #expect(throws: ExpressionError.self) {
            try evaluate("var a = new JArray(1); a.Insert(3, 2); return a;", form: .block)
        }
        #expect(error?.exception == .argumentOutOfRange)
    }

    private func expect(_ source: String, _ result: String) throws {
        let form: CompiledExpression.Form = source.contains("return ") ? .block : .single
        let value = try evaluate(source, form: form)
        #expect(value.invariantText == result)
    }
}
