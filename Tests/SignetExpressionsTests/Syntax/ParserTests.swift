// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

@Suite struct ParserTests {
    @Test(
        arguments: [
            "1", "0x1F", "1_000L", "1.5e-3", "2m", "'x'", "'\\u0041'", "\"a\\tb\"", "@\"a\"\"b\"",
            "$\"a{b:yyyy-MM}c{{}}\"",
            "$@\"x{y,10}\"", "@$\"x{y,-10:F2}\"", "a.b.c", "a?.b?[0]?.c(1)", "a[0][1]", "F<byte[]>(x)",
            "a.F<Dictionary<string, List<int>>>(x)", "(string)x", "(int)x + 1", "(x) + 1", "(byte[])a.b", "(a.b.C)x",
            "(Func<int, bool>)x", "-x", "!a && b || c", "a ? b : c ? d : e", "a ?? b ?? c", "a as string",
            "a is string s && s.Length > 0",
            "a is null", "x < y && z > w", "F(a < b, c > (d))", "a >> 2", "a <<= 2", "new string[] { \"a\", \"b\" }",
            "new[] { 1, 2, }",
            "new byte[16]", "new JObject(new JProperty(\"a\", 1))", "new T { A = 1, [\"k\"] = 2 }",
            "new Dictionary<string, int> { { \"a\", 1 } }",
            "new { a = 1, b.c }", "x => x.y", "(x, y) => x + y", "(int x) => { return x; }", "typeof(string)",
            "nameof(a.b)",
            "default(int)", "string.Join(\",\", a)", "int.TryParse(a, out var n) ? n : 0", "F(preserveContent: true)",
            "$\"{(a ? \"x\" : \"y\")}\"", "a is int? ? 1 : 2", "$\"{F($\"{G(\"\")}\")}\"", "a?.5:b",
            "@class",
        ]
        .filter { $0 != "checked" }
    )
    func reads(expression: String) throws {
        _ = try Parser.expression(Array(expression.utf8))
    }

    @Test(arguments: [
        "var x = 1; return x;",
        "string a = \"\", b; if (a == b) return 1; else if (a != b) { return 2; } else return 3;",
        "for (int i = 0, j = 1; i < 10; i++, j--) { continue; }", "foreach (var x in xs) break;", "while (true) { }",
        "do { x++; } while (x < 3);",
        "switch (a) { case \"x\": case 1: return 1; case int n when n > 1: break; default: return 2; }",
        "try { F(); } catch (Exception e) when (e.Message != \"\") { } catch { } finally { }",
        "using (var h = new HMACSHA256(key)) { return h; }", "int F(int x) => x * 2; return F(1);",
        "int F(int x) { return x; } return F(1);", "const int n = 1; return n;", "int[] a = { 1, 2 }; return a;",
        "byte[] a = new byte[] { 1 }; a[0] = 2; return a;", "x.y = 1; x[\"z\"] = 2; x.Add(1); ;",
        "int? x = null; return x;",
        "List<Dictionary<string, string>> y = null; return y;", "dict.TryGetValue(\"a\", out string v); return v;",
    ])
    func reads(statements: String) throws {
        _ = try Parser.statements(Array(statements.utf8))
    }

    /// The messages of the C# compiler.
    @Test(arguments: [
        ("", "Invalid expression term ''"), ("a +", "Invalid expression term ''"), ("(a", ") expected"),
        ("a b", ") expected"), ("'ab'", "Too many characters in character literal"), ("''", "Empty character literal"),
        ("\"a", "Newline in constant"), ("@\"a", "Unterminated string literal"), ("a # b", "Unexpected character '#'"),
        ("1 \0+ 2", "Unexpected character '\0'"), ("\0/* 1", "Unexpected character '\0'"),
        ("\"\\q\"", "Unrecognized escape sequence"), ("/* a", "End-of-file found, '*/' expected"),
        ("a.", "Identifier expected"),
        ("a ? b", ": expected"), ("new T", "A new expression requires an argument list or (), [], or {} after type"),
        ("99999999999999999999", "Integral constant is too large"),
        ("$\"{a\"", "Unterminated interpolated string literal"), ("f(a", ") expected"),
    ])
    func saysWhatTheCompilerSays(expression: String, message: String) throws {
        let error = #expect(throws: ExpressionError.self) { try Parser.expression(Array(expression.utf8)) }
        #expect(error?.message == message)
        #expect(error?.code == .syntax || error?.code == .unsupported)
    }

    @Test(arguments: [
        "(", "[", "-", "!", "(string)", "a ? b : ", "f(", "new T(", "x => ", "a[", "new T { A = ", "a ?? (", "$\"{",
        "a || b && c | d ^ e & f == g < h << i + j * (",
    ])
    func survivesDeepNesting(piece: String) {
        let text = String(repeating: piece, count: 10_000) + "x"
        #expect(throws: ExpressionError.self) { try Parser.expression(Array(text.utf8)) }
        #expect(throws: ExpressionError.self) { try Parser.statements(Array((text + ";").utf8)) }
    }

    @Test(arguments: ["{", "if (a) ", "while (a) ", "try {", "for (;;) ", "using (a) "])
    func survivesDeepStatements(piece: String) {
        let text = String(repeating: piece, count: 10_000) + "x();"
        #expect(throws: ExpressionError.self) { try Parser.statements(Array(text.utf8)) }
    }

    @Test(arguments: [" < a", " + a", ".b", " && a", " ?? a", "[0]", "()", "++", "?.b"])
    func readsLongRows(piece: String) throws {
        _ = try Parser.expression(Array(("a" + String(repeating: piece, count: 10_000)).utf8))
    }

    @Test func survivesTruncationAtEveryByte() {
        let text = Array(
            #"var x = $"a{F<int>("b", 'c')[0]:D2}"; /* d */ if (x is string s && s != @"e""f") { return new { g = 1 }; } // h"#
                .utf8
        )
        for end in text.indices {
            _ = try? Parser.statements(Array(text[..<end]))
            _ = try? Parser.expression(Array(text[end...]))
        }
    }
}
