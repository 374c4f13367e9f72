// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The fields of a date in the Gregorian calendar.
struct DateFields {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// Ticks of 100 ns in the second.
    let fraction: Int
    /// 0 is Sunday, as in .NET's `DayOfWeek`.
    let dayOfWeek: Int

    /// The fields of ticks; those that no date of .NET has give the nearest date.
    init(ticks: Int64) {
        let ticks = min(max(ticks, 0), ExpressionDate.maximum)
        let days = Int(ticks / 864_000_000_000)
        let time = Int(ticks % 864_000_000_000)
        self.fraction = time % 10_000_000
        let seconds = time / 10_000_000
        self.hour = seconds / 3_600
        self.minute = seconds / 60 % 60
        self.second = seconds % 60
        self.dayOfWeek = (days + 1) % 7
        // Days since 0000-03-01, the start of an era in which leap days come last.
        let shifted = days + 306
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        self.month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
    }
}

extension ExpressionDate {
    /// `MM/dd/yyyy HH:mm:ss`, as .NET's invariant culture writes a date.
    var invariantText: String {
        let fields = DateFields(ticks: self.ticks)
        let date = "\(padded(fields.month, 2))/\(padded(fields.day, 2))/\(padded(fields.year, 4))"
        return date + " \(padded(fields.hour, 2)):\(padded(fields.minute, 2)):\(padded(fields.second, 2))"
    }
}

/// Durations as .NET writes them.
enum InvariantDuration {
    /// The constant format: `[-][d.]hh:mm:ss[.fffffff]`.
    static func text(_ ticks: Int64) -> String {
        let magnitude = ticks.magnitude
        let seconds = Int(magnitude / 10_000_000)
        let fraction = Int(magnitude % 10_000_000)
        let days = seconds / 86_400
        let time = "\(padded(seconds / 3_600 % 24, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return (ticks < 0 ? "-" : "") + (days > 0 ? "\(days)." : "") + time
            + (fraction > 0 ? "." + padded(fraction, 7) : "")
    }
}

/// The number with zeros before it.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
