// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// A delegate keeps the variables that it captured, one for each time that their scope was entered; results are C#'s.
@Suite struct ClosureTests {
    @Test(arguments: [
        (##"Func<int, Func<int, int>> add = a => b => a + b; return add(3)(4);"##, ##"7"##),
        (
            ##"Func<int, Func<int, int>> add = a => b => a + b; var one = add(1); var ten = add(10); return one(5) * 100 + ten(5);"##,
            ##"615"##
        ),
        (
            ##"Func<int, Func<int, Func<int, int>>> f = a => b => c => a * 100 + b * 10 + c; return f(1)(2)(3);"##,
            ##"123"##
        ),
        (##"int x = 1; Func<int> f = () => x; x = 2; return f();"##, ##"2"##),
        (##"int x = 1; Action f = () => x += 5; f(); f(); return x;"##, ##"11"##),
        (
            ##"Func<int> Counter() { int n = 0; return () => ++n; } var a = Counter(); var b = Counter(); a(); a(); return a() * 10 + b();"##,
            ##"31"##
        ),
        (
            ##"Func<int> Counter(int n) => () => n++; var a = Counter(5); var b = Counter(7); a(); return a() * 10 + b();"##,
            ##"67"##
        ),
        (
            ##"Func<int, int> f = null; f = n => n < 2 ? 1 : n * f(n - 1); return f(10);"##, ##"3628800"##
        ),
        (
            ##"Func<int, Func<int>> make = n => { int m = n * 2; return () => m + n; }; var a = make(1); var b = make(10); return a() + b();"##,
            ##"33"##
        ),
        (
            ##"int n = 0; Func<Func<int>> outer = () => { int k = ++n; return () => k * 10 + n; }; var a = outer(); var b = outer(); return a() + "," + b();"##,
            ##"12,22"##
        ),
        (
            ##"Func<int> Outer() { int x = 1; int Inner() => x * 2; Func<int> f = Inner; x = 21; return f; } return Outer()();"##,
            ##"42"##
        ),
        (
            ##"Func<int> Outer(int x) { int Inner() { return Deeper(); } int Deeper() => x; return () => Inner(); } var a = Outer(1); var b = Outer(2); return a() * 10 + b();"##,
            ##"12"##
        ),
        (
            ##"Func<int, int> Twice(Func<int, int> f) => x => f(f(x)); return Twice(Twice(x => x + 3))(1);"##, ##"13"##
        ),
        (
            ##"Func<int, int> Compose(Func<int, int> f, Func<int, int> g) => x => g(f(x)); return Compose(x => x + 1, x => x * 2)(4);"##,
            ##"10"##
        ),
        (
            ##"Action add = null; int total = 0; Func<int> get = () => total; add = () => total += 3; add(); add(); return get();"##,
            ##"6"##
        ),
        (
            ##"Func<int> F(int depth) { int here = depth; Func<int> inner = () => here; if (depth > 0) { var below = F(depth - 1); return () => inner() * 10 + below(); } return inner; } return F(3)();"##,
            ##"60"##
        ),
        (
            ##"Func<string> f = null; if (int.TryParse("7", out var n)) { f = () => "n" + n; n++; } return f();"##,
            ##"n8"##
        ),
        (
            ##"Func<string> f = null; object o = "text"; if (o is string s) { f = () => s.ToUpper(); } return f();"##,
            ##"TEXT"##
        ),
        (
            ##"Func<string> f = null; try { int.Parse("x"); } catch (Exception e) { f = () => e.Message.Length > 5 ? "long" : "short"; } return f();"##,
            ##"long"##
        ),
    ])
    func keepsVariables(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }

    @Test(arguments: [
        (
            ##"var fs = new List<Func<int>>(); for (int i = 0; i < 3; i++) { int j = i; fs.Add(() => j); } return fs.Sum(f => f());"##,
            ##"3"##
        ),
        (
            ##"var fs = new List<Func<int>>(); for (int i = 0; i < 3; i++) { fs.Add(() => i); } return fs.Sum(f => f());"##,
            ##"9"##
        ),
        (
            ##"var fs = new List<Func<int>>(); foreach (var i in new[] { 1, 2, 3 }) { fs.Add(() => i * 10); } return string.Join(",", fs.Select(f => f()));"##,
            ##"10,20,30"##
        ),
        (
            ##"var fs = new List<Func<int>>(); int n = 0; while (n < 3) { int k = n; fs.Add(() => k++); n++; } return fs[1]() * 100 + fs[1]() * 10 + fs[2]();"##,
            ##"122"##
        ),
        (
            ##"var fs = new Func<int>[3]; for (int i = 0; i < 3; i++) { int j = i * i; fs[i] = () => j; } return fs[0]() + fs[1]() + fs[2]();"##,
            ##"5"##
        ),
        (##"var fs = new Func<int, int>[] { x => x + 1, x => x * 2 }; return fs[0](3) * 10 + fs[1](3);"##, ##"46"##),
        (##"var fs = new List<Func<int>> { () => 1, () => 2 }; return fs[0]() + fs[1]();"##, ##"3"##),
        (
            ##"var d = new Dictionary<string, Func<int, int>>(); int k = 2; d["twice"] = x => x * k; d.Add("next", x => x + 1); k = 3; return d["twice"](4) * 100 + d["next"](4);"##,
            ##"1205"##
        ),
        (
            ##"var d = new Dictionary<string, Func<int, int>> { ["a"] = x => x + 1, ["b"] = x => x - 1 }; return d["a"](1) * 10 + d["b"](1);"##,
            ##"20"##
        ),
        (
            ##"var d = new Dictionary<string, Func<int, int>> { { "a", x => x + 1 } }; return d.TryGetValue("a", out var f) ? f(1) : 0;"##,
            ##"2"##
        ),
        (
            ##"int n = 1; var o = new { Get = (Func<int>)(() => n), Name = "x" }; n = 5; return o.Get() + o.Name;"##,
            ##"5x"##
        ),
        (
            ##"var fs = new[] { 1, 2, 3 }.Select(x => (Func<int>)(() => x * x)).ToList(); return fs[0]() + fs[1]() + fs[2]();"##,
            ##"14"##
        ),
        (
            ##"var fs = new List<Action>(); int sum = 0; foreach (var n in new[] { 1, 2, 3 }) { fs.Add(() => sum += n); } fs.ForEach(f => f()); foreach (var f in fs) { f(); } return sum;"##,
            ##"12"##
        ),
        (
            ##"var q = new Queue<Func<int>>(); for (int i = 0; i < 2; i++) { int j = i; q.Enqueue(() => j + 1); } return q.Dequeue()() * 10 + q.Dequeue()();"##,
            ##"12"##
        ),
    ])
    func keepsVariablesOfDelegatesInCollections(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }

    @Test(arguments: [
        "Func<int, int> f = null; f = n => f(n + 1); return f(0);",
        "Func<int, Func<int>> f = null; f = n => () => f(n + 1)(); return f(0)();",
        "var fs = new List<Func<int>>(); fs.Add(() => fs[0]()); return fs[0]();",
        "var fs = new List<Func<int>>(); while (true) { int i = 0; fs.Add(() => i); }",
        "Func<int> f = () => 1; while (true) { int i = 1; f = () => i; }",
        "IEnumerable<int> q = new[] { 1 }; while (true) { q = q.Select(x => x + 1); }",
        "IEnumerable<int> q = new[] { 1 }; for (int i = 0; i < 100; i++) { q = q.Select(x => x + 1); } return q.Sum();",
    ])
    func stopsDelegatesWithoutEnd(source: String) {
        let small = ExpressionLimits(steps: 20_000, memory: 1_000_000)
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, form: .block, limits: small) }
        #expect(error?.code == .limitExceeded)
    }

    @Test(arguments: [
        "var f = () => 1; return 1;", "return new { F = () => 1 };", "object o = () => 1; return o;",
    ])
    func refusesWhatHasNoType(source: String) {
        let error = #expect(throws: ExpressionError.self) { try CompiledExpression(source, form: .block) }
        #expect(error?.code != .exception)
    }

    /// A delegate that captures the variable it is in would otherwise keep itself.
    @Test func forgetsVariablesAfterwards() throws {
        weak var kept: VariableCell?
        do {
            var evaluation = Evaluation.folding
            let cell = try evaluation.cell(.null)
            let lambda = Lambda(slots: [], body: Bound(constant: .null, .object, offset: 0))
            let captured = [CapturedVariable(slot: 0, cell: cell)]
            let delegate = ExpressionDelegate(lambda, frame: 0..<0, captured: captured, plan: PlanIdentity())
            cell.value = .object(delegate)
            kept = cell
            evaluation.end()
        }
        #expect(kept == nil)
    }
}
