// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// More whole expressions as authors of policies write them, with what .NET gives.
@Suite struct AuthorIdiomTests {
    // https://learn.microsoft.com/dotnet/api and https://www.newtonsoft.com/json/help
    @Test(arguments: [
        (
            ##"Guid.TryParse("d3b07384-d113-4ec6-a2ec-9f1d3a1b2c3d", out Guid g) ? g.ToString("N") : """##,
            ##"d3b07384d1134ec6a2ec9f1d3a1b2c3d"##
        ),
        (
            ##"Enum.TryParse("ordinal", true, out StringComparison s) ? s.ToString() : "no""##,
            ##"Ordinal"##
        ),
        (
            ##"(bool)context.Variables["flag"] && !context.Variables.ContainsKey("nope") && context.Variables.GetValueOrDefault<int>("attempt", 0) >= 3"##,
            ##"True"##
        ),
        (
            ##"context.Variables.GetValueOrDefault("missing", "dflt").ToUpperInvariant()"##,
            ##"DFLT"##
        ),
        (
            ##"(context.Variables["attempt"] as int?) ?? 0"##,
            ##"3"##
        ),
        (
            ##"context.Request.MatchedParameters["id"].PadLeft(5, '0').Substring(1, 3)"##,
            ##"000"##
        ),
        (
            ##"new[] { 3, 1, 2 }.OrderByDescending(x => x).Skip(1).First()"##,
            ##"2"##
        ),
        (
            ##"var ordered = new[] { "bb", "a", "cc", "b" }.OrderBy(s => s.Length); var q = ordered.ThenByDescending(s => s); return string.Join(",", q);"##,
            ##"b,a,cc,bb"##
        ),
        (
            ##"string.Join(",", "a,b;c".Split(new[] { ',', ';' }, StringSplitOptions.RemoveEmptyEntries).Select((s, i) => s + i))"##,
            ##"a0,b1,c2"##
        ),
        (
            ##"string.Join(",", new[] { 1, 2, 3, 4 }.GroupBy(x => x % 2 == 0 ? "even" : "odd").ToDictionary(g => g.Key, g => g.Sum()).Select(p => p.Key + ":" + p.Value))"##,
            ##"odd:4,even:6"##
        ),
        (
            ##"string.Join(",", from x in new[] { 1, 2, 3 } where x > 1 select x * 2)"##,
            ##"4,6"##
        ),
        (
            ##"const int max = 3; int i = 0; do { i += 2; if (i == 4) continue; } while (i < max); return i;"##,
            ##"4"##
        ),
        (
            ##"1.0 / 3"##,
            ##"0.3333333333333333"##
        ),
        (
            ##"0.1f + 0.2f"##,
            ##"0.3"##
        ),
        (
            ##"10m / 4"##,
            ##"2.5"##
        ),
        (
            ##"int.MaxValue + 1L"##,
            ##"2147483648"##
        ),
        (
            ##"Math.Round(2.5) + "," + Math.Round(2.5, MidpointRounding.AwayFromZero) + "," + Math.Ceiling(1.2)"##,
            ##"2,3,2"##
        ),
        (
            ##"string.IsNullOrWhiteSpace("  ") ? "blank" : "text""##,
            ##"blank"##
        ),
        (
            ##"((string)null)?.Length ?? -1"##,
            ##"-1"##
        ),
        (
            ##"context.Request.Headers.TryGetValue("X-Items", out var v) ? v[1] : "none""##,
            ##"b"##
        ),
        (
            ##"context.Request.Headers["Accept"].First().Contains("json")"##,
            ##"True"##
        ),
        (
            ##"context.Request.Body.As<JObject>(true).Descendants().OfType<JProperty>().Where(p => p.Name == "sku").Select(p => p.Value.ToString()).First()"##,
            ##"A-1"##
        ),
        (
            ##"context.Request.Body.As<JObject>(true).ToObject<Dictionary<string, JToken>>()["name"].ToString()"##,
            ##"Ada"##
        ),
        (
            ##"((JArray)context.Request.Body.As<JObject>(true)["tags"]).ToObject<string[]>().Length"##,
            ##"2"##
        ),
        (
            ##"((JArray)context.Request.Body.As<JObject>(true)["tags"]).Any(t => t.ToString() == "y")"##,
            ##"True"##
        ),
        (
            ##"context.Request.Body.As<JObject>(true).Value<DateTime>("created").ToString("dd/MM/yyyy HH:mm")"##,
            ##"02/01/2026 03:04"##
        ),
        (
            ##"context.Request.Body.As<JObject>(true)["created"].ToString()"##,
            ##"01/02/2026 03:04:05"##
        ),
        (
            ##"context.Request.Body.As<JObject>(true)["total"].ToString() + "|" + (decimal)context.Request.Body.As<JObject>(true)["total"]"##,
            ##"12.5|12.5"##
        ),
        (
            ##"TimeZoneInfo.ConvertTimeFromUtc(context.Timestamp, TimeZoneInfo.FindSystemTimeZoneById("W. Europe Standard Time")).ToString("HH:mm")"##,
            ##"11:20"##
        ),
        (
            ##"TimeSpan.FromSeconds(3725).ToString(@"hh\:mm\:ss") + " " + TimeSpan.FromDays(1.5)"##,
            ##"01:02:05 1.12:00:00"##
        ),
        (
            ##"context.Timestamp.AddDays(1 - (int)context.Timestamp.DayOfWeek).Date.ToString("yyyyMMdd")"##,
            ##"20261116"##
        ),
        (
            ##"new Random(42).Next(0, 1)"##,
            ##"0"##
        ),
        (
            ##"string.Compare("a", "B", StringComparison.OrdinalIgnoreCase) < 0"##,
            ##"True"##
        ),
        (
            ##""Hello World".Aggregate("", (s, ch) => char.IsUpper(ch) ? s + "_" + char.ToLower(ch) : s + ch)"##,
            ##"_hello _world"##
        ),
        (
            ##"new string("abc".Reverse().ToArray())"##,
            ##"cba"##
        ),
        (
            ##"new string('*', 4) + "abcdef".Remove(2).Insert(0, ">").Replace('a', 'z')"##,
            ##"****>zb"##
        ),
        (
            ##""a-b_c".IndexOfAny(new[] { '_', '-' })"##,
            ##"1"##
        ),
        (
            ##"List<string> l = new List<string> { "x" }; l.AddRange(new[] { "y", "z" }); l.RemoveAll(s => s == "y"); l.Insert(0, "w"); return string.Join("", l) + l.IndexOf("z") + l.Contains("y");"##,
            ##"wxz2False"##
        ),
        (
            ##"Func<int, Func<int, int>> add = a => b => a + b; return add(1)(2);"##,
            ##"3"##
        ),
        (
            ##"var xs = Enumerable.Range(1, 5).Where(x => x % 2 == 1).Select(x => new { x, sq = x * x }); return string.Join(";", xs.Select(a => $"{a.x}^2={a.sq}"));"##,
            ##"1^2=1;3^2=9;5^2=25"##
        ),
        (
            ##"context.Request.Url.Path.Split('/') is var parts && parts.Length > 2 ? parts[2] : """##,
            ##"v1"##
        ),
        (
            ##"if (!(context.Variables["attempt"] is int n)) { return "no"; } return n * 2;"##,
            ##"6"##
        ),
        (
            ##"var p = new { Name = "a", Tags = new List<int> { 1, 2 } }; return JObject.FromObject(p)["Tags"][1];"##,
            ##"2"##
        ),
        (
            ##"byte[] b = { 1, 2, 255 }; return Convert.ToBase64String(b) + BitConverter.ToString(b);"##,
            ##"AQL/01-02-FF"##
        ),
        (
            ##"0x1F | 0b0001_0000 ^ 3"##,
            ##"31"##
        ),
        (
            ##"unchecked((int)4294967295) + (byte)'A'"##,
            ##"64"##
        ),
        (
            ##"int? a = null; int? b = 5; return (a ?? 1) + b.Value + (a.HasValue ? 1 : 0) + a.GetValueOrDefault(7);"##,
            ##"13"##
        ),
        (
            ##"nameof(context.Request) + default(int) + default(string)"##,
            ##"Request0"##
        ),
        (
            ##"context.LastError?.Message ?? "none""##,
            ##"none"##
        ),
        (
            ##"var e = new XElement("root", new XAttribute("a", 1), new XElement("b", "x"), new XComment("c")); e.SetAttributeValue("z", true); return e.ToString(SaveOptions.DisableFormatting);"##,
            ##"<root a="1" z="true"><b>x</b><!--c--></root>"##
        ),
        (
            ##"XElement.Parse("<a xmlns='urn:x'><b>1</b></a>").Element(XName.Get("b", "urn:x")).Value"##,
            ##"1"##
        ),
        (
            ##"$"{context.Timestamp:yyyy}-{context.Timestamp.Month:D2}-{{{context.Timestamp.Day}}}""##,
            ##"2026-11-{21}"##
        ),
        (
            ##"context.Request.Certificate == null ? "none" : context.Request.Certificate.Thumbprint"##,
            ##"none"##
        ),
        (
            ##""a" + 1 + 2.5 + true + 'c' + null + 3m"##,
            ##"a12.5Truec3"##
        ),
        (
            ##"'a' + 1"##,
            ##"98"##
        ),
        (
            ##"string.Join(" ", "the quick fox".Split().Select(w => char.ToUpper(w[0]) + w.Substring(1)))"##,
            ##"The Quick Fox"##
        ),
        (
            ##"var uri = Uri.EscapeDataString("https://a.servicebus.windows.net/q").ToLowerInvariant(); using (var h = new HMACSHA256(Convert.FromBase64String("c2VjcmV0a2V5"))) { return Uri.EscapeDataString(Convert.ToBase64String(h.ComputeHash(Encoding.UTF8.GetBytes(uri + "\n" + 1795260000)))); }"##,
            ##"RukE2TBiwfxLYIWJMAJOT%2BRP4NgRBjHdGQ5O9ELfJrg%3D"##
        ),
        (
            ##"var lines = new[] { context.Request.Method.Replace("POST", "GET") }.Concat(Enumerable.Repeat("", 11)).Concat(new[] { "x-ms-date:" + context.Timestamp.ToString("R"), "x-ms-version:2020-04-08", "/acct/c/b" }); var key = new HMACSHA256(Convert.FromBase64String("c2VjcmV0a2V5")); var name = "x-ms-date:Sat, 21 Nov 2026 10:20:30 GMT"; return Convert.ToBase64String(key.ComputeHash(Encoding.UTF8.GetBytes(string.Join("\n", lines)))) + lines.Contains(name);"##,
            ##"KYPzzyM0qgJoMocjKanw6ZHAm7zO0SB0KExtcBXS1Dk=True"##
        ),
        (
            ##"context.Request.Headers.GetValueOrDefault("Authorization", "").Split(' ').Last().Split('.').Skip(1).Take(1).Select(p => Encoding.UTF8.GetString(Convert.FromBase64String(p.Replace('-', '+').Replace('_', '/').PadRight(p.Length + (4 - p.Length % 4) % 4, '=')))).Select(JObject.Parse).First()["name"].ToString()"##,
            ##"Ada"##
        ),
    ])
    func evaluatesIdioms(source: String, result: String) throws {
        #expect(try AuthorStyleContext.text(of: source) == result)
    }
}
