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
            .init("new(long ticks)") { _, a in .timeSpan(a.long(0)) },
            .init("new(int hours, int minutes, int seconds)") { _, a throws(ExpressionError) in
                .timeSpan(try total([0] + a.indices.map { a.integer($0) }))
            },
            .init("new(int days, int hours, int minutes, int seconds)") { _, a throws(ExpressionError) in
                .timeSpan(try total(a.indices.map { a.integer($0) }))
            },
            .init("new(int days, int hours, int minutes, int seconds, int milliseconds)") {
                _,
                a throws(ExpressionError) in
                .timeSpan(try total(a.indices.map { a.integer($0) }))
            },
            .init("static TimeSpan FromTicks(long value)") { _, a in .timeSpan(a.long(0)) },
            .init("static TimeSpan Parse(string s)") { _, a throws(ExpressionError) in
                .timeSpan(try DurationText.ticks(try a.text(0)))
            },
        ]
        + units.map { unit in
            .init("static TimeSpan From\(unit.name)(double value)") { _, a throws(ExpressionError) in
                guard !a.real(0).isNaN else {
                    throw .exception(.argument, "TimeSpan does not accept floating point Not-a-Number values.")
                }
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
}
