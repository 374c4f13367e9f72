// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

@Suite struct StatementTests {
    @Test(arguments: [
        ("return 1;", "1"), ("var a = 1; int b = 2, c; c = a + b; return c;", "3"),
        ("string s = null; return s ?? \"x\";", "x"),
        ("if (context.Request.Method == \"GET\") return \"a\"; else return \"b\";", "a"),
        ("if (false) { return 1; } else if (true) { return 2; } return 3;", "2"),
        ("var sum = 0; for (int i = 0; i < 5; i++) { if (i == 3) continue; sum += i; } return sum;", "7"),
        (
            "var text = \"\"; foreach (var h in context.Request.Headers[\"Accept\"]) { text += h + \";\"; } return text;",
            "text/html;*/*;"
        ),
        ("foreach (char c in \"abc\") { if (c == 'b') return (int)c; } return 0;", "98"),
        ("int i = 0; while (true) { i++; if (i > 4) break; } return i;", "5"),
        ("int i = 9; do { i--; } while (i > 3); return i;", "3"),
        (
            "switch (context.Request.Method) { case \"POST\": return 1; case \"GET\": case \"HEAD\": return 2; default: return 3; }",
            "2"
        ),
        (
            "int r; switch (5) { case 1: r = 1; break; case int n when n > 4: r = n; break; default: r = 0; break; } return r;",
            "5"
        ),
        (
            "try { return int.Parse(\"x\"); } catch (Exception e) { return e.Message; }",
            "Input string was not in a correct format."
        ),
        (
            "try { return int.Parse(\"x\"); } catch (Exception e) when (e.Message == \"\") { return 1; } catch (Exception e) when (e.Message.Length > 0) { return 2; }",
            "2"
        ),
        ("var log = \"\"; try { log += \"a\"; } catch { log += \"b\"; } finally { log += \"c\"; } return log;", "ac"),
        ("const int n = 2; { var m = n * 2; return m; }", "4"),
        ("var x = 1; x <<= 3; x |= 1; x--; return x++ + x;", "17"),
        ("byte b = 200; b += 100; return b;", "44"),
        ("if (context.Variables[\"text\"] is string s) return s.Length; return 0;", "3"),
        ("int? n = null; if (n.HasValue) return 1; n = 4; return n.Value + 1;", "5"), ("long l = 1; return l;", "1"),
        (
            "var a = new[] { \"x\", \"y\" }; var r = \"\"; for (var i = 0; i < a.Length; i++) { r += a[i]; } return r;",
            "xy"
        ),
        ("// comment\nvar s = \"}\"; /* { */ return s;", "}"),
    ])
    func runs(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }

    @Test func stopsEndlessLoops() {
        let error = #expect(throws: ExpressionError.self) {
            try evaluate("while (true) { } return 1;".replacing("return 1;", with: ""), form: .block)
        }
        #expect(error?.code == .limitExceeded)
        #expect(throws: ExpressionError.self) { try evaluate("for (;;) { }", form: .block) }
    }

    @Test func cannotCatchALimit() {
        let error = #expect(throws: ExpressionError.self) {
            try evaluate("try { while (true) { } } catch { return 1; } finally { return 2; }", form: .block)
        }
        #expect(error?.code == .limitExceeded)
    }

    @Test func stopsDoublingTexts() {
        let error = #expect(throws: ExpressionError.self) {
            try evaluate("var s = \"x\"; while (s != \"\") { s = s + s; } return s;", form: .block)
        }
        #expect(error?.code == .limitExceeded)
        for source in [
            "new string('x', 2147483647)", "\"a\".PadLeft(2147483647)", "new byte[2147483647]", "$\"{1,2147483647}\"",
        ] {
            #expect(throws: ExpressionError.self) { try evaluate(source) }
        }
    }
}
