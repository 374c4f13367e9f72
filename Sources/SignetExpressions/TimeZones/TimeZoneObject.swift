// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.TimeZoneInfo`: a zone with the rules that are in force now.
final class TimeZoneObject: LibraryObject, EquatableObject {
    /// When summer time begins and ends.
    enum Rule: String {
        case none = "-"
        /// From the last Sunday of March to that of October, at 01:00 UTC.
        case europe = "eu"
        /// From the second Sunday of March to the first of November, at 02:00.
        case america = "us"
        /// From the first Sunday of October to the first of April, at 02:00 of standard time.
        case australia = "au"
        /// From the last Sunday of September to the first of April, at 02:00 of standard time.
        case newZealand = "nz"
    }

    let id: String
    let windowsName: String
    /// The distance from UTC in minutes, without summer time.
    let base: Int
    let rule: Rule

    init(id: String, windowsName: String, base: Int, rule: Rule) {
        self.id = id
        self.windowsName = windowsName
        self.base = base
        self.rule = rule
    }

    static let utc = TimeZoneObject(id: "UTC", windowsName: "UTC", base: 0, rule: .none)

    var expressionType: String { "TimeZoneInfo" }
    var hash: Int { self.id.hashValue }
    var invariantText: String { self.displayName }
    var displayName: String {
        if self === Self.utc { return "(UTC) Coordinated Universal Time" }
        let minutes = abs(self.base)
        let offset = (self.base < 0 ? "-" : "+") + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
        return "(UTC\(self.base == 0 ? "" : offset)) \(self.windowsName)"
    }

    func isEqual(to other: any ExpressionObject) -> Bool { (other as? TimeZoneObject)?.id == self.id }

    /// The distance from UTC in minutes at a moment in UTC.
    func offset(utc ticks: Int64) -> Int { isSummer(standard: ticks + ticksOf(self.base)) ? self.base + 60 : self.base }

    /// The distance from UTC in minutes when a clock there shows a time; of two, that of standard time.
    func offset(local ticks: Int64) -> Int {
        let summer = isSummer(standard: ticks - ticksOf(60))
        return summer && isSummer(standard: ticks) ? self.base + 60 : self.base
    }

    /// Whether a clock there shows a time twice, when summer time ends.
    func isAmbiguous(local ticks: Int64) -> Bool {
        isSummer(standard: ticks - ticksOf(60)) && !isSummer(standard: ticks)
    }

    /// Whether a clock there never shows a time, since it is set forward over it.
    func isSkipped(local ticks: Int64) -> Bool {
        !isSummer(standard: ticks - ticksOf(60)) && isSummer(standard: ticks)
    }

    private func ticksOf(_ minutes: Int) -> Int64 { Int64(minutes) * 600_000_000 }

    /// Whether it is summer time when a clock that never changes shows a time.
    private func isSummer(standard ticks: Int64) -> Bool {
        let year = DateFields(ticks: ticks).year
        let hour: Int64 = 36_000_000_000
        switch self.rule {
        case .none: return false
        case .europe:
            let shift = ticksOf(self.base)
            let start = sunday(year, 3, from: 25) + hour + shift
            return start <= ticks && ticks < sunday(year, 10, from: 25) + hour + shift
        case .america: return sunday(year, 3, from: 8) + 2 * hour <= ticks && ticks < sunday(year, 11, from: 1) + hour
        case .australia:
            return ticks >= sunday(year, 10, from: 1) + 2 * hour || ticks < sunday(year, 4, from: 1) + 2 * hour
        case .newZealand:
            return ticks >= sunday(year, 9, from: 24) + 2 * hour || ticks < sunday(year, 4, from: 1) + 2 * hour
        }
    }

    /// The ticks of the first Sunday of a month from a day on.
    private func sunday(_ year: Int, _ month: Int, from day: Int) -> Int64 {
        let days = ExpressionDate.days(year: year, month: month, day: day) ?? 0
        // Day 0, 0001-01-01, was a Monday.
        return Int64(days + (6 - days % 7)) * 864_000_000_000
    }
}
