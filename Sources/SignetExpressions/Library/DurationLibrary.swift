// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.TimeSpan`.
enum DurationLibrary {
    private static let units: [(name: String, ticks: Int64, modulus: Int64)] = [
        ("Days", 864_000_000_000, .max), ("Hours", 36_000_000_000, 24), ("Minutes", 600_000_000, 60),
        ("Seconds", 10_000_000, 60), ("Milliseconds", 10_000, 1_000),
    ]

    static func table() -> LibraryTable {
        LibraryTable("TimeSpan", constants + constructors + parts + changes)
    }

    private static let constants: [LibraryDeclaration] =
        [
            .init("static TimeSpan Zero") { _, _ in .timeSpan(0) },
            .init("static TimeSpan MaxValue") { _, _ in .timeSpan(.max) },
            .init("static TimeSpan MinValue") { _, _ in .timeSpan(.min) },
        ]
        + units.map { unit in
            .init("static long TicksPer\(unit.name.dropLast())") { _, _ in .long(unit.ticks) }
        }

    private static let constructors: [LibraryDeclaration] =
        [
            .init("new(long ticks)") { _, a in .timeSpan(Int64(a.integer(0))) },
            .init("new(int hours, int minutes, int seconds)") { _, a throws(ExpressionError) in
                .timeSpan(try total([0] + a.map { $0.integer ?? 0 }))
            },
            .init("new(int days, int hours, int minutes, int seconds)") { _, a throws(ExpressionError) in
                .timeSpan(try total(a.map { $0.integer ?? 0 }))
            },
            .init("new(int days, int hours, int minutes, int seconds, int milliseconds)") {
                _,
                a throws(ExpressionError) in
                .timeSpan(try total(a.map { $0.integer ?? 0 }))
            },
            .init("static TimeSpan FromTicks(long value)") { _, a in .timeSpan(Int64(a.integer(0))) },
            .init("static TimeSpan Parse(string s)") { _, a throws(ExpressionError) in
                .timeSpan(try parsed(try a.text(0)))
            },
        ]
        + units.map { unit in
            .init("static TimeSpan From\(unit.name)(double value)") { _, a throws(ExpressionError) in
                guard let ticks = Int64(exactly: (a.real(0) * Double(unit.ticks)).rounded(.toNearestOrAwayFromZero))
                else { throw DateLibrary.durationOverflow }
                return .timeSpan(ticks)
            }
        }

    private static func total(_ fields: [Int]) throws(ExpressionError) -> Int64 {
        var total: Int64 = 0
        for (field, unit) in zip(fields, self.units) {
            let part = Int64(field).multipliedReportingOverflow(by: unit.ticks)
            let sum = total.addingReportingOverflow(part.partialValue)
            guard !part.overflow, !sum.overflow else { throw DateLibrary.durationOverflow }
            total = sum.partialValue
        }
        return total
    }

    private static let parts: [LibraryDeclaration] =
        [.init("long Ticks") { _, a in .long(a.ticks(0)) }]
        + units.flatMap { unit -> [LibraryDeclaration] in
            [
                .init("int \(unit.name)") { _, a in
                    .int(Int(a.ticks(0) / unit.ticks % unit.modulus))
                },
                .init("double Total\(unit.name)") { _, a in .double(Double(a.ticks(0)) / Double(unit.ticks)) },
            ]
        }

    private static let changes: [LibraryDeclaration] = [
        .init("TimeSpan Add(TimeSpan ts)") { _, a throws(ExpressionError) in try Arithmetic.date(.add, a[0], a[1]) },
        .init("TimeSpan Subtract(TimeSpan ts)") { _, a throws(ExpressionError) in
            try Arithmetic.date(.subtract, a[0], a[1])
        },
        .init("TimeSpan Negate()") { _, a throws(ExpressionError) in try Arithmetic.date(.subtract, .timeSpan(0), a[0])
        },
        .init("TimeSpan Duration()") { _, a throws(ExpressionError) in
            guard let ticks = Int64(exactly: a.ticks(0).magnitude) else { throw DateLibrary.durationOverflow }
            return .timeSpan(ticks)
        },
        .init("int CompareTo(TimeSpan value)") { _, a in
            .int(a.ticks(0) == a.ticks(1) ? 0 : a.ticks(0) < a.ticks(1) ? -1 : 1)
        },
        .init("static int Compare(TimeSpan t1, TimeSpan t2)") { _, a in
            .int(a.ticks(0) == a.ticks(1) ? 0 : a.ticks(0) < a.ticks(1) ? -1 : 1)
        },
        .init("string ToString(string format)") { state, a throws(ExpressionError) in
            try state.text(try ValueFormat.text(a[0], format: a[1].string, &state.memory))
        },
    ]

    /// Reads `[-][d.]hh:mm[:ss[.fffffff]]`, or a number of days.
    static func parsed(_ text: String) throws(ExpressionError) -> Int64 {
        let malformed = ExpressionError.exception(.format, "String '\(text)' was not recognized as a valid TimeSpan.")
        var body = NumberText.trimmed(text)[...]
        let isNegative = body.hasPrefix("-")
        if isNegative { body = body.dropFirst() }
        var pieces = body.split(separator: ":", omittingEmptySubsequences: false)
        var (days, fraction): (Int, Int64) = (0, 0)
        if pieces.count == 1 {
            guard let days = Int(pieces[0]), pieces[0].utf8.allSatisfy(Lexer.isDigit) else { throw malformed }
            return try total([isNegative ? -days : days])
        }
        if let dot = pieces[0].firstIndex(of: ".") {
            guard let value = Int(pieces[0][..<dot]) else { throw malformed }
            days = value
            pieces[0] = pieces[0][pieces[0].index(after: dot)...]
        }
        if pieces.count == 3, let dot = pieces[2].firstIndex(of: ".") {
            let digits = pieces[2][pieces[2].index(after: dot)...]
            guard 1...7 ~= digits.utf8.count, let value = Int64(digits) else { throw malformed }
            fraction = value
            for _ in digits.utf8.count..<7 { fraction *= 10 }
            pieces[2] = pieces[2][..<dot]
        }
        let numbers = pieces.compactMap { $0.utf8.allSatisfy(Lexer.isDigit) ? Int($0) : nil }
        guard 2...3 ~= pieces.count, numbers.count == pieces.count, days >= 0, days < 10_675_200 else {
            throw malformed
        }
        guard numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else {
            throw .exception(
                .overflow,
                "The TimeSpan string '\(text)' could not be parsed because at least one of the numeric components is "
                    + "out of range or contains too many digits."
            )
        }
        let ticks = try total([days] + numbers) + fraction
        return isNegative ? -ticks : ticks
    }
}
