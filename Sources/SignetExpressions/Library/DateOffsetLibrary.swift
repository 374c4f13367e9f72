// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The members of `System.DateTimeOffset`.
enum DateOffsetLibrary {
    static func table() -> LibraryTable {
        LibraryTable("DateTimeOffset", statics + constructors + fields + changes + conversions)
    }

    private static func date(_ a: [ExpressionValue]) throws(ExpressionError) -> DateOffset { try a.object(0) }

    private static let statics: [LibraryDeclaration] = [
        .init("static DateTimeOffset UtcNow") { state, _ in
            .object(DateOffset(ExpressionDate(state.environment.clock.now), offset: 0))
        },
        .init("static DateTimeOffset Now") { state, _ in
            .object(DateOffset(ExpressionDate(state.environment.clock.now), offset: 0))
        },
        .init("static DateTimeOffset MinValue") { _, _ in
            .object(DateOffset(ExpressionDate(ticks: 0, kind: .utc), offset: 0))
        },
        .init("static DateTimeOffset MaxValue") { _, _ in
            .object(DateOffset(ExpressionDate(ticks: ExpressionDate.maximum, kind: .utc), offset: 0))
        },
        .init("static DateTimeOffset Parse(string input)") { _, a throws(ExpressionError) in
            .object(try DateText.offset(try a.text(0)))
        },
        .init("static DateTimeOffset FromUnixTimeSeconds(long seconds)") { _, a throws(ExpressionError) in
            try unix(a.long(0), 10_000_000)
        },
        .init("static DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)") { _, a throws(ExpressionError) in
            try unix(a.long(0), 10_000)
        },
    ]

    private static func unix(_ value: Int64, _ unit: Int64) throws(ExpressionError) -> ExpressionValue {
        let product = value.multipliedReportingOverflow(by: unit)
        let ticks = product.partialValue.addingReportingOverflow(ExpressionDate.unixEpoch)
        guard !product.overflow, !ticks.overflow, 0...ExpressionDate.maximum ~= ticks.partialValue else {
            throw .exception(
                .argumentOutOfRange,
                "Valid values are between -62135596800 and 253402300799, inclusive. (Parameter 'seconds')"
            )
        }
        return .object(DateOffset(ExpressionDate(ticks: ticks.partialValue, kind: .utc), offset: 0))
    }

    private static let constructors: [LibraryDeclaration] = [
        .init("new(DateTime dateTime)") { _, a in .object(DateOffset(a.date(0), offset: 0)) },
        .init("new(DateTime dateTime, TimeSpan offset)") { _, a throws(ExpressionError) in
            try made(a.date(0).ticks, a.ticks(1))
        },
        .init("new(long ticks, TimeSpan offset)") { _, a throws(ExpressionError) in
            try made(a.long(0), a.ticks(1))
        },
        .init("new(int year, int month, int day, int hour, int minute, int second, TimeSpan offset)") {
            _,
            a throws(ExpressionError) in
            try made(try DateLibrary.ticks(of: a, count: 6), a.ticks(6))
        },
        .init(
            "new(int year, int month, int day, int hour, int minute, int second, int millisecond, TimeSpan offset)"
        ) { _, a throws(ExpressionError) in
            try made(try DateLibrary.ticks(of: a, count: 7), a.ticks(7))
        },
    ]

    private static func made(_ ticks: Int64, _ offset: Int64) throws(ExpressionError) -> ExpressionValue {
        guard 0...ExpressionDate.maximum ~= ticks else { throw ExpressionDate.outOfRange }
        let date = ExpressionDate(ticks: ticks, kind: .unspecified)
        return .object(try DateOffset.checked(date, offset: try minutes(offset)))
    }

    private static func minutes(_ ticks: Int64) throws(ExpressionError) -> Int {
        guard ticks % 600_000_000 == 0 else {
            throw .exception(.argument, "Offset must be specified in whole minutes. (Parameter 'offset')")
        }
        guard -840...840 ~= ticks / 600_000_000 else {
            throw .exception(.argumentOutOfRange, "Offset must be within plus or minus 14 hours. (Parameter 'offset')")
        }
        return Int(ticks / 600_000_000)
    }

    private static let dates = Dictionary(DateLibrary.table().properties.map { ($0.name, $0) }) { _, last in last }

