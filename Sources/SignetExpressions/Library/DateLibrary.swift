// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `System.DateTime`: the members that the documentation allows, and no others.
enum DateLibrary {
    static let ticksPerDay: Int64 = 864_000_000_000

    static func table() -> LibraryTable {
        LibraryTable("DateTime", statics + constructors + fields + changes)
    }

    private static let statics: [LibraryDeclaration] = [
        .init("static DateTime UtcNow") { state, _ in .dateTime(ExpressionDate(state.environment.clock.now)) },
        // The gateway's local time is UTC.
        .init("static DateTime Now") { state, _ in
            .dateTime(ExpressionDate(ticks: ExpressionDate(state.environment.clock.now).ticks, kind: .local))
        },
        .init("static DateTime Today") { state, _ in
            .dateTime(day(ExpressionDate(state.environment.clock.now), kind: .local))
        },
        .init("static DateTime MinValue") { _, _ in .dateTime(ExpressionDate(ticks: 0, kind: .unspecified)) },
        .init("static DateTime MaxValue") { _, _ in
            .dateTime(ExpressionDate(ticks: ExpressionDate.maximum, kind: .unspecified))
        },
        .init("static DateTime Parse(string s)") { _, a throws(ExpressionError) in
            .dateTime(try DateText.parse(try a.text(0)))
        },
        .init("static bool IsLeapYear(int year)") { _, a throws(ExpressionError) in
            guard 1...9_999 ~= a.integer(0) else {
                throw .exception(.argumentOutOfRange, "Year must be between 1 and 9999. (Parameter 'year')")
            }
            return .bool(ExpressionDate.daysInMonth(year: a.integer(0), month: 2) == 29)
        },
        .init("static int DaysInMonth(int year, int month)") { _, a throws(ExpressionError) in
            guard 1...12 ~= a.integer(1), 1...9_999 ~= a.integer(0) else {
                throw .exception(.argumentOutOfRange, "Month must be between one and twelve. (Parameter 'month')")
            }
            return .int(ExpressionDate.daysInMonth(year: a.integer(0), month: a.integer(1)))
        },
    ]

    private static let constructors: [LibraryDeclaration] =
        [
            .init("new(long ticks)") { _, a throws(ExpressionError) in try made(a.long(0), 0) },
            .init("new(long ticks, DateTimeKind kind)") { _, a throws(ExpressionError) in
                try made(a.long(0), a.integer(1))
            },
        ]
        + [
            "int year, int month, int day", "int year, int month, int day, int hour, int minute, int second",
            "int year, int month, int day, int hour, int minute, int second, int millisecond",
        ]
        .flatMap { parameters -> [LibraryDeclaration] in
            let count = parameters.split(separator: ",").count
            return [
                .init("new(\(parameters))") { _, a throws(ExpressionError) in
                    try made(try ticks(of: a, count: count), 0)
                },
                .init("new(\(parameters), DateTimeKind kind)") { _, a throws(ExpressionError) in
                    try made(try ticks(of: a, count: count), a.integer(count))
                },
            ]
        }

    /// The ticks of year, month, day and perhaps more.
    static func ticks(of a: [ExpressionValue], count: Int) throws(ExpressionError) -> Int64 {
        let fields = (0..<count).map { a.integer($0) } + Array(repeating: 0, count: 7 - count)
        guard let days = ExpressionDate.days(year: fields[0], month: fields[1], day: fields[2]) else {
            throw .exception(
                .argumentOutOfRange,
                "Year, Month, and Day parameters describe an un-representable DateTime."
            )
        }
        guard 0..<24 ~= fields[3], 0..<60 ~= fields[4], 0..<60 ~= fields[5], 0..<1_000 ~= fields[6] else {
            throw .exception(
                .argumentOutOfRange,
                "Hour, Minute, and Second parameters describe an un-representable DateTime."
            )
        }
        let seconds = Int64(days) * 86_400 + Int64(fields[3] * 3_600 + fields[4] * 60 + fields[5])
        return seconds * 10_000_000 + Int64(fields[6]) * 10_000
    }

    private static func made(_ ticks: Int64, _ kind: Int) throws(ExpressionError) -> ExpressionValue {
        guard 0...ExpressionDate.maximum ~= ticks else {
            throw .exception(
                .argumentOutOfRange,
                "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks. (Parameter 'ticks')"
            )
        }
        return .dateTime(ExpressionDate(ticks: ticks, kind: kind == 1 ? .utc : kind == 2 ? .local : .unspecified))
    }

