// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// Statements, functions and classes of C# as blocks use them; results as the C# specification and .NET's reference state.
@Suite struct BlockTests {
    @Test(arguments: [
        // Locals, scopes, constants.
        (##"const int n = 3; int a = 1, b = a + n; return a + b;"##, "5"), (##"int i; i = 4; return i;"##, "4"),
        (##"{ int x = 1; } { int x = 2; return x; }"##, "2"),
        (##"var x = 1; x += 2; x *= 3; x -= 1; x /= 2; x %= 3; return x;"##, "1"),
        (##"var x = 6; x &= 3; x |= 8; x ^= 1; x <<= 2; x >>= 1; return x;"##, "22"),
        (##"int a, b; a = b = 7; return a + b;"##, "14"),
        (##"var i = 1; return i++ + ++i;"##, "4"), (##"var i = 5; return i-- - --i;"##, "2"),
        (##"byte b = 255; b++; return b;"##, "0"),
        (##"int i = int.MaxValue; i++; return i;"##, "-2147483648"), (##"byte b = 250; b += 10; return b;"##, "4"),
        (##"int i = int.MaxValue; return unchecked(i + 1);"##, "-2147483648"),
        (##"unchecked { int i = int.MaxValue; return i + 1; }"##, "-2147483648"),
        (
            ##"int i = int.MaxValue; try { return checked(i + 1); } catch (Exception e) { return e.Message; }"##,
            "Arithmetic operation resulted in an overflow."
        ),
        (
            ##"try { checked { int i = int.MaxValue; i += 1; return i; } } catch (Exception e) { return "o"; }"##,
            "o"
        ),
        (##"char c = 'a'; c++; c += (char)1; return c;"##, "c"),
        (##"string s = "a"; s += 1; s += 'b'; s += null; return s;"##, "a1b"),
        (##"long l = 1; l <<= 40; return l;"##, "1099511627776"), (##"double d = 1; d /= 4; return d;"##, "0.25"),
        (##"decimal m = 1; m += 2; return m;"##, "3"),
        // Branches and loops.
        (##"if (1 > 2) return "a"; else if (2 > 1) return "b"; else return "c";"##, "b"),
        (##"var s = 0; for (int i = 0, j = 10; i < j; i++, j--) { s += i * j; } return s;"##, "70"),
        (##"var s = ""; foreach (var c in "abc") { if (c == 'b') continue; s += c; } return s;"##, "ac"),
        (##"var n = 0; while (true) { if (++n > 4) break; } return n;"##, "5"),
        (##"var n = 0; do { n += 2; } while (n < 5); return n;"##, "6"),
        (##"for (;;) { return 1; }"##, "1"),
        (##"var s = 0; foreach (int x in new[] { 1, 2, 3 }) s += x; return s;"##, "6"),
        (
            ##"var s = 0; for (var i = 0; i < 3; i++) for (var j = 0; j < 3; j++) { if (j == 1) break; s += i + j; } return s;"##,
            "3"
        ),
        (
            ##"foreach (KeyValuePair<string, int> p in new Dictionary<string, int> { { "a", 1 } }) { return p.Key + p.Value; } return null;"##,
            "a1"
        ),
        (
            ##"var s = ""; foreach (var kv in JObject.Parse("{\"a\":1,\"b\":[2]}")) { s += kv.Key + kv.Value.Type; } return s;"##,
            "aIntegerbArray"
        ),
        // switch.
        (##"switch (3) { case 1: return "1"; case 2: case 3: return "23"; default: return "d"; }"##, "23"),
        (##"switch ("b") { case "a": return 1; case "b": { return 2; } } return 0;"##, "2"),
        (
            ##"object o = 5; switch (o) { case string s: return s; case int n when n > 9: return "big"; case int n: return "int" + n; case null: return "null"; default: return "d"; }"##,
            "int5"
        ),
        (##"var r = 0; switch (1) { case 1: r = 1; break; default: r = 2; break; } return r;"##, "1"),
        (
            ##"var s = 0; for (int i = 0; i < 4; i++) { switch (i) { case 1: continue; case 3: break; default: s += 10; break; } s++; } return s;"##,
            "23"
        ),
        (##"switch (DayOfWeek.Monday) { case DayOfWeek.Monday: return "m"; default: return "x"; }"##, "m"),
        (##"string s = null; switch (s) { case null: return "n"; default: return "d"; }"##, "n"),
        (##"switch ('x') { case 'x': goto default; default: return 1; }"##, "!"),
        // Exceptions.
        (
            ##"try { int.Parse("x"); return 1; } catch (Exception e) { return e.Message; }"##,
            "Input string was not in a correct format."
        ),
        (
            ##"try { throw new Exception("m"); } catch (Exception e) when (e.Message == "x") { return 1; } catch (Exception e) when (e.Message == "m") { return 2; }"##,
            "2"
        ),
        (##"var s = ""; try { s += "t"; } finally { s += "f"; } return s;"##, "tf"),
        (
            ##"var s = ""; try { try { throw new Exception("a"); } finally { s += "f"; } } catch { s += "c"; } return s;"##,
            "fc"
        ),

        (
            ##"try { string s = null; return s.Length; } catch (Exception e) { return e.GetType().Name; }"##,
            "!"
        ),
        (
            ##"try { return new[] { 1 }[3]; } catch (Exception e) { return e.Message; }"##,
            "Index was outside the bounds of the array."
        ),
        (
            ##"try { return new List<int>()[0]; } catch (Exception e) { return "r"; }"##,
            "r"
        ),
        (
            ##"try { return new Dictionary<string, int>()["k"]; } catch (Exception e) { return "k"; }"##,
            "k"
        ),
        (
            ##"try { return (string)(object)1; } catch (Exception e) { return e.Message; }"##,
            "Unable to cast object of type 'System.Int32' to type 'System.String'."
        ),
        (
            ##"var z = 0; try { return 1 / z; } catch (Exception e) { return e.Message; }"##,
            "Attempted to divide by zero."
        ),

        (
            ##"try { try { throw new Exception("a"); } catch { throw; } } catch (Exception e) { return e.Message; }"##,
            "a"
        ),
        (
            ##"try { throw new Exception("o", new Exception("i")); } catch (Exception e) { return e.InnerException.Message; }"##,
            "i"
        ),
        (
            ##"var x = (string)null; try { return x ?? throw new Exception("t"); } catch (Exception e) { return e.Message; }"##,
            "t"
        ),
        (
            ##"try { return TimeSpan.Parse("10675199.02:48:05.9999999").Days; } catch (Exception e) { return "o"; }"##,
            "o"
        ),
        (
            ##"try { return DateTimeOffset.Parse("2024-01-01T00:00:00+99:99").Year; } catch (Exception e) { return "f"; }"##,
            "f"
        ),
        // Lambdas, closures, local functions.
        (##"Func<int, int> f = x => x * 2; return f(4);"##, "8"),
        (##"Func<int, int, int> f = (a, b) => { var c = a + b; return c * c; }; return f(1, 2);"##, "9"),
        (##"var n = 1; Action a = () => n++; a(); a(); return n;"##, "3"),
        (##"int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); return Fib(12);"##, "144"),
        (
            ##"int a(int x) { return x == 0 ? 0 : b(x - 1) + 1; } int b(int x) { return x == 0 ? 0 : a(x - 1) + 1; } return a(9);"##,
            "9"
        ),

        (
            ##"Func<string, string> f = s => s.ToUpper(); return string.Join(",", new[] { "a", "b" }.Select(f));"##,
            "A,B"
        ),
        (##"Predicate<int> p = x => x > 1; return new List<int> { 1, 2, 3 }.FindAll(p).Count;"##, "2"),
        (
            ##"bool Try(string s, out int r) { return int.TryParse(s, out r); } int v; return Try("12", out v) ? v : -1;"##,
            "12"
        ),
        (##"int.TryParse("5", out int v); return v + 1;"##, "6"),
        (##"return int.TryParse("x", out var v) ? v : -1;"##, "-1"),
        (##"if (!int.TryParse("7", out var v)) return 0; return v;"##, "7"),
        (##"int Sum(params int[] xs) { return xs.Sum(); } return Sum(1, 2, 3);"##, "6"),
        (##"int F(int a, int b = 5) { return a + b; } return F(1) + F(1, 1);"##, "8"),
        (##"int F(int a, int b) => a - b; return F(b: 1, a: 5);"##, "4"),
        // Objects, initialisers, anonymous types.
        (##"var o = new { a = 1, b = "x" }; return o.a + o.b;"##, "1x"),
        (##"var o = new { a = 1, b = new { c = 2 } }; return o.b.c;"##, "2"),
        (##"return new { a = 1, b = "x" }.ToString();"##, "{ a = 1, b = x }"),
        (##"return new { a = 1 }.Equals(new { a = 1 });"##, "True"),
        (
            ##"var d = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }; d["a"] += 5; return d["a"] * d.Count;"##,
            "12"
        ),
        (
            ##"var l = new List<int> { 3, 1, 2 }; l.Sort(); l.Insert(0, 9); l.Reverse(); return string.Join(",", l);"##,
            "3,2,1,9"
        ),
        (##"int[] a = { 1, 2, 3 }; a[1] = 7; return a.Sum() + a.Length;"##, "14"),
        (##"var a = new string[2]; a[0] = "x"; return a[0] + (a[1] ?? "n");"##, "xn"),
        (##"int[][] j = new int[][] { new[] { 1 }, new[] { 2, 3 } }; return j[1][1];"##, "3"),
        (##"var q = new Queue<int>(); q.Enqueue(1); q.Enqueue(2); return q.Dequeue() + q.Count;"##, "2"),
        (##"using (var h = SHA256.Create()) { return h.ComputeHash(new byte[0]).Length; }"##, "32"),
        (##"var t = Tuple.Create(1, "b"); return t.Item1 + t.Item2;"##, "1b"),
        (##"object o = 1; o = "s"; return o.ToString();"##, "s"),
        (
            ##"var sb = new StringBuilder(); for (var i = 0; i < 3; i++) sb.Append(i).Append(','); sb.Length--; return sb.ToString();"##,
            "0,1,2"
        ),
        (##"var sb = new StringBuilder("abc"); sb[1] = 'x'; return sb.ToString();"##, "axc"),
        (##"return string.Concat(Enumerable.Repeat("ab", 3));"##, "ababab"),
        (##"return new string('a', 3) + new string(new[] { 'b', 'c' });"##, "aaabc"),
        (##"var s = "hello"; return s[0].ToString().ToUpper() + s.Substring(1);"##, "Hello"),
        ("// comment\n/* more */ return 1; // end", "1"), (##"return;"##, "!"), (##"var x = 1;"##, "!"),
        (##"int x = "a"; return x;"##, "!"),
        (##"var @class = 1; return @class;"##, "1"), (##"return ((Func<int>)(() => 5))();"##, "5"),
        (##"string s = default; return s == null;"##, "True"),
    ])
    func runs(source: String, result: String) throws {
        if result == "!" {
            #expect(throws: ExpressionError.self) { try CompiledExpression(source, form: .block) }
        } else {
            #expect(try evaluate(source, form: .block).invariantText == result)
        }
    }

    // https://learn.microsoft.com/dotnet/standard/exceptions: which exception, and the words of .NET's resources.
    @Test(arguments: [
        (
            "int i = int.MaxValue; return checked(i + 1);", ExpressionException.overflow,
            "Arithmetic operation resulted in an overflow."
        ),
        (
            "checked { int i = int.MaxValue; i += 1; return i; }", .overflow,
            "Arithmetic operation resulted in an overflow."
        ),
        ("return int.Parse(\"x\");", .format, "Input string was not in a correct format."),
        ("string s = null; return s.Length;", .nullReference, "Object reference not set to an instance of an object."),
        ("return new[] { 1 }[3];", .indexOutOfRange, "Index was outside the bounds of the array."),
        (
            "return new List<int>()[0];", .argumentOutOfRange,
            "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')"
        ),
        (
            "return (string)(object)1;", .invalidCast,
            "Unable to cast object of type 'System.Int32' to type 'System.String'."
        ),
        ("var z = 0; return 1 / z;", .divideByZero, "Attempted to divide by zero."),
        ("return new int[0].First();", .invalidOperation, "Sequence contains no elements"),
        (
            "return JObject.Parse(\"nonsense\");", .jsonReader,
            "Unexpected character encountered while parsing value: n. Path '', line 0, position 0."
        ),
        ("return (int)JToken.Parse(\"{}\");", .argument, "Can not convert Object to Int32."),
        (
            "return JToken.Parse(\"1\")[\"a\"];", .invalidOperation,
            "Cannot access child value on Newtonsoft.Json.Linq.JValue."
        ),
        (
            "var d = new Dictionary<string, int> { { \"a\", 1 }, { \"a\", 2 } }; return 0;", .argument,
            "An item with the same key has already been added. Key: a"
        ),
    ])
    func throwsWhatDotNETThrows(source: String, exception: ExpressionException, message: String) {
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, form: .block) }
        #expect(error?.exception == exception)
        #expect(error?.message == message)
    }

    @Test(arguments: [
        ("return new Dictionary<string, int>()[\"k\"];", ExpressionException.keyNotFound),
        ("return TimeSpan.Parse(\"10675199.02:48:05.9999999\").Days;", .overflow),
        ("return DateTimeOffset.Parse(\"2024-01-01T00:00:00+99:99\").Year;", .format),
        ("return new JObject(new JProperty(\"a\", 1), new JProperty(\"a\", 2));", .argument),
    ])
    func throwsExceptions(source: String, exception: ExpressionException) {
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, form: .block) }
        #expect(error?.exception == exception)
    }
}
