// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Synchronization
import Testing

@testable import SignetExpressions

/// What costs time or memory is counted before it is done.
@Suite struct WorkLimitTests {
    @Test(arguments: [
        // Made before it was counted.
        "Enumerable.Range(0, 2000000000).Count().ToString()", "Enumerable.Repeat(1, 2000000000).Count().ToString()",
        #""a".PadLeft(2000000000)"#, #""a".PadRight(2000000000, 'é')"#, "new string('é', 2000000000)",
        "new byte[2000000000].Length.ToString()", "new StringBuilder().Append('a', 2000000000).ToString()",
        #"string.Format("{0,2000000000}", 1)"#, #"$"{1,2000000000}""#,
        "new string('a', 3000000).ToCharArray().Length.ToString()", "new string('a', 3000000).Select(c => c).Count()",
        "var b = new StringBuilder(); b.Length = 2000000000; return b.ToString();",
        // Regular expressions: reading them, their groups, their counted repetitions.
        #"Regex.IsMatch(new string('a', 50000), "(((((a{1000}){1000}){1000}){1000}){1000})b")"#,
        #"var p = string.Join("", Enumerable.Repeat("[a-z]", 12000)); for (var i = 0; i < 9; i++) { Regex.IsMatch("a", i + p); } return "";"#,
        #"Regex.IsMatch(new string('x', 400000), string.Join("", Enumerable.Repeat("(a)?", 900)) + "y")"#,
        #"Regex.Split(new string('a', 300000), "").Length.ToString()"#,
    ])
    func stopsWhatIsTooLarge(source: String) throws {
        var code = ExpressionError.Code.exception
        do { _ = try evaluate(source, form: source.hasPrefix("var") ? .block : .single) } catch let error
            as ExpressionError
        { code = error.code }
        #expect(code == .limitExceeded)
    }

    @Test(arguments: [
        // Texts that take quadratic time to search one by one.
        #"var a = new string('a', 1000000); return a.Contains(a.Substring(500000) + "b");"#,
        #"var a = new string('a', 1000000); return a.IndexOf(a.Substring(500000) + "b") + a.LastIndexOf("b" + a.Substring(500000));"#,
        #"var a = new string('a', 1000000); return a.Replace(a.Substring(500000) + "b", "c").Length;"#,
        #"var o = JToken.Parse("{\"" + new string('n', 2000000) + "\":[" + string.Join(",", Enumerable.Repeat(1, 20000)) + "]}"); return o.HasValues;"#,
    ])
    func takesLinearTime(source: String) throws {
        _ = try evaluate(source, form: .block)
    }

    /// Statements that put an object twice into another, and that into another, many times over.
    private func nested(_ prefix: String, cast: String) -> String {
        (0..<44)
            .map { level in
                let inner = cast + (level == 0 ? "x" : prefix + String(level - 1))
                return "var \(prefix)\(level) = new { l = \(inner), r = \(inner) };"
            }
            .joined()
    }

    @Test(arguments: ["var x = new { a = 1, b = 2 };", "var x = Tuple.Create(1, 2);"])
    func comparesObjectsInsideObjectsWithoutEnd(start: String) throws {
        let source = start + nested("y", cast: "(object)") + nested("z", cast: "(object)")
        let result =
            "return new[] { y43, z43, y43 }.Distinct().Count().ToString() + y43.Equals(y43) + y3.Equals(z3) + y3.Equals(y4);"
        #expect(try evaluate(source + result, form: .block).invariantText == "2TrueTrueFalse")
    }

    @Test func refusesTypesOfTooManyParts() {
        let source = "var x = 1;" + nested("y", cast: "") + "return y43.Equals(null);"
        let error = #expect(throws: ExpressionError.self) { try CompiledExpression(source, form: .block) }
        #expect(error?.message == "An expression is too long or complex to compile")
    }

    @Test(arguments: [
        #"for (var i = 0; i < 50; i++) { try { JToken.Parse("[" + new string(' ', 10000) + string.Join(",", Enumerable.Repeat("{}", 900)) + "!"); } catch (Exception) { } } return 1;"#,
        #"for (var i = 0; i < 100; i++) { try { XElement.Parse("<a>" + string.Join("", Enumerable.Repeat("<b/>", 900)) + "!"); } catch (Exception) { } } return 1;"#,
    ])
    func countsWhatFailedAsWell(source: String) throws {
        let limits = ExpressionLimits(memory: 3_000_000)
        #expect(throws: ExpressionError.self) { try evaluate(source, form: .block, limits: limits) }
    }

    @Test func doesNotTakeALimitForAnUnreadableText() throws {
        #expect(throws: ExpressionError.self) {
            try evaluate(
                #"Uri.TryCreate(new string('a', 1000000), UriKind.Absolute, out var u) ? 1 : 2"#,
                limits: ExpressionLimits(memory: 100_000)
            )
        }
    }

    /// A clock that goes on by a second each time it is looked at.
    private final class RunningClock: TimeSource {
        private let seconds = Mutex(0.0)

        var now: Date {
            Date(
                timeIntervalSince1970: self.seconds.withLock { seconds in
                    seconds += 1
                    return seconds
                }
            )
        }

        func sleep(for duration: Duration) async throws {}
    }

    @Test func looksAtTheClockSoon() throws {
        let expression = try CompiledExpression("var n = 0; while (true) { n++; }", form: .block)
        let limits = ExpressionLimits(steps: 1_000)
        let environment = ExpressionEnvironment(clock: RunningClock(), limits: limits)
        let error = #expect(throws: ExpressionError.self) {
            try expression.evaluate(testContext, environment: environment)
        }
        #expect(error?.message == "The expression was stopped after 10 seconds.")
    }

    @Test func findsNamespacesAmongMany() throws {
        let declarations = (0..<900).map { "xmlns:n\($0)='u\($0)'" }.joined(separator: " ")
        let inner = String(repeating: "<n0:b n899:c='1'/>", count: 300)
        let text = "<a \(declarations)>" + String(repeating: "<d>", count: 100) + inner
        let source =
            "XElement.Parse(\"" + text + String(repeating: "</d>", count: 100) + "</a>\").ToString().Length > 1000"
        #expect(try evaluate(source).bool == true)
    }
}