    private static let fields: [LibraryDeclaration] =
        ["Year", "Month", "Day", "Hour", "Minute", "Second", "Millisecond", "DayOfYear"]
        .map { name in
            .init("int \(name)") { state, a throws(ExpressionError) in
                guard let property = dates[name] else { return .null }
                return try property.code(&state, [.dateTime(try date(a).date)])
            }
        } + [
            .init("DayOfWeek DayOfWeek") { _, a throws(ExpressionError) in
                .int(DateFields(ticks: try date(a).date.ticks).dayOfWeek)
            },
            .init("long Ticks") { _, a throws(ExpressionError) in .long(try date(a).date.ticks) },
            .init("long UtcTicks") { _, a throws(ExpressionError) in .long(try date(a).utcTicks) },
            .init("TimeSpan Offset") { _, a throws(ExpressionError) in
                .timeSpan(Int64(try date(a).offset) * 600_000_000)
            },
            .init("TimeSpan TimeOfDay") { _, a throws(ExpressionError) in
                .timeSpan(try date(a).date.ticks % DateLibrary.ticksPerDay)
            },
            .init("DateTime Date") { _, a throws(ExpressionError) in
                .dateTime(DateLibrary.day(try date(a).date, kind: .unspecified))
            },
            .init("DateTime DateTime") { _, a throws(ExpressionError) in .dateTime(try date(a).date) },
            .init("DateTime UtcDateTime") { _, a throws(ExpressionError) in
                .dateTime(ExpressionDate(ticks: try date(a).utcTicks, kind: .utc))
            },
            .init("DateTime LocalDateTime") { _, a throws(ExpressionError) in
                .dateTime(ExpressionDate(ticks: try date(a).utcTicks, kind: .local))
            },
        ]

    private static let changes: [LibraryDeclaration] =
        [
            ("AddDays", DateLibrary.ticksPerDay), ("AddHours", 36_000_000_000), ("AddMinutes", 600_000_000),
            ("AddSeconds", 10_000_000), ("AddMilliseconds", 10_000),
        ]
        .map { name, unit in
            .init("DateTimeOffset \(name)(double value)") { _, a throws(ExpressionError) in
                try date(a).moved(try DateLibrary.ticks(a.real(1), unit))
            }
        } + [
            .init("DateTimeOffset AddTicks(long ticks)") { _, a throws(ExpressionError) in
                try date(a).moved(a.long(1))
            },
            .init("DateTimeOffset AddMonths(int months)") { _, a throws(ExpressionError) in
                let date = try date(a)
                let moved = try DateLibrary.moved(date.date, months: a.integer(1))
                return .object(try DateOffset.checked(moved, offset: date.offset))
            },
            .init("DateTimeOffset AddYears(int years)") { _, a throws(ExpressionError) in
                let date = try date(a)
                let moved = try DateLibrary.moved(date.date, months: a.integer(1) * 12)
                return .object(try DateOffset.checked(moved, offset: date.offset))
            },
            .init("DateTimeOffset Add(TimeSpan timeSpan)") { _, a throws(ExpressionError) in
                try date(a).moved(a.ticks(1))
            },
            .init("DateTimeOffset Subtract(TimeSpan value)") { _, a throws(ExpressionError) in
                try date(a).moved(0 &- a.ticks(1))
            },
            .init("TimeSpan Subtract(DateTimeOffset value)") { _, a throws(ExpressionError) in
                .timeSpan(try date(a).utcTicks - (try a.object(1, DateOffset.self)).utcTicks)
            },
        ]

    private static let conversions: [LibraryDeclaration] = [
        .init("long ToUnixTimeSeconds()") { _, a throws(ExpressionError) in
            .long(floored(try date(a).utcTicks - ExpressionDate.unixEpoch, 10_000_000))
        },
        .init("long ToUnixTimeMilliseconds()") { _, a throws(ExpressionError) in
            .long(floored(try date(a).utcTicks - ExpressionDate.unixEpoch, 10_000))
        },
        .init("DateTimeOffset ToOffset(TimeSpan offset)") { _, a throws(ExpressionError) in
            .object(try date(a).at(try minutes(a.ticks(1))))
        },
        .init("DateTimeOffset ToUniversalTime()") { _, a throws(ExpressionError) in .object(try date(a).at(0)) },
        .init("DateTimeOffset ToLocalTime()") { _, a throws(ExpressionError) in .object(try date(a).at(0)) },
        .init("int CompareTo(DateTimeOffset other)") { _, a throws(ExpressionError) in
            .int(try ValueOrder.compare(a[0], a[1]))
        },
        .init("static int Compare(DateTimeOffset first, DateTimeOffset second)") { _, a throws(ExpressionError) in
            .int(try ValueOrder.compare(a[0], a[1]))
        },
        .init("string ToString(string format)") { state, a throws(ExpressionError) in
            try state.text(try ValueFormat.text(a[0], format: a[1].string, &state.memory))
        },
    ]

    private static func floored(_ ticks: Int64, _ unit: Int64) -> Int64 {
        ticks >= 0 || ticks % unit == 0 ? ticks / unit : ticks / unit - 1
    }
}

extension DateOffset: FormattedObject {
    func text(_ format: String) throws(ExpressionError) -> String {
        try DateFormat.text(self.date, format, offset: self.offset)
    }
}
