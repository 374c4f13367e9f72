// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// What authors of policies take from C# and .NET, with what .NET gives.
@Suite struct AuthorLibraryTests {
    // https://learn.microsoft.com/dotnet/api and https://learn.microsoft.com/dotnet/csharp
    @Test(arguments: [
        (
            ##"context.Request.Headers.GetValueOrDefault("X-None", null) ?? "d""##,
            ##"d"##
        ),
        (
            ##"context.Request.Url.Query["tag"][1] + context.Request.Url.QueryString"##,
            ##"b?expand=lines&tag=a&tag=b"##
        ),
        (
            ##"$"{((bool)context.Variables["flag"] ? 1 : 0):D3}""##,
            ##"001"##
        ),
        (
            ##"string.Equals("A", "a", StringComparison.OrdinalIgnoreCase) && Convert.ToBoolean("true")"##,
            ##"True"##
        ),
        (
            ##"Convert.ToString(5, 2) + Convert.ToInt32("ff", 16) + Convert.ToInt32("12") % 5"##,
            ##"1012552"##
        ),
        (
            ##"Math.Max(1, 2) + Math.Pow(2, 10) + Math.Floor(1.7)"##,
            ##"1027"##
        ),
        (
            ##"TimeSpan.Parse("00:05").TotalSeconds + TimeSpan.FromHours(1.5).TotalMinutes"##,
            ##"390"##
        ),
        (
            ##"DateTimeOffset.Parse("2026-01-01T00:00:00+02:00").ToUniversalTime().ToString("o")"##,
            ##"2025-12-31T22:00:00.0000000+00:00"##
        ),
        (
            ##"string.Join("|", Regex.Split("a1b22c", @"\d+")) + new Regex(@"^(?<w>\w+)", RegexOptions.IgnoreCase | RegexOptions.Singleline).Match("hi there").Groups["w"].Value"##,
            ##"a|b|chi"##
        ),
        (
            ##"var d = new Dictionary<string, int> { ["a"] = 1, ["b"] = 3 }; foreach (var kv in d.ToList()) { d[kv.Key] = kv.Value + 1; } return d.OrderByDescending(kv => kv.Value).First().Key + d.Values.Sum() + string.Join("", d.Keys);"##,
            ##"b6ab"##
        ),
        (
            ##"new HashSet<string>(new[] { "GET", "put" }, StringComparer.OrdinalIgnoreCase).Contains("PUT")"##,
            ##"True"##
        ),
        (
            ##"var s = new Stack<char>(); foreach (var ch in "(())") { if (ch == '(') { s.Push(ch); } else if (s.Count == 0 || s.Pop() != '(') { return false; } } return s.Count == 0;"##,
            ##"True"##
        ),
        (
            ##"var q = new Queue<int>(new[] { 1, 2 }); q.Enqueue(3); return q.Dequeue() + q.Peek() + q.Count;"##,
            ##"5"##
        ),
        (
            ##"new JObject(new JProperty("a", new JArray(from x in new[] { 1, 2 } select new JObject(new JProperty("v", x))))).ToString(Formatting.None)"##,
            ##"{"a":[{"v":1},{"v":2}]}"##
        ),
        (
            ##"JToken.DeepEquals(JToken.FromObject(new[] { 1, 2 }), JArray.Parse("[1,2]"))"##,
            ##"True"##
        ),
        (
            ##"var o = JObject.Parse("{\"a\":{\"b\":[5]},\"n\":null}"); return (int)o.SelectToken("a.b[0]", false) + (o.Value<int?>("missing") ?? 7) + o["a"]["b"][0].ToObject<int>() + o["n"].Type.ToString() + (o["zz"]?.Type == null);"##,
            ##"17NullTrue"##
        ),
        (
            ##"JArray.Parse("[{\"n\":\"b\"},{\"n\":\"a\"},{\"n\":\"b\"}]").Select(x => x.Value<string>("n")).Distinct().OrderBy(x => x).Aggregate((a, b) => a + b)"##,
            ##"ab"##
        ),
        (
            ##"var doc = XDocument.Parse("<a xmlns:p='urn:p' k='v'><p:x>1</p:x></a>"); XNamespace p = "urn:p"; return (string)doc.Root.Element(p + "x") + doc.Descendants().First(e => e.Name.LocalName == "x").Value + doc.Root.Attribute("k")?.Value + (doc.Root.Attribute("q")?.Value ?? "-");"##,
            ##"11v-"##
        ),
        (
            ##"new string("a1b2".Where(char.IsDigit).ToArray()) + "abc".All(char.IsLetter) + string.Join(",", new[] { "1", "2" }.Select(int.Parse).Select(i => i + 1))"##,
            ##"12True2,3"##
        ),
        (
            ##"var a = new[] { "b", "a" }; Array.Sort(a); Array.Reverse(a); return string.Join(",", a) + Array.IndexOf(a, "a") + Array.Exists(a, x => x == "b") + Array.ConvertAll(new[] { "1", "2" }, int.Parse).Sum() + Array.FindIndex(a, x => x == "a");"##,
            ##"b,a1True31"##
        ),
        (
            ##"var parts = "x,y".Split(','); int i = 0; return parts[i++] + parts[i] + i;"##,
            ##"xy1"##
        ),
        (
            ##"Func<int, int> fac = null; fac = n => n <= 1 ? 1 : n * fac(n - 1); return fac(5);"##,
            ##"120"##
        ),
        (
            ##"(decimal.TryParse("1.50", out decimal m) ? m : 0m) + "|" + double.Parse("1e3") + "|" + long.MaxValue.ToString("N0") + "|" + (5 / 2.0).ToString("0.00")"##,
            ##"1.50|1000|9,223,372,036,854,775,807|2.50"##
        ),
        (
            ##"Guid.Empty.ToString() + Guid.NewGuid().ToString("N").Length"##,
            ##"00000000-0000-0000-0000-00000000000032"##
        ),
        (
            ##"Encoding.GetEncoding("iso-8859-1").GetString(new byte[] { 0xE9 }) + Encoding.ASCII.GetString(Encoding.ASCII.GetBytes("é"))"##,
            ##"é?"##
        ),
        (
            ##"int.TryParse("5", out _) ? "number" : "text""##,
            ##"number"##
        ),
        (
            ##"object o = "abc"; return o is string s && s.Length > 2 ? s[1].ToString() : "";"##,
            ##"b"##
        ),
        (
            ##"object o = null; return o is null ? "none" : "some";"##,
            ##"none"##
        ),
        (
            ##"string Classify(object v) { switch (v) { case string s when s.StartsWith("a"): return "a-text"; case string _: return "text"; case int n when n < 0: return "negative"; case var other: return other?.ToString() ?? "null"; } } return Classify("abc") + Classify("x") + Classify(-1) + Classify(null) + Classify(2.5);"##,
            ##"a-texttextnegativenull2.5"##
        ),
        (
            ##"int Add(int a, int b = 10) => a + b; return Add(1) + Add(b: 1, a: 1);"##,
            ##"13"##
        ),
        (
            ##"var sb = new StringBuilder(); for (var i = 0; i < 3; i++) { if (i == 1) { continue; } sb.Append(i).Append(',').AppendLine(); } sb.Length -= 1; return sb.ToString().Trim().Split(new[] { "\r\n", "\n" }, StringSplitOptions.None).Length;"##,
            ##"2"##
        ),
        (
            ##"var expires = DateTimeOffset.FromUnixTimeSeconds(1795259045); return expires > context.Timestamp ? (expires - context.Timestamp).ToString() : "gone";"##,
            ##"00:43:35"##
        ),
        (
            ##"context.Timestamp.Date.AddDays(-(int)context.Timestamp.DayOfWeek).ToString("yyyy-MM-dd'T'HH:mm:ss.fffK")"##,
            ##"2026-11-15T00:00:00.000Z"##
        ),
        (
            ##"string.Join(",", Enumerable.Range(0, 3).Zip(new[] { "a", "b", "c" }, (n, s) => s + n).Reverse().TakeWhile(s => s != "a0"))"##,
            ##"c2,b1"##
        ),
        (
            ##"var groups = context.User.Groups.ToDictionary(g => g.Id, g => g.Name); return groups.ContainsKey("g1") && groups.TryGetValue("g2", out var name) ? name : "none";"##,
            ##"Guests"##
        ),
        (
            ##"context.Request.Headers.GetValueOrDefault("Content-Type", "").Split(';').Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("charset", StringComparison.OrdinalIgnoreCase))?.Split('=')[1]"##,
            ##"utf-8"##
        ),
        (
            ##"((JArray)JObject.Parse("{\"a\":[1,2,3]}")["a"]).Where(t => (int)t % 2 == 1).Select(t => (int)t).ToArray().Length"##,
            ##"2"##
        ),
        (
            ##"JsonConvert.SerializeObject(context.User.Groups.Select(g => new { g.Id, g.Name }))"##,
            ##"[{"Id":"g1","Name":"Developers"},{"Id":"g2","Name":"Guests"}]"##
        ),
        (
            ##"JsonConvert.SerializeObject(new Dictionary<string, object> { { "when", context.Timestamp }, { "span", TimeSpan.FromSeconds(1) }, { "bytes", new byte[] { 1, 2 } } })"##,
            ##"{"when":"2026-11-21T10:20:30Z","span":"00:00:01","bytes":"AQI="}"##
        ),
        (
            ##"$"{"a",-3}|{"b",3}|{1.5,8:F1}|{new DateTime(2026, 1, 2),12:dd.MM.yyyy}|""##,
            ##"a  |  b|     1.5|  02.01.2026|"##
        ),
        (
            ##"(context.Response.StatusCode >= 400 && context.Response.StatusCode < 500) || context.Response.StatusCode == 503 ? "retry-" + context.Response.Headers["Retry-After"].First() : """##,
            ##"retry-30"##
        ),
        (
            ##"var x = 5; x += 3; x *= 2; x -= 1; x /= 2; x %= 4; x <<= 3; x |= 1; x ^= 3; return x;"##,
            ##"26"##
        ),
        (
            ##"long ticks = new DateTime(2026, 1, 1).Ticks; return ticks / TimeSpan.TicksPerDay;"##,
            ##"739616"##
        ),
        (
            ##""A-b_c d".ToLower().Replace("-", "").Replace('_', ' ').Split(' ').Select(w => w.Length).Max()"##,
            ##"2"##
        ),
        (
            ##"string.Concat("b", "a", 1, true) + string.Concat(new[] { "x", "y" }) + string.Concat(new object[] { 1, "z" })"##,
            ##"ba1Truexy1z"##
        ),
    ])
    func evaluatesTheLibrary(source: String, result: String) throws {
        #expect(try AuthorStyleContext.text(of: source) == result)
    }
}