    private static let fields: [LibraryDeclaration] =
        [
            ("Year", \DateFields.year), ("Month", \.month), ("Day", \.day), ("Hour", \.hour), ("Minute", \.minute),
            ("Second", \.second),
        ]
        .map { name, path in
            .init("int \(name)") { _, a in .int(DateFields(ticks: a.date(0).ticks)[keyPath: path]) }
        } + [
            .init("int Millisecond") { _, a in .int(Int(a.date(0).ticks / 10_000 % 1_000)) },
            .init("DayOfWeek DayOfWeek") { _, a in .int(DateFields(ticks: a.date(0).ticks).dayOfWeek) },
            .init("int DayOfYear") { _, a in .int(dayOfYear(a.date(0))) },
            .init("long Ticks") { _, a in .long(a.date(0).ticks) },
            .init("DateTime Date") { _, a in .dateTime(day(a.date(0), kind: a.date(0).kind)) },
            .init("TimeSpan TimeOfDay") { _, a in .timeSpan(a.date(0).ticks % ticksPerDay) },
            .init("bool IsDaylightSavingTime()") { _, _ in .bool(false) },
        ]

    private static let changes: [LibraryDeclaration] =
        [
            add("AddDays", ticksPerDay), add("AddHours", 36_000_000_000), add("AddMinutes", 600_000_000),
            add("AddSeconds", 10_000_000), add("AddMilliseconds", 10_000),
            .init("DateTime AddTicks(long value)") { _, a throws(ExpressionError) in
                .dateTime(try a.date(0).moved(a.long(1)))
            },
            .init("DateTime AddMonths(int months)") { _, a throws(ExpressionError) in
                .dateTime(try moved(a.date(0), months: a.integer(1)))
            },
            .init("DateTime AddYears(int value)") { _, a throws(ExpressionError) in
                .dateTime(try moved(a.date(0), months: a.integer(1) * 12))
            },
            .init("DateTime Add(TimeSpan value)") { _, a throws(ExpressionError) in
                .dateTime(try a.date(0).moved(a.ticks(1)))
            },
            .init("TimeSpan Subtract(DateTime value)") { _, a in .timeSpan(a.date(0).ticks - a.date(1).ticks) },
            .init("DateTime Subtract(TimeSpan value)") { _, a throws(ExpressionError) in
                .dateTime(try a.date(0).moved(0 &- a.ticks(1)))
            },
            .init("string ToString(string format)") { state, a throws(ExpressionError) in
                try state.text(try ValueFormat.text(a[0], format: a[1].string, &state.memory))
            },
        ]

    private static func add(_ name: String, _ unit: Int64) -> LibraryDeclaration {
        .init("DateTime \(name)(double value)") { _, a throws(ExpressionError) in
            .dateTime(try a.date(0).moved(try ticks(a.real(1), unit)))
        }
    }

    /// A number of units in ticks.
    static func ticks(_ amount: Double, _ unit: Int64) throws(ExpressionError) -> Int64 {
        guard let ticks = Int64(exactly: (amount * Double(unit)).rounded()) else { throw ExpressionDate.outOfRange }
        return ticks
    }

    static var durationOverflow: ExpressionError {
        .exception(.overflow, "TimeSpan overflowed because the duration is too long.")
    }

    /// A date so many months later; the last day of a month stays inside the month.
    static func moved(_ date: ExpressionDate, months: Int) throws(ExpressionError) -> ExpressionDate {
        guard -120_000...120_000 ~= months else {
            throw .exception(.argumentOutOfRange, "Months value must be between +/-120000. (Parameter 'months')")
        }
        let fields = DateFields(ticks: date.ticks)
        let total = fields.year * 12 + fields.month - 1 + months
        let (year, month) = (total / 12, total % 12 + 1)
        guard 1...9_999 ~= year, total >= 12 else { throw ExpressionDate.outOfRange }
        let day = min(fields.day, ExpressionDate.daysInMonth(year: year, month: month))
        guard let days = ExpressionDate.days(year: year, month: month, day: day) else {
            throw ExpressionDate.outOfRange
        }
        return ExpressionDate(ticks: Int64(days) * ticksPerDay + date.ticks % ticksPerDay, kind: date.kind)
    }

    static func day(_ date: ExpressionDate, kind: ExpressionDate.Kind) -> ExpressionDate {
        ExpressionDate(ticks: date.ticks - date.ticks % ticksPerDay, kind: kind)
    }

    static func dayOfYear(_ date: ExpressionDate) -> Int {
        let year = DateFields(ticks: date.ticks).year
        let first = ExpressionDate.days(year: year, month: 1, day: 1) ?? 0
        return Int(date.ticks / ticksPerDay) - first + 1
    }
}
