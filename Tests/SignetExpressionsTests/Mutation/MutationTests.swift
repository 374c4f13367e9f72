// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// Expressions cut, spliced and damaged: whatever comes, an answer or an error comes back.
@Suite struct MutationTests {
    /// A generator that gives the same numbers in every run.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return self.state ^ self.state >> 29
        }
    }

    private static let seeds = [
        #"context.Request.Headers.GetValueOrDefault("Accept", "").Split(',').Where(x => x.Length > 1).OrderBy(x => x).First()"#,
        #"var o = JObject.Parse("{\"a\":[1,2,{\"b\":null}]}"); o["c"] = (int)o["a"][0] + 1; return o.ToString();"#,
        #"Regex.Replace("a1b22", @"(?<d>\d+)", m => $"<{m.Groups["d"].Value,4}>", RegexOptions.IgnoreCase)"#,
        #"int F(int n) { return n < 2 ? 1 : n * F(n - 1); } return F(5).ToString("N2");"#,
        #"XElement.Parse("<a x='1'><b>2</b></a>").Descendants("b").Select(e => (int)e).Sum()"#,
        #"try { throw new Exception("x"); } catch (Exception e) when (e.Message != null) { return e.Message; } finally { }"#,
        #"new DateTime(2024, 1, 31).AddMonths(1).ToString("yyyy-MM-dd") + DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1.5m / 3"#,
        #"switch (context.Response.StatusCode) { case int n when n > 400: return "bad"; default: return new { a = 1 }.ToString(); }"#,
        #"Convert.ToBase64String(new HMACSHA256(Encoding.UTF8.GetBytes("k")).ComputeHash(new byte[] { 1, 2 }))"#,
    ]

    private func run(_ source: String) {
        for form in [CompiledExpression.Form.single, .block] {
            guard let compiled = try? CompiledExpression(source, form: form) else { continue }
            let limits = ExpressionLimits(steps: 5_000, memory: 1_000_000, regexSteps: 20_000)
            _ = try? compiled.text(testContext, environment: ExpressionEnvironment(clock: FixedClock(), limits: limits))
        }
    }

    @Test func survivesTruncationAtEveryByte() {
        for seed in Self.seeds {
            let bytes = Array(seed.utf8)
            for end in bytes.indices { run(String(decoding: bytes[..<end], as: UTF8.self)) }
        }
    }

    @Test(arguments: 0..<8) func survivesDamage(round: UInt64) {
        var random = Seeded(state: round &* 977 &+ 13)
        let pieces = [
            "(", ")", "{", "}", "\"", "'", "@", "$", "=>", "?.", "[", "]", "\\", "new ", "9999999999", "null", ";", "<",
            "throw ",
        ]
        for _ in 0..<150 {
            var bytes = Array(Self.seeds[Int(random.next() % UInt64(Self.seeds.count))].utf8)
            for _ in 0..<(1 + Int(random.next() % 4)) {
                let place = Int(random.next() % UInt64(bytes.count + 1))
                switch random.next() % 4 {
                case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + Int(random.next() % 6)))
                case 1: bytes.insert(contentsOf: pieces[Int(random.next() % UInt64(pieces.count))].utf8, at: place)
                case 2: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
                default:
                    let other = Array(Self.seeds[Int(random.next() % UInt64(Self.seeds.count))].utf8)
                    let start = Int(random.next() % UInt64(other.count))
                    bytes.insert(contentsOf: other[start...].prefix(24), at: place)
                }
            }
            run(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test(arguments: [
        "(", "!", "[", "{", "new[] { ", "x => ", "a ? ", "$\"{", "(int)", "f(", "-", "1 + (", "if (true) ",
    ])
    func survivesDeepNesting(piece: String) {
        run(String(repeating: piece, count: 10_000))
        run("Regex.IsMatch(\"a\", \"" + String(repeating: "(", count: 5_000) + "\")")
    }
}
