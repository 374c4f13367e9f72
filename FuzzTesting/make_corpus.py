# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Writes the first corpora: a small file for each construct that a parser knows. Findings are added by hand beside them.

usage: make_corpus.py     needs openssl for the certificates
"""
import base64
import json
import pathlib
import subprocess
import tempfile

CORPUS = pathlib.Path(__file__).resolve().parent / "Corpus"

DOCUMENT = {
    "base": "<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>",
    "raw-attribute": '<policies><inbound><set-variable name="v" value="@(context.Request.Headers["a"][0] == "b" && 1 < 2)" /></inbound></policies>',
    "encoded-attribute": "<policies><inbound><set-variable name='v' value='@(&quot;a&quot; + &apos;c&apos; + 1 &lt; 2 &amp;&amp; true)' /></inbound></policies>",
    "raw-text": '<policies><inbound><set-body>@(As<List<string>>("</set-body>") < 1)</set-body></inbound></policies>',
    "strings": '<fragment><a v="@{ /* " } */ var a = @"c""d\\"; var b = $"{a["x"],5:D2}{{}}" + $@"{1}\n"; return \'"\' + a; // " }\n }" /></fragment>',
    "character-data": "<policies><inbound><set-body><![CDATA[<a>@(1 < 2)&amp;]]></set-body></inbound></policies>",
    "comments": "<?xml version='1.0'?><!-- a -- b ---><policies><!-- @( --><inbound><?x y?></inbound></policies><!-- c -->",
    "named-values": '<policies><inbound><set-backend-service base-url="{{host}}/{{path}}" /><set-method>{{m}}</set-method></inbound></policies>',
    "choose": '<policies><inbound><choose><when condition="@(true)"><return-response><set-status code="200" reason="OK" /><set-header name="a"><value>b</value></set-header><set-body>{"a": 1}</set-body></return-response></when><otherwise><rewrite-uri template="/a?b=1&c=2" /></otherwise></choose></inbound></policies>',
    "entities": "<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d SYSTEM 'file:///e'>]><policies><inbound>&b;&d;&#x41;&#0;&#xD800;&#x110000;</inbound></policies>",
    "mixed-ends": "<policies>\r\n\t<inbound>\n<x/>\r</inbound>\r\n</policies>",
    "broken": "<policies><inbound x x='1' x='2' y=z><a></b></inbound><outbound>",
    "unended": '<policies><inbound a="@(" b="@{ @"" c="@($"{"><v>@(/*</v>',
    "certificate": '<policies><inbound><authentication-certificate body="@(Convert.FromBase64String("AA=="))" password="{{p}}" /><authentication-certificate thumbprint="00" certificate-id="c" /></inbound></policies>',
    "described": '<policies><outbound><validate-content unspecified-content-type-action="prevent" max-size="1" size-exceeded-action="detect"><content-type-map><type from="a" to="b" /></content-type-map><content validate-as="json" action="ignore" /></validate-content></outbound></policies>',
    "literal-xml": "<policies><inbound><set-body template='liquid'><a b='{{c}}'>{% if x %} <d /> </a></set-body></inbound></policies>",
    "body": '<policies><inbound><set-variable name="b" value="@(context.Request.Body.As<JObject>()["a"].ToString())" /><base /></inbound><backend><forward-request timeout="10" /></backend></policies>',
}

EXPRESSION = {
    "arithmetic": "1 + 2 * 3 - 4 / 5 % 6 << 1 >> 2 & 3 | 4 ^ 5", "comparison": "1 < 2 && 3 >= 4 || !(5 != 6) && true == false",
    "conditional": 'true ? "a" : null ?? "b"', "string": r'"\u0041\x41\n\"\\" + @"a""b" + ' + "'\\''", "numbers": "0x1F + 1_000 + 1.5e3 + 2m + 3L + 4UL + 5f + 0b11",
    "interpolation": '$"{1 + 2,5:D3}{{}}{(true ? "a" : "b")}{context.RequestId}" + $@"{"x"}\\"', "member": 'context.Request.Headers.GetValueOrDefault("a", "b").Split(\',\')[0].Trim().Length',
    "null-conditional": 'context.Request.Body?.As<JObject>(preserveContent: true)?["a"]?.ToString()', "cast": '(string)context.Variables["s"] as string is string',
    "lambda": 'new [] { 3, 1, 2 }.Where(x => x > 1).OrderBy(x => -x).Select((x, i) => x + i).Sum()', "object": 'new { A = 1, B = "x" }.A + new Dictionary<string, int> { { "a", 1 }, ["b"] = 2 }["a"]',
    "json": 'JObject.Parse("{\\"a\\": [1, 2, {\\"b\\": null}]}").SelectToken("$.a[?(@.b)]")', "xml": 'XElement.Parse("<a b=\'1\'><c/></a>").Descendants().Count()',
    "date": 'DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-ddTHH:mm:ss.fffZ") + TimeSpan.FromMinutes(90)', "regex": 'Regex.Replace("a1b22", "(?<n>[0-9]+)", m => "<" + m.Value + ">")',
    "crypto": 'Convert.ToBase64String(new HMACSHA256(Encoding.UTF8.GetBytes("k")).ComputeHash(Encoding.UTF8.GetBytes("d")))', "type": "typeof(string) == null || nameof(context.Request) == default(string)",
    "block": "{ var a = 1; int b; if (a > 0) { b = a++; } else b = --a; return a + b; }", "loops": "{ var s = 0; for (int i = 0, j = 9; i < j; i++, j--) { if (i == 2) continue; s += i; } while (s > 9) { s -= 3; } do { s++; } while (s < 3); foreach (var x in new [] { 1, 2 }) { s += x; break; } return s; }",
    "switch": '{ switch (context.Request.Method) { case "GET": case "PUT": return 1; case string s when s.Length > 5: return 2; default: break; } return 3; }',
    "try": '{ try { throw new Exception("a"); } catch (Exception e) when (e.Message == "a") { return e.Message; } finally { context.Trace("b"); } }',
    "function": "{ int F(int n) { return n < 2 ? n : F(n - 1) + F(n - 2); } Func<int, int> g = x => F(x); return g(9); }", "out": '{ int n; return int.TryParse("12", out n) && int.TryParse("13", out var m) ? n + m : 0; }',
    "using": '{ using (var h = SHA256.Create()) { return BitConverter.ToString(h.ComputeHash(new byte[] { 1, 0xFF })); } }', "endless": "{ while (true) { } return 0; }",
    "doubling": '{ var s = "ab"; for (var i = 0; i < 40; i++) { s += s; } return s.Length; }', "overflow": "int.MaxValue + int.Parse(\"1\") - int.MinValue / -1", "reflection": '"".GetType().Assembly.GetTypes()',
    "format": 'string.Format("{0:N2}|{1,-8:X4}|{2:yyyy}", 1234.5, 255, DateTime.UtcNow) + 1.0.ToString("#,##0.00;(#)")', "decimal": "decimal.Parse(\"79228162514264337593543950335\") + 1m", "jwt": 'context.Request.Headers.GetValueOrDefault("Authorization", "").AsJwt()?.Claims["a"][0]',
}

LEXER = {
    "words": "context.Request @if _x é1 new2 $", "numbers": "1 0x1F 0b10_1 1_0 1.5 .5 1e-3 2.0E+9f 3d 4m 5L 6U 7UL 1.ToString", "characters": "'a' '\\'' '\\u0041' '\\x41'",
    "strings": '"a\\"b\\\\" "\\u0041\\U0001F600\\x4" @"c""d\\" ""', "interpolated": '$"{a["x"],-5:D2}{{}}{(b ? "c" : $"{d}")}" + e', "verbatim": '$@"{a}""\\{{" @$"{b:yyyy}\n"',
    "comments": 'a /* ) " */ + b // ( \' "\n* c', "signs": "a?.b ?? c ? d : e => f <<= g >>= h && i || j++ - --k != l <= m >= n == o ^= p % q ~ r ; s",
    "brackets": "f(a[0], new { b = 1 }, (x) => { return x; }, List<List<int>>())", "spaces": "a\t\v\f\u00a0\ufeff\r\nb\u2028", "unended": '"a', "unended-hole": '$"{a', "unended-comment": "a /* b", "strange": "a # ` \\ \u0000 \x7f 😀",
}

REGEX = {
    "groups": "(?<n>a+)(b|c)?\naab aac", "classes": "[\\w-[aeiou]]+\\s\\p{Lu}\nxyz Ab", "lazy": "<.*?>\n<a><b>", "look": "(?<=a)b(?!c)(?=d)\nabd abc",
    "backreference": "(\\w)\\1\\k<1>\naaa", "quantifiers": "a{2,3}b{1}c{0,}d?\naaabccd", "catastrophic": "^(a+)+$\naaaaaaaaaaaaaaaaaaaaaaaa!", "options": "(?ix-m: a # c\n b)\nAB",
    "anchors": "\\A^\\b.\\B.$\\z\nab", "conditional": "(a)?(?(1)b|c)\nab", "atomic": "(?>a+)a|b\naab", "escapes": "\\x41\\u0042\\cA\\0\\t\\.\nAB",
    "balance": "(?<o>\\()+(?<-o>\\))+(?(o)(?!))\n(())", "unicode": "é|😀|\\u00e9\né😀", "broken": "(a[\\\n",
}

JSONS = {
    "object": '$.a.b[0]\n{"a": {"b": [1, 2.5e-3, true, null, "x\\u00e9\\n"]}}', "filter": "$..[?(@.n > 1 && @.s == 'x')]\n[{\"n\": 2, \"s\": \"x\"}]",
    "slice": "$[1:5:2]\n[0, 1, 2, 3, 4, 5]", "wildcard": "$.*['a','b'].*\n{\"x\": {\"a\": [1], \"b\": {}}}", "comments": "a\n{/* c */ a: 'b', // d\n\"e\": .5}",
    "deep": "$..a\n" + "[" * 70 + "]" * 70, "numbers": "$\n[1e308, -0, 12345678901234567890, 0x1F, NaN, Infinity]", "dates": "d\n{\"d\": \"2024-01-01T00:00:00Z\"}", "broken": "$.[\n{\"a\": [1,,",
}

XMLS = {
    "attributes": "<a b='1' c=\"&lt;2\"><d/></a>", "namespaces": "<p:a xmlns:p='urn:p' xmlns='urn:d'><b p:c='1'/></p:a>", "text": "<a>x &amp; y<![CDATA[<z>]]><!-- c --><?p i?></a>",
    "declaration": "<?xml version='1.0' encoding='utf-8'?><a/>", "space": "<a xml:space='preserve'> <b> </b>\n</a>", "doctype": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "broken": "<a><b></a>",
    "unicode": "<é>😀&#x1F600;</é>", "deep": "<a>" * 60 + "</a>" * 60,
}

HEAD = {
    "request": "GET /a/b?c=d HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\n\r\n", "post": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Type: text/plain\r\n\r\nabc",
    "chunked": "PUT /x HTTP/1.1\r\nHost: a:8080\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n", "absolute": "GET http://a.example:80/b HTTP/1.1\r\nHost: b\r\nConnection: close, te\r\n\r\n",
    "options": "OPTIONS * HTTP/1.0\r\n\r\n", "answer": "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n", "continue": "HTTP/1.1 100 \r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
    "folded": "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", "smuggled": "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "bare": "GET / HTTP/1.1\nHost: a\n\n",
    "ipv6": "GET / HTTP/1.1\r\nHost: [::1]:443\r\n\r\n", "empty-lines": "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX:\t b \t\r\n\r\n",
}


def encoded(value):
    return base64.urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value).encode()).rstrip(b"=").decode()


def assertions():
    claims = {"iss": "fuzz", "sub": "fuzz", "aud": "https://login.example/fuzz", "jti": "1", "nbf": 1699999900, "iat": 1699999900, "exp": 1700000100}
    header = {"alg": "RS256", "typ": "JWT", "x5t": encoded(bytes(20))}
    yield "plain", ".".join([encoded(header), encoded(claims), encoded(bytes(256))])
    yield "pss", ".".join([encoded({"alg": "PS256", "x5t#S256": encoded(bytes(32)), "kid": "fuzz"}), encoded(claims), encoded(bytes(256))])
    yield "none", ".".join([encoded({"alg": "none", "x5t": "AA"}), encoded(claims), ""])
    yield "critical", ".".join([encoded({**header, "crit": ["b64"], "b64": False, "x5c": ["AAAA"]}), encoded({**claims, "aud": ["a", "b"], "exp": 1e300}), encoded(bytes(64))])
    yield "curve", ".".join([encoded({"alg": "ES256", "x5t": encoded(bytes(20))}), encoded(claims), encoded(bytes(64))])
    yield "twice", ".".join([encoded(b'{"alg":"RS256","alg":"none","x5t":"AA"}'), encoded(claims), encoded(bytes(8))])


def certificates(folder):
    def openssl(*arguments):
        return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True).stdout
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", key, "-out", certificate, "-days", "3650", "-subj", "/CN=fuzz/O=Signet")
    yield "pem", key.read_bytes() + certificate.read_bytes()
    yield "certificate-der", openssl("x509", "-in", certificate, "-outform", "DER")
    yield "key-der", openssl("pkcs8", "-topk8", "-nocrypt", "-in", key, "-outform", "DER")
    yield "key-encrypted", openssl("pkcs8", "-topk8", "-in", key, "-passout", "pass:fuzz", "-v2", "aes-256-cbc", "-iter", "10")
    yield "key-sec1", openssl("ec", "-in", key, "-outform", "DER")
    yield "pfx", openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "pass:fuzz", "-iter", "10", "-name", "fuzz")
    yield "pfx-plain", openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "pass:", "-keypbe", "NONE", "-certpbe", "NONE", "-nomac")
    yield "pkcs7", openssl("crl2pkcs7", "-nocrl", "-certfile", certificate, "-outform", "DER")
    yield "ed25519", openssl("genpkey", "-algorithm", "ed25519")


def main():
    corpora = {
        "document": DOCUMENT, "regex": REGEX, "json": JSONS, "xml": XMLS, "head": HEAD, "assertion": dict(assertions()),
        "lexer": LEXER, "expression": EXPRESSION, "evaluation": EXPRESSION,
    }
    with tempfile.TemporaryDirectory() as folder:
        corpora["certificate"] = dict(certificates(pathlib.Path(folder)))
    for target, files in corpora.items():
        (CORPUS / target).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            # A block's closing brace is its bracket, not its text.
            if target in ("expression", "evaluation") and content.startswith("{ "):
                content = content[:-1]
            data = content if isinstance(content, bytes) else content.encode()
            (CORPUS / target / name).write_bytes(data)
    utf16 = CORPUS / "document" / "utf-16"
    utf16.write_bytes('\ufeff<policies><inbound><set-body>é😀@("a")</set-body></inbound></policies>'.encode("utf-16-le"))


if __name__ == "__main__":
    main()
