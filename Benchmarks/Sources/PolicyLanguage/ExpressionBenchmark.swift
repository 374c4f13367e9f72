// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetExpressions

/// Expressions as policies have them, evaluated over and over for one call.
struct ExpressionBenchmark {
    private let environment = ExpressionEnvironment(clock: SystemTime())
    private let context: JSONContext

    init() throws {
        let document = try String(contentsOf: Self.body, encoding: .utf8)
        let text = String(decoding: try JSONEncoder().encode(document), as: UTF8.self)
        self.context = try JSONContext(
            json: Array(
                """
                {"request": {"method": "GET", "url": "https://contoso.test/orders/7?expand=lines", "body": \(text),
                "headers": {"Accept": ["application/json"], "X-Version": ["2"], "User-Agent": ["bench/1.0"],
                "Content-Type": ["application/json"]}}, "response": {"statusCode": 429},
                "variables": {"caller": "bench", "attempt": 3}}
                """
                .utf8
            ),
            now: Date(timeIntervalSince1970: 1_795_255_445)
        )
    }

    /// A JSON document of 1 KB, which the harness gives to the peer as well.
    static let body = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "body.json")

    private static let condition =
        #"context.Request.Method == "GET" && context.Request.Headers.GetValueOrDefault("X-Version", "1") == "2""#
    private static let header =
        #"$"{context.Request.Method}-{context.Request.Url.Path}-{context.Variables["caller"]}""#
    private static let value =
        #"context.Request.Body.As<JObject>(preserveContent: true).Value<string>("name")"#

    func rows() throws -> [Row] {
        let condition = try CompiledExpression(Self.condition, expectation: .boolean)
        let header = try CompiledExpression(Self.header)
        let value = try CompiledExpression(Self.value)
        // The answers first: what is not right need not be fast.
        guard try condition.evaluate(self.context, environment: self.environment).bool == true,
            try header.text(self.context, environment: self.environment) == "GET-/orders/7-bench",
            try value.text(self.context, environment: self.environment) == "contoso-order-service"
        else { throw CocoaError(.coderInvalidValue) }
        let nanoseconds = try [condition, header, value]
            .map { expression in
                try seconds(rounds: 9, repetitions: 100_000) {
                    _ = try expression.evaluate(self.context, environment: self.environment)
                } * 1e9
            }
        return [
            Row(
                name: "condition of a `when`",
                value: nanoseconds[0],
                unit: "ns",
                goal: "≤ 300 ns",
                met: nanoseconds[0] <= 300
            ),
            Row(
                name: "`set-header` with interpolation",
                value: nanoseconds[1],
                unit: "ns",
                goal: "≤ 500 ns",
                met: nanoseconds[1] <= 500
            ),
            Row(
                name: "one `Value<string>` from a JSON body of 1 KB",
                value: nanoseconds[2] / 1_000,
                unit: "µs",
                goal: "≤ 10 µs",
                met: nanoseconds[2] <= 10_000
            ),
            try growth(condition, header),
        ]
    }

    /// How much memory 10,000,000 evaluations keep.
    private func growth(_ condition: CompiledExpression, _ header: CompiledExpression) throws -> Row {
        for _ in 0..<100_000 { _ = try header.evaluate(self.context, environment: self.environment) }
        let before = Self.residentMegabytes()
        for _ in 0..<5_000_000 {
            _ = try condition.evaluate(self.context, environment: self.environment)
            _ = try header.evaluate(self.context, environment: self.environment)
        }
        let growth = Self.residentMegabytes() - before
        return Row(
            name: "growth over 10,000,000 evaluations",
            value: growth,
            unit: "MB",
            goal: "none (≤ 0.5 MB)",
            met: growth <= 0.5
        )
    }

    private static func residentMegabytes() -> Double {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
    }
}
