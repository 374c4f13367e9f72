// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of C#.
@Suite struct FunctionTests {
    @Test(arguments: [
        (##"new[] { "1", "2" }.Select(int.Parse).Sum()"##, ##"3"##),
        (##"new[] { "a", "" }.Count(string.IsNullOrEmpty)"##, ##"1"##),
        (##"new[] { "b", "a" }.OrderBy(x => x).ThenBy(x => x.Length).First()"##, ##"a"##),
        (##""x" ?? throw new Exception("never")"##, ##"x"##),
        (##"typeof(string)"##, ##"System.String"##),
    ])
    func callsFunctions(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        (##"int Square(int x) => x * x; return Square(4);"##, ##"16"##),
        (##"int Fact(int n) { if (n < 2) { return 1; } return n * Fact(n - 1); } return Fact(10);"##, ##"3628800"##),
        (##"return Twice(3); int Twice(int x) { return x * 2; }"##, ##"6"##),
        (##"string s = ""; void Add(string x) { s += x; } Add("a"); Add("b"); return s;"##, ##"ab"##),
        (##"Func<int, int> f = x => x + 1; return f(f(1));"##, ##"3"##),
        (##"Func<int, Func<int, int>> add = x => y => x + y; return 1;"##, ##"1"##),
        (##"Action<string> a = x => { }; a("x"); return 1;"##, ##"1"##),
        (##"Func<int, int> f = x => x * 2; return new[] { 1, 2 }.Select(f).Sum();"##, ##"6"##),
        (##"Predicate<int> p = x => x > 1; return p(2);"##, ##"True"##),
        (##"int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); return Fib(12);"##, ##"144"##),
        (##"int n = 0; Func<int> next = () => ++n; next(); return next() + n;"##, ##"4"##),
        (##"try { throw new Exception("mine"); } catch (Exception e) { return e.Message; }"##, ##"mine"##),
        (
            ##"try { throw new Exception("a"); } catch (Exception e) when (e.Message == "b") { return 1; } catch (Exception) { return 2; }"##,
            ##"2"##
        ),
        (
            ##"try { try { return int.Parse("x"); } catch (Exception e) { throw; } } catch (Exception e) { return e.Message; }"##,
            ##"Input string was not in a correct format."##
        ),
        (##"int[] a = new int[3]; a[0] = 5; a[1] += 2; a[1]++; return a[0] + a[1] + a[2];"##, ##"8"##),
        (##"var d = new Dictionary<string, int>(); d["a"] = 1; d["a"] += 2; d["a"]++; return d["a"];"##, ##"4"##),
        (##"var l = new List<int> { 1 }; l[0]++; return l[0];"##, ##"2"##),
        (##"object o = 5; return o is int i && i > 4 ? i : 0;"##, ##"5"##),
        (
            ##"object o = "x"; switch (o) { case int n: return n; case string s when s.Length > 3: return 1; case string s: return s; default: return 0; }"##,
            ##"x"##
        ),
        (##"int x = 5; string r = x > 3 ? "big" : throw new Exception("small"); return r;"##, ##"big"##),
        (##"for (int i = 0, j = 10; i < j; i++, j--) { if (i == 3) { return j; } } return 0;"##, ##"7"##),
        (##"var o = JObject.Parse("{\"n\":1}"); o["n"] = (int)o["n"] + 1; return (int)o["n"];"##, ##"2"##),
        (##"byte b = 200; b += 100; return b;"##, ##"44"##),
        (##"const int limit = 3; return limit;"##, ##"3"##),
        (##"decimal d = 1; d /= 3; return d;"##, ##"0.3333333333333333333333333333"##),
    ])
    func runsFunctions(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }

    @Test(arguments: [
        "int F(int n) { return F(n + 1); } return F(0);", "Func<int, int> f = null; f = x => f(x); return f(1);",
        "int A(int n) => B(n); int B(int n) => A(n); return A(1);", "while (true) { }",
        "var s = \"x\"; while (true) { s += s; }",
        "var l = new List<int>(); while (true) { l.AddRange(new int[10000]); }",
        "var b = new StringBuilder(\"x\"); while (true) { b.Append(b.ToString()); }",
        "var s = new string('x', 100000); var a = new JArray(); for (var i = 0; i < 50; i++) { a.Add(s); } return a.ToString();",
        "object r = \"x\"; for (var i = 0; i < 40; i++) { r = new { a = r, b = r }; } return r.ToString();",
    ])
    func stopsWithoutEnd(source: String) {
        let small = ExpressionLimits(steps: 20_000, memory: 1_000_000)
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, form: .block, limits: small) }
        #expect(error?.code == .limitExceeded)
    }

    @Test(arguments: [
        "\"a\".GetType()", "typeof(string).Assembly", "System.IO.File.ReadAllText(\"/etc/passwd\")",
        "System.Environment.MachineName", "System.Reflection.Assembly.GetExecutingAssembly()",
        "new System.Net.WebClient()",
        "System.Threading.Thread.Sleep(1)", "DateTime.UtcNow.ToUniversalTime()",
        "Activator.CreateInstance(typeof(string))",
        "System.Diagnostics.Process.Start(\"sh\")", "context.GetType().Assembly", "XDocument.Load(\"/etc/passwd\")",
        "(Func<int>)context.Variables[\"f\"]",
    ])
    func refusesWhatIsNotAllowed(source: String) {
        let error = #expect(throws: ExpressionError.self) { try CompiledExpression(source) }
        #expect(error?.code != .exception)
    }

    /// Many more calls than once filled the stack.
    @Test func callsFunctionsAnyNumberOfTimes() throws {
        let source = "int F(int n) { return n < 1 ? n : F(n - 1) + F(n - 1); } return F(9);"
        let expression = try CompiledExpression(source, form: .block)
        let environment = ExpressionEnvironment(clock: FixedClock())
        for _ in 0..<200 {
            #expect(try expression.evaluate(testContext, environment: environment).integer == 0)
        }
    }

    /// What .NET throws may be thrown; nothing may end the process.
    @Test func survivesEveryMemberCalledWithNothing() {
        for table in LibraryIndex.tables.values.flatMap({ $0.map { $0() } }) {
            for method in table.methods {
                var state = Evaluation.folding
                let arguments = (method.hasOutput ? method.parameters.dropLast() : method.parameters[...])
                    .map(\.defaultValue)
                for receiver in [ExpressionValue.null, .string("a"), .int(Int32(1)), .bytes([1])] {
                    _ = try? method.code(&state, (method.isStatic ? [] : [receiver]) + arguments)
                }
            }
            for property in table.properties {
                var state = Evaluation.folding
                _ = try? property.code(&state, property.isStatic ? [] : [.null])
            }
        }
    }

    @Test func readsEveryDeclarationOfTheLibrary() {
        let faults = LibraryIndex.tables.values.flatMap { $0.flatMap { $0().faults } }
        #expect(faults == [])
    }
}
