// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `TimeZoneInfo.AdjustmentRule`: when summer time begins and ends, and by how much clocks change.
final class AdjustmentRuleObject: LibraryObject {
    let start: ExpressionDate
    let transitions: (start: TransitionObject, end: TransitionObject)

    init(start: ExpressionDate, _ transitions: (start: TransitionObject, end: TransitionObject)) {
        self.start = start
        self.transitions = transitions
    }

    var expressionType: String { "AdjustmentRule" }
    var invariantText: String { "System.TimeZoneInfo+AdjustmentRule" }
}

/// `TimeZoneInfo.TransitionTime`: a day of each year, by its date or as one weekday of a month, and a time.
final class TransitionObject: LibraryObject, EquatableObject {
    let timeOfDay: Int64
    let month: Int
    /// `nil` for a weekday.
    let day: Int?
    /// The week of the month, 5 for the last, and the weekday.
    let week: Int
    let weekday: Int

    init(timeOfDay: Int64, month: Int, day: Int?, week: Int, weekday: Int) {
        self.timeOfDay = timeOfDay
        self.month = month
        self.day = day
        self.week = week
        self.weekday = weekday
    }

    /// A Sunday, at an hour.
    convenience init(month: Int, week: Int, minutes: Int) {
        self.init(timeOfDay: Int64(minutes) * 600_000_000, month: month, day: nil, week: week, weekday: 0)
    }

    var expressionType: String { "TransitionTime" }
    var invariantText: String { "System.TimeZoneInfo+TransitionTime" }
    var hash: Int { self.month &* 31 &+ self.week }

    func isEqual(to other: any ExpressionObject) -> Bool {
        guard let other = other as? TransitionObject else { return false }
        return self.timeOfDay == other.timeOfDay && self.month == other.month && self.day == other.day
            && self.week == other.week && self.weekday == other.weekday
    }
}

extension TimeZoneObject {
    /// The rules of summer time that are in force now; none for a zone without it.
    var adjustments: [AdjustmentRuleObject] {
        let (start, end): (TransitionObject, TransitionObject)
        var since: Int64 = 0
        switch self.rule {
        case .none: return []
        case .europe:
            start = TransitionObject(month: 3, week: 5, minutes: self.base + 60)
            end = TransitionObject(month: 10, week: 5, minutes: self.base + 120)
        case .america:
            // Since 2007-01-01.
            since = 633_032_064_000_000_000
            start = TransitionObject(month: 3, week: 2, minutes: 120)
            end = TransitionObject(month: 11, week: 1, minutes: 120)
        case .australia:
            start = TransitionObject(month: 10, week: 1, minutes: 120)
            end = TransitionObject(month: 4, week: 1, minutes: 180)
        case .newZealand:
            start = TransitionObject(month: 9, week: 5, minutes: 120)
            end = TransitionObject(month: 4, week: 1, minutes: 180)
        }
        return [AdjustmentRuleObject(start: ExpressionDate(ticks: since, kind: .unspecified), (start, end))]
    }
}

/// The members of the rules of time zones, and of the older `System.TimeZone`.
enum TimeZoneRuleLibrary {
    private static func rule(_ a: [ExpressionValue]) throws(ExpressionError) -> AdjustmentRuleObject {
        try a.object(0)
    }

    private static func transition(_ a: [ExpressionValue]) throws(ExpressionError) -> TransitionObject {
        try a.object(0)
    }

    static func rules() -> LibraryTable {
        LibraryTable(
            "AdjustmentRule",
            [
                .init("DateTime DateStart") { _, a throws(ExpressionError) in .dateTime(try rule(a).start) },
                .init("DateTime DateEnd") { _, _ in
                    let day: Int64 = 864_000_000_000
                    return .dateTime(
                        ExpressionDate(ticks: ExpressionDate.maximum / day * day, kind: .unspecified)
                    )
                },
                .init("TimeSpan DaylightDelta") { _, _ in .timeSpan(36_000_000_000) },
                .init("TransitionTime DaylightTransitionStart") { _, a throws(ExpressionError) in
                    .object(try rule(a).transitions.start)
                },
                .init("TransitionTime DaylightTransitionEnd") { _, a throws(ExpressionError) in
                    .object(try rule(a).transitions.end)
                },
            ]
        )
    }

    static func transitions() -> LibraryTable {
        LibraryTable(
            "TransitionTime",
            [
                .init("static TransitionTime CreateFixedDateRule(DateTime timeOfDay, int month, int day)") {
                    _,
                    a throws(ExpressionError) in
                    try made(a, day: a.integer(2), week: 1, weekday: 0)
                },
                .init(
                    "static TransitionTime CreateFloatingDateRule(DateTime timeOfDay, int month, int week, "
                        + "DayOfWeek dayOfWeek)"
                ) { _, a throws(ExpressionError) in
                    try made(a, day: nil, week: a.integer(2), weekday: a.integer(3))
                },
                .init("DateTime TimeOfDay") { _, a throws(ExpressionError) in
                    .dateTime(ExpressionDate(ticks: try transition(a).timeOfDay, kind: .unspecified))
                },
                .init("int Month") { _, a throws(ExpressionError) in .int(try transition(a).month) },
                .init("int Week") { _, a throws(ExpressionError) in .int(try transition(a).week) },
                .init("int Day") { _, a throws(ExpressionError) in .int(try transition(a).day ?? 1) },
                .init("DayOfWeek DayOfWeek") { _, a throws(ExpressionError) in .int(try transition(a).weekday) },
                .init("bool IsFixedDateRule") { _, a throws(ExpressionError) in .bool(try transition(a).day != nil) },
            ]
        )
    }

    private static func made(
        _ a: [ExpressionValue],
        day: Int?,
        week: Int,
        weekday: Int
    ) throws(ExpressionError) -> ExpressionValue {
        for (value, range, name) in [
            (a.integer(1), 1...12, "month"), (day ?? 1, 1...31, "day"), (week, 1...5, "week"),
            (weekday, 0...6, "dayOfWeek"),
        ] where !range.contains(value) {
            throw .exception(
                .argumentOutOfRange,
                "Specified argument was out of the range of valid values. (Parameter '\(name)')"
            )
        }
        let time = a.date(0).ticks % 864_000_000_000
        return .object(
            TransitionObject(timeOfDay: time, month: a.integer(1), day: day, week: week, weekday: weekday)
        )
    }

    /// The gateway's time zone is UTC.
    static func zone() -> LibraryTable {
        LibraryTable(
            "TimeZone",
            [
                .init("static TimeZone CurrentTimeZone") { _, _ in .object(TimeZoneObject.utc) },
                .init("string StandardName") { _, a throws(ExpressionError) in
                    .string(try a.object(0, TimeZoneObject.self).windowsName)
                },
                .init("string DaylightName") { _, a throws(ExpressionError) in
                    .string(try a.object(0, TimeZoneObject.self).windowsName)
                },
                .init("TimeSpan GetUtcOffset(DateTime time)") { _, _ in .timeSpan(0) },
                .init("bool IsDaylightSavingTime(DateTime time)") { _, _ in .bool(false) },
                .init("DateTime ToLocalTime(DateTime time)") { _, a in
                    .dateTime(ExpressionDate(ticks: a.date(1).ticks, kind: .local))
                },
                .init("DateTime ToUniversalTime(DateTime time)") { _, a in
                    .dateTime(ExpressionDate(ticks: a.date(1).ticks, kind: .utc))
                },
            ]
        )
    }
}
