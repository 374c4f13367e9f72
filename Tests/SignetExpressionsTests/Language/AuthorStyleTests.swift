// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// Whole expressions as authors of policies write them, with what .NET gives.
@Suite struct AuthorStyleTests {
    // https://learn.microsoft.com/azure/api-management/api-management-policy-expressions
    @Test(arguments: [
        (
            ##"context.Request.Headers.GetValueOrDefault("Authorization","").Split(' ').Last().AsJwt()?.Claims.GetValueOrDefault("scp","")"##,
            ##"read write"##
        ),
        (
            ##"context.Request.Headers.GetValueOrDefault("Authorization","").AsJwt()?.Claims["roles"].Contains("admin") == true ? "yes" : "no""##,
            ##"yes"##
        ),
        (
            ##"Jwt jwt; if (context.Request.Headers.GetValueOrDefault("Authorization","").TryParseJwt(out jwt)) { return jwt.Claims.ContainsKey("name") ? jwt.Claims["name"].FirstOrDefault() : jwt.Subject; } return "none";"##,
            ##"Ada"##
        ),
        (
            ##"if (context.Request.Headers.GetValueOrDefault("Authorization","").TryParseJwt(out Jwt jwt) && jwt.ExpirationTime > context.Timestamp) { return $"{jwt.Issuer} {jwt.ExpirationTime:yyyy-MM-dd}"; } return "expired";"##,
            ##"https://sts.windows.net/a/ 2026-11-21"##
        ),
        (
            ##"string.Join(";", context.User.Groups.Select(g => g.Name))"##,
            ##"Developers;Guests"##
        ),
        (
            ##"context.User.Groups.Any(g => g.Name.Equals("developers", StringComparison.OrdinalIgnoreCase))"##,
            ##"True"##
        ),
        (
            ##"var body = context.Request.Body.As<JObject>(true); var result = new JObject(new JProperty("id", body["id"]), new JProperty("sum", body["lines"].Sum(l => (int)l["qty"] * (double)l["price"]))); return result.ToString(Newtonsoft.Json.Formatting.None);"##,
            ##"{"id":7,"sum":12.5}"##
        ),
        (
            ##"var body = context.Request.Body.As<JObject>(preserveContent: true); return new JObject { ["name"] = (string)body["name"], ["skus"] = new JArray(body["lines"].Select(l => (string)l["sku"])), ["n"] = body["lines"].Count() }.ToString(Newtonsoft.Json.Formatting.None);"##,
            ##"{"name":"Ada","skus":["A-1","B-2"],"n":2}"##
        ),
        (
            ##"JObject.FromObject(new { a = 1, b = "x", c = new[] { 1, 2 } }).ToString(Newtonsoft.Json.Formatting.None)"##,
            ##"{"a":1,"b":"x","c":[1,2]}"##
        ),
        (
            ##"JsonConvert.SerializeObject(new { @class = "x", when = 1, d = 1.0, n = (string)null })"##,
            ##"{"class":"x","when":1,"d":1.0,"n":null}"##
        ),
        (
            ##"var m = System.Text.RegularExpressions.Regex.Match(context.Request.Url.Path, @"/(?<ver>v\d+)/(?<id>\d+)"); return m.Success ? $"{m.Groups["ver"].Value}:{m.Groups["id"].Value}" : "none";"##,
            ##"v1:7"##
        ),
        (
            ##"Regex.Replace("2026-01-02", @"(\d{4})-(\d{2})-(\d{2})", "$3.$2.$1")"##,
            ##"02.01.2026"##
        ),
        (
            ##"Regex.Replace("a1b22", @"\d+", m => (int.Parse(m.Value) * 2).ToString())"##,
            ##"a2b44"##
        ),
        (
            ##"string.Join(",", Regex.Matches("k1=v1;k2=v2", @"(\w+)=(\w+)").Cast<Match>().Select(m => m.Groups[1].Value))"##,
            ##"k1,k2"##
        ),
        (
            ##"string.Join("|", context.Request.Headers.Where(h => h.Key.StartsWith("X-")).OrderBy(h => h.Key).Select(h => h.Key + "=" + string.Join(",", h.Value)))"##,
            ##"X-Forwarded-For=203.0.113.7, 10.0.0.1|X-Items=a,b,c"##
        ),
        (
            ##"context.Request.Headers.GetValueOrDefault("X-Forwarded-For","").Split(',')[0].Trim()"##,
            ##"203.0.113.7"##
        ),
        (
            ##"string.Format("{0:000}-{1,6:F2}|{2,-5}|", 7, 3.14159, "ab")"##,
            ##"007-  3.14|ab   |"##
        ),
        (
            ##"string.Format("{0:yyyy-MM-ddTHH:mm:ssZ} {1:N0} {2:P1} {3:X4} {4:#,##0.00}", context.Timestamp, 1234567, 0.256, 255, 9876.543)"##,
            ##"2026-11-21T10:20:30Z 1,234,567 25.6 % 00FF 9,876.54"##
        ),
        (
            ##"context.Timestamp.AddDays(-1).ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'")"##,
            ##"Fri, 20 Nov 2026 10:20:30 GMT"##
        ),
        (
            ##"context.Timestamp.ToString("r") + "|" + context.Timestamp.ToString("o") + "|" + context.Timestamp.ToString("s") + "|" + context.Timestamp.ToString("u")"##,
            ##"Sat, 21 Nov 2026 10:20:30 GMT|2026-11-21T10:20:30.0000000Z|2026-11-21T10:20:30|2026-11-21 10:20:30Z"##
        ),
        (
            ##"(int)(context.Timestamp.AddMinutes(90) - context.Timestamp).TotalMinutes"##,
            ##"90"##
        ),
        (
            ##"(long)(context.Timestamp - new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc)).TotalSeconds"##,
            ##"1795256430"##
        ),
        (
            ##"new DateTimeOffset(context.Timestamp).ToUnixTimeSeconds()"##,
            ##"1795256430"##
        ),
        (
            ##"DateTimeOffset.FromUnixTimeSeconds(1795256430).UtcDateTime.ToString("HH:mm")"##,
            ##"10:20"##
        ),
        (
            ##"DateTime.Parse("2026-03-01T00:00:00Z").AddDays(7).DayOfWeek"##,
            ##"Sunday"##
        ),
        (
            ##"DateTime.TryParse("nonsense", out var d) ? d.ToString() : "bad""##,
            ##"bad"##
        ),
        (
            ##"int.TryParse(context.Variables.GetValueOrDefault<string>("csv").Split(';')[1], out var n) ? n + 1 : -1"##,
            ##"3"##
        ),
        (
            ##"Convert.ToBase64String(Encoding.UTF8.GetBytes($"{"user"}:{"pass"}"))"##,
            ##"dXNlcjpwYXNz"##
        ),
        (
            ##"Encoding.UTF8.GetString(Convert.FromBase64String("w6TDtsO8"))"##,
            ##"äöü"##
        ),
        (
            ##"var key = Convert.FromBase64String("c2VjcmV0a2V5"); var date = "Sat, 21 Nov 2026 10:20:30 GMT"; var payload = $"{"GET".ToLowerInvariant()}\n{"docs"}\n{"dbs/a/colls/b"}\n{date.ToLowerInvariant()}\n\n"; using (var hmac = new System.Security.Cryptography.HMACSHA256 { Key = key }) { var sig = Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(payload))); return System.Net.WebUtility.UrlEncode($"type=master&ver=1.0&sig={sig}"); }"##,
            ##"type%3Dmaster%26ver%3D1.0%26sig%3DcYeIZTiZSWYlEWnriJi1ijLL7osaqNF%2FSVG63pniNk8%3D"##
        ),
        (
            ##"var hmac = new System.Security.Cryptography.HMACSHA256(Encoding.UTF8.GetBytes("k")); return BitConverter.ToString(hmac.ComputeHash(Encoding.UTF8.GetBytes("m"))).Replace("-", "").ToLower();"##,
            ##"b60090e3052297aeb5a080889ce2fc4bca957e756faeb4df7d31800ca1e771ec"##
        ),
        (
            ##"using (var sha = SHA256.Create()) { return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes("abc")).Select(b => b.ToString("x2"))); }"##,
            ##"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"##
        ),
        (
            ##"var x = XDocument.Parse(context.Response.Body.As<string>(true)); return string.Join(",", x.Root.Elements("i").Where(e => (int)e.Attribute("n") > 1).Select(e => e.Value));"##,
            ##"b"##
        ),
        (
            ##"XNamespace s = "http://schemas.xmlsoap.org/soap/envelope/"; var d = new XElement(s + "Envelope", new XAttribute(XNamespace.Xmlns + "s", s.NamespaceName), new XElement(s + "Body", new XElement("Id", 7))); return d.ToString(SaveOptions.DisableFormatting);"##,
            ##"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Id>7</Id></s:Body></s:Envelope>"##
        ),
        (
            ##"var o = JToken.Parse((string)context.Variables["json"]); if (o is JObject j && j["a"] is JValue v) { return v.Value.ToString(); } return "no";"##,
            ##"1"##
        ),
        (
            ##"object o = context.Variables["attempt"]; switch (o) { case int i when i > 2: return $"many {i}"; case int i: return $"few {i}"; case string s: return s; case null: return "null"; default: return "?"; }"##,
            ##"many 3"##
        ),
        (
            ##"context.Request.Body.As<JObject>(true)["address"]?["zip"]?.Value<string>() ?? "none""##,
            ##"none"##
        ),
        (
            ##"context.Request.Body.As<JObject>(true)["nope"]?["zip"]?.ToString() ?? "none""##,
            ##"none"##
        ),
        (
            ##"(string)context.Request.Body.As<JObject>(true).SelectToken("$.lines[?(@.qty > 1)].sku")"##,
            ##"A-1"##
        ),
        (
            ##"context.Request.Body.As<JObject>(true).SelectTokens("lines[*].sku").Select(t => (string)t).Aggregate((a, b) => a + "+" + b)"##,
            ##"A-1+B-2"##
        ),
        (
            ##"$"{(context.Response.StatusCode == 429 ? $"retry {context.Response.Headers.GetValueOrDefault("Retry-After", "1"),5}" : "ok")}|{12.345:0.0}|{255:X}""##,
            ##"retry    30|12.3|FF"##
        ),
        (
            ##"string f(int n) => n <= 1 ? "1" : $"{n}*{f(n - 1)}"; return f(4);"##,
            ##"4*3*2*1"##
        ),
        (
            ##"int Fib(int n) { if (n < 2) { return n; } return Fib(n - 1) + Fib(n - 2); } return Fib(10).ToString("D4");"##,
            ##"0055"##
        ),
        (
            ##"$@"path: ""{context.Request.Url.Path}"" \ {{x}}""##,
            ##"path: "/orders/v1/7" \ {x}"##
        ),
        (
            ##"var t = Tuple.Create("a", 2); return t.Item1 + t.Item2;"##,
            ##"a2"##
        ),
        (
            ##"var d = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { { "A", "1" }, { "b", "2" } }; string v; return d.TryGetValue("a", out v) ? v : "none";"##,
            ##"1"##
        ),
        (
            ##"var d = new Dictionary<string, object> { ["x"] = 1, ["y"] = new[] { "p", "q" }, ["z"] = null }; return JsonConvert.SerializeObject(d);"##,
            ##"{"x":1,"y":["p","q"],"z":null}"##
        ),
        (
            ##"JsonConvert.DeserializeObject<Dictionary<string, string>>("{\"a\":\"1\",\"b\":\"2\"}").Select(p => p.Key + p.Value).Aggregate((x, y) => x + y)"##,
            ##"a1b2"##
        ),
        (
            ##"JsonConvert.DeserializeObject<List<string>>("[\"a\",\"b\"]").Count"##,
            ##"2"##
        ),
        (
            ##"var b = new StringBuilder(); foreach (var l in context.Request.Body.As<JObject>(true)["lines"]) { b.AppendFormat("{0}x{1};", l["sku"], l["qty"]); } return b.ToString().TrimEnd(';');"##,
            ##"A-1x2;B-2x1"##
        ),
        (
            ##"var r = new JArray(); for (int i = 0; i < 3; i++) { r.Add(new JObject(new JProperty("i", i))); } return r.ToString(Newtonsoft.Json.Formatting.None);"##,
            ##"[{"i":0},{"i":1},{"i":2}]"##
        ),
        (
            ##"var o = JObject.Parse("{\"a\":1,\"b\":{\"c\":2}}"); o.Property("a").Remove(); o["b"]["d"] = "x"; o.Add("e", new JArray(1, "2", true)); return o.ToString(Newtonsoft.Json.Formatting.None);"##,
            ##"{"b":{"c":2,"d":"x"},"e":[1,"2",true]}"##
        ),
        (
            ##"var o = JObject.Parse("{\"a\":1}"); o.Merge(JObject.Parse("{\"b\":[1]}")); foreach (var p in o.Properties().ToList()) { if (p.Value.Type == JTokenType.Integer) { p.Remove(); } } return o.ToString(Newtonsoft.Json.Formatting.None);"##,
            ##"{"b":[1]}"##
        ),
        (
            ##"try { return JObject.Parse("{bad").ToString(); } catch (Exception e) when (e.Message.Contains("Invalid")) { return "caught"; }"##,
            ##"caught"##
        ),
        (
            ##"try { int.Parse("x"); return ""; } catch (Exception ex) { return ex.Message; } finally { }"##,
            ##"Input string was not in a correct format."##
        ),
        (
            ##"context.Request.OriginalUrl.ToUri().GetLeftPart(UriPartial.Authority)"##,
            ##"https://contoso.azure-api.net"##
        ),
        (
            ##"new Uri(context.Request.OriginalUrl.ToString()).Segments.Last()"##,
            ##"7"##
        ),
        (
            ##"context.Request.Url.Query.GetValueOrDefault("tag")"##,
            ##"a,b"##
        ),
        (
            ##"string.Join("&", context.Request.Url.Query.Select(q => $"{q.Key}={q.Value.First()}"))"##,
            ##"expand=lines&tag=a"##
        ),
        (
            ##"Uri.EscapeDataString("a b&c/ü") + "|" + System.Net.WebUtility.UrlEncode("a b&c/ü") + "|" + System.Net.WebUtility.HtmlEncode("<a>'&")"##,
            ##"a%20b%26c%2F%C3%BC|a+b%26c%2F%C3%BC|&lt;a&gt;&#39;&amp;"##
        ),
    ])
    func evaluatesWhatAuthorsWrite(source: String, result: String) throws {
        #expect(try AuthorStyleContext.text(of: source) == result)
    }
}
