// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of .NET, invariant culture.
@Suite struct LibraryTests {
    @Test(arguments: [
        ("\"abc\".Length", "3"), ("\"abc\".Substring(1)", "bc"), ("\"abc\".Substring(1, 1)", "b"),
        ("\"abc\".Substring(3)", ""),
        ("\"abc\".Contains(\"b\")", "True"), ("\"abc\".Contains(\"B\", StringComparison.OrdinalIgnoreCase)", "True"),
        ("\"abc\".StartsWith(\"AB\", StringComparison.OrdinalIgnoreCase)", "True"),
        ("\"abc\".StartsWith(\"b\")", "False"),
        ("\"abc\".EndsWith(\"bc\")", "True"), ("\"aBc\".ToUpper()", "ABC"), ("\"aBc\".ToLowerInvariant()", "abc"),
        ("\"straße\".ToUpperInvariant()", "STRAßE"), ("\" a \".Trim()", "a"), ("\"xax\".Trim('x')", "a"),
        ("\"/a/\".TrimEnd('/')", "/a"), ("\"//a\".TrimStart('/', 'b')", "a"),
        ("\"aXbX\".Replace(\"X\", \"-\")", "a-b-"),
        ("\"abc\".Replace('b', 'd')", "adc"), ("\"abc\".Replace(\"b\", null)", "ac"),
        ("\"a,b,,c\".Split(',').Length", "4"),
        ("\"a,b,,c\".Split(new[] { ',' }, StringSplitOptions.RemoveEmptyEntries).Length", "3"),
        ("\"a--b\".Split(new string[] { \"--\" }, StringSplitOptions.None)[1]", "b"), ("\"a b\".Split()[1]", "b"),
        ("\"a=b=c\".Split(new[] { '=' }, 2)[1]", "b=c"), ("\"a=b=c\".Split('=', 2).Length", "2"),
        ("\"a/b\".Split('/')[0]", "a"), ("\"abc\".IndexOf(\"c\")", "2"), ("\"abc\".IndexOf('x')", "-1"),
        ("\"abca\".LastIndexOf(\"a\")", "3"), ("\"abc\".IndexOf(\"C\", StringComparison.OrdinalIgnoreCase)", "2"),
        ("\"a\".Equals(\"A\", StringComparison.OrdinalIgnoreCase)", "True"), ("\"a\".Equals(null)", "False"),
        ("\"5\".PadLeft(3, '0')", "005"), ("\"5\".PadRight(3) + \"|\"", "5  |"), ("\"abc\".Remove(1)", "a"),
        ("\"ac\".Insert(1, \"b\")", "abc"), ("\"abc\".ToString()", "abc"), ("\"ab\".ToCharArray()[1]", "b"),
        ("string.IsNullOrEmpty(\"\")", "True"), ("String.IsNullOrEmpty(null)", "True"),
        ("string.IsNullOrWhiteSpace(\" \\t\")", "True"),
        ("string.Join(\",\", new[] { \"a\", \"b\" })", "a,b"), ("string.Join(\"-\", 1, \"x\", true)", "1-x-True"),
        ("string.Format(\"{0}-{1:D2}-{0,3}{{\", \"a\", 5)", "a-05-  a{"), ("string.Concat(\"a\", 1)", "a1"),
        ("string.Empty + 1", "1"),
        ("string.Equals(\"a\", \"A\", StringComparison.OrdinalIgnoreCase)", "True"),
        ("string.Compare(\"a\", \"b\")", "-1"),
        ("System.String.IsNullOrEmpty(\"x\")", "False"),
    ])
    func knowsStrings(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        ("Convert.ToBase64String(Encoding.UTF8.GetBytes(\"abc\"))", "YWJj"),
        ("Encoding.UTF8.GetString(Convert.FromBase64String(\"YWJj\"))", "abc"),
        ("System.Text.Encoding.ASCII.GetString(new byte[] { 65, 200 })", "A?"),
        ("Convert.FromBase64String(\"YWI=\").Length", "2"),
        ("Convert.FromBase64String(\" YW\\nJj \")[2]", "99"), ("Convert.ToInt32(\"42\") + 1", "43"),
        ("Convert.ToInt32(2.5)", "2"),
        ("Convert.ToInt32(null)", "0"), ("Convert.ToBoolean(\"True\")", "True"), ("int.Parse(\" -42 \")", "-42"),
        ("long.Parse(\"9999999999\")", "9999999999"), ("double.Parse(\"1.5\") * 2", "3"),
        ("bool.Parse(\"true\")", "True"),
        ("int.TryParse(\"7\", out var n) ? n : -1", "7"), ("int.TryParse(\"x\", out int n) ? n : -1", "-1"),
        ("Math.Max(0, -1)", "0"), ("Math.Min(2, 3.5)", "2"), ("Math.Abs(-5)", "5"), ("Math.Round(2.5)", "2"),
        ("Math.Max(0, (int)context.Variables[\"number\"] - 1).ToString()", "4"), ("5.ToString(\"D3\")", "005"),
        ("Guid.NewGuid().ToString().Length", "36"), ("Guid.NewGuid().ToString(\"N\").Length", "32"),
        ("Guid.Parse(\"97E0A5B7-D745-40B6-94FE-5F77D35C6E05\")", "97e0a5b7-d745-40b6-94fe-5f77d35c6e05"),
        ("DateTime.UtcNow.ToString(\"yyyy-MM-ddTHH:mm:ss.fffZ\")", "2026-11-21T10:04:05.123Z"),
        ("DateTime.UtcNow", "11/21/2026 10:04:05"),
        ("DateTime.UtcNow.AddMinutes(10).ToString(\"o\")", "2026-11-21T10:14:05.1234560Z"),
        ("$\"{DateTime.UtcNow:r}\"", "Sat, 21 Nov 2026 10:04:05 GMT"),
        ("DateTime.UtcNow.AddDays(-21).ToString(\"dddd d MMM yy h:mm tt\")", "Saturday 31 Oct 26 10:04 AM"),
        ("(DateTime.UtcNow.AddHours(25) - DateTime.UtcNow).TotalMinutes", "1500"), ("DateTime.UtcNow.Year", "2026"),
        ("DateTime.UtcNow > DateTime.UtcNow.AddSeconds(-1)", "True"), ("TimeSpan.FromMinutes(90)", "01:30:00"),
        ("System.Net.WebUtility.UrlEncode(\"a b&c/é\")", "a+b%26c%2F%C3%A9"),
        ("Uri.EscapeDataString(\"a b/~\")", "a%20b%2F~"),
        ("System.Net.WebUtility.UrlDecode(\"a+b%26\")", "a b&"),
        ("WebUtility.HtmlEncode(\"<a href='x'>\")", "&lt;a href=&#39;x&#39;&gt;"),
    ])
    func knowsTheOtherTypes(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        ("context.Request.Method", "GET"), ("context.Request.Url.Host", "contoso.test"),
        ("context.Request.Url.ToString()", "https://contoso.test/orders/7?a=1&a=2"),
        ("context.Request.Headers.GetValueOrDefault(\"Accept\")", "text/html,*/*"),
        ("context.Request.Headers[\"Accept\"][1]", "*/*"),
        ("context.Request.Headers.GetValueOrDefault(\"None\", \"n/a\")", "n/a"),
        ("context.Request.Headers.GetValueOrDefault(\"None\") == null", "True"),
        ("context.Request.Headers.GetValueOrDefault(\"None\", new string[] { \"z\" })[0]", "z"),
        ("context.Request.Headers.ContainsKey(\"X-One\")", "True"),
        ("context.Request.MatchedParameters[\"id\"]", "7"),
        ("context.Request.Url.Query.GetValueOrDefault(\"a\", \"\")", "1,2"),
        ("context.Variables.GetValueOrDefault<string>(\"text\")", "abc"),
        ("context.Variables.GetValueOrDefault<string>(\"none\", \"d\")", "d"),
        ("context.Variables.GetValueOrDefault<int>(\"none\")", "0"),
        ("context.Variables.GetValueOrDefault<bool>(\"flag\")", "True"),
        ("context.Variables.GetValueOrDefault(\"text\", \"\").Length", "3"),
        ("context.Variables.GetValueOrDefault(\"none\") == null", "True"),
        ("context.Variables.GetValueOrDefault<byte[]>(\"bytes\").Length", "3"),
        ("((IResponse)context.Variables[\"response\"]).StatusCode", "429"),
        ("context.Variables.TryGetValue(\"text\", out var v) ? (string)v : \"\"", "abc"),
        ("context.RequestId.ToString().Substring(0, 8)", "97e0a5b7"),
        ("context.Request.Body.As<string>(preserveContent: true)", "body"),
        ("context.Request.Body?.As<byte[]>(true).Length", "4"),
        ("context.Request.Certificate?.Thumbprint ?? \"none\"", "none"),
        ("((string[])context.Variables[\"array\"])[1]", "y"),
        ("context.Variables.Count", "8"), ("context.Request.Url.Port == 443", "True"),
        ("context.RequestId", "97e0a5b7-d745-40b6-94fe-5f77d35c6e05"),
    ])
    func knowsTheContext(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test func keepsTheBytesOfMicrosoftsExample() throws {
        let value = try evaluate(#"context.Variables.GetValueOrDefault<byte[]>("bytes")"#)
        #expect(value.bytes == [1, 2, 3])
    }
}
