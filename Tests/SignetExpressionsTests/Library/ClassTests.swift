// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of .NET; the hashes are those of openssl.
@Suite struct ClassTests {
    @Test(arguments: [
        (##"new StringBuilder("a").Append("b").Append(1).AppendLine().ToString().Length"##, ##"5"##),
        (##"new StringBuilder("abc").Insert(1, "x").Remove(0, 1).Replace("b", "y").ToString()"##, ##"xyc"##),
        (##"new StringBuilder().AppendFormat("{0}-{1}", 1, 2).Length"##, ##"3"##),
        (##"new StringReader("a\r\nb").ReadLine()"##, ##"a"##),
        (##"StringComparer.OrdinalIgnoreCase.Equals("a", "A")"##, ##"True"##),
        (##"new Uri("https://Example.com:8443/a/../b?x=1#f").AbsoluteUri"##, ##"https://example.com:8443/b?x=1#f"##),
        (##"new Uri("https://example.com/a").Host"##, ##"example.com"##),
        (##"new Uri("https://example.com/a?b=c").PathAndQuery"##, ##"/a?b=c"##),
        (##"new Uri("https://example.com").AbsoluteUri"##, ##"https://example.com/"##),
        (##"new Uri(new Uri("https://example.com/a/b"), "../c").ToString()"##, ##"https://example.com/c"##),
        (##"new Uri("http://example.com:80/").Port"##, ##"80"##),
        (##"new Uri("https://example.com/a/b").Segments.Length"##, ##"3"##),
        (##"new Uri("https://u:p@example.com/x").GetLeftPart(UriPartial.Authority)"##, ##"https://u:p@example.com"##),
        (##"Uri.TryCreate("nonsense", UriKind.Absolute, out var u)"##, ##"False"##),
        (##"Uri.EscapeDataString("a b/c")"##, ##"a%20b%2Fc"##),
        (##"context.Request.OriginalUrl.ToUri().Scheme"##, ##"https"##),
        (##"System.Net.WebUtility.HtmlDecode("&lt;a&gt; &amp; &#228;")"##, ##"<a> & ä"##),
        (##"System.Net.IPAddress.Parse("::1").ToString()"##, ##"::1"##),
        (##"System.Net.IPAddress.TryParse("1.2.3.4.5", out var ip)"##, ##"False"##),
        (
            ##"BitConverter.ToString(MD5.Create().ComputeHash(Encoding.UTF8.GetBytes("abc"))).Replace("-", "").ToLower()"##,
            ##"900150983cd24fb0d6963f7d28e17f72"##
        ),
        (
            ##"Convert.ToBase64String(SHA256.Create().ComputeHash(Encoding.UTF8.GetBytes("abc")))"##,
            ##"ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="##
        ),
        (
            ##"BitConverter.ToString(SHA1.Create().ComputeHash(Encoding.UTF8.GetBytes("abc")))"##,
            ##"A9-99-3E-36-47-06-81-6A-BA-3E-25-71-78-50-C2-6C-9C-D0-D8-9D"##
        ),
        (
            ##"Convert.ToBase64String(new HMACSHA256(Encoding.UTF8.GetBytes("key")).ComputeHash(Encoding.UTF8.GetBytes("The quick brown fox jumps over the lazy dog")))"##,
            ##"97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg="##
        ),
        (##"new System.Security.Cryptography.SHA256Managed().HashSize"##, ##"256"##),
        (##"Encoding.GetEncoding("ISO-8859-1").GetBytes("é").Length"##, ##"1"##),
        (##"Encoding.Unicode.GetBytes("ab").Length"##, ##"4"##),
        (
            ##"Encoding.UTF8.GetString(Encoding.UTF8.GetBytes("secret").Encrypt("Aes", new byte[16], new byte[16]).Decrypt("Aes", new byte[16], new byte[16]))"##,
            ##"secret"##
        ),
        (##""Basic dXNlcjpwYXNzOndvcmQ=".AsBasic().Password"##, ##"pass:word"##),
        (##""Basic nonsense".AsBasic() == null"##, ##"True"##),
        (##""x.y".AsJwt() == null"##, ##"True"##),
        (##"Tuple.Create(1, "a").Item2"##, ##"a"##),
        (##"new Tuple<int, string>(1, "a")"##, ##"(1, a)"##),
        (##"new KeyValuePair<string, int>("a", 1).Value"##, ##"1"##),
        (##"Array.IndexOf(new[] { 3, 4 }, 4)"##, ##"1"##),
        (##"new[] { 1, 2 }.Zip(new[] { 3, 4 }, (x, y) => x * y).Sum()"##, ##"11"##),
        (##"Enumerable.Range(1, 3).Sum()"##, ##"6"##),
        (##"new[] { "b", "aa", "a" }.OrderBy(x => x.Length).ThenByDescending(x => x).First()"##, ##"b"##),
    ])
    func computesWithClasses(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    // No arguments of a test: those are printed, and what looks like a token may not be.
    private let tokens = [
        (
            ##""Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwiYXVkIjoiYSIsImV4cCI6MTUxNjIzOTAyMn0.c2ln".AsJwt().Subject"##,
            ##"1234567890"##
        ),
        (
            ##""eyJhbGciOiJIUzI1NiJ9.eyJyb2xlcyI6WyJhIiwiYiJdfQ.c2ln".AsJwt().Claims.GetValueOrDefault("roles", "")"##,
            ##"a,b"##
        ),
        (
            ##""eyJhbGciOiJIUzI1NiJ9.eyJyb2xlcyI6WyJhIiwiYiJdfQ.c2ln".TryParseJwt(out var jwt) ? jwt.Algorithm : """##,
            ##"HS256"##
        ),
    ]

    @Test func readsTokens() throws {
        for (source, result) in self.tokens { #expect(try evaluate(source).invariantText == result) }
    }

    @Test(arguments: [
        (
            ##"try { return new Uri("nonsense").Host; } catch (Exception e) { return e.Message; }"##,
            ##"Invalid URI: The format of the URI could not be determined."##
        ),
        (##"var b = new byte[3]; b[1] = 7; Array.Reverse(b); return b[1] + b.Length;"##, ##"10"##),
        (
            ##"var rng = new System.Security.Cryptography.RNGCryptoServiceProvider(); var b = new byte[8]; rng.GetBytes(b); return b.Length;"##,
            ##"8"##
        ),
        (
            ##"var s = new byte[] { 1, 2, 3, 4 }; var t = new byte[2]; Array.Copy(s, 1, t, 0, 2); return t[0] * 10 + t[1];"##,
            ##"23"##
        ),
        (##"using (var h = SHA256.Create()) { return h.ComputeHash(new byte[0]).Length; }"##, ##"32"##),
        (##"var a = new[] { 3, 1, 2 }; Array.Sort(a); return a[0] * 100 + a[1] * 10 + a[2];"##, ##"123"##),
        (##"var sb = new StringBuilder("abc"); sb.Length = 2; sb[0] = 'x'; return sb.ToString();"##, ##"xb"##),
    ])
    func runsWithClasses(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }
}
