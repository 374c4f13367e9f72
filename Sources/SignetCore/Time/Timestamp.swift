// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The date forms that the wire uses.
package enum Timestamp {
    /// `2026-11-21T10:04:05Z` (RFC 3339, whole seconds).
    package static func iso8601(_ date: Date) -> String {
        let c = Components(date)
        return "\(c.day)T\(c.time)Z"
    }

    /// `2026-11-21T10:04:05.1234567Z`, the seven decimals of .NET.
    package static func dotNet(_ date: Date) -> String {
        let c = Components(date)
        return "\(c.day)T\(c.time).\(padded(c.ticks, 7))Z"
    }

    /// `2026-11-21 10:04:05Z`, the form of the token service's error bodies.
    package static func tokenService(_ date: Date) -> String {
        let c = Components(date)
        return "\(c.day) \(c.time)Z"
    }

    /// `11/21/2026 10:04:05`, the form inside the text of AADSTS700027.
    package static func american(_ date: Date) -> String {
        let c = Components(date)
        return "\(padded(c.month, 2))/\(padded(c.dayOfMonth, 2))/\(padded(c.year, 4)) \(c.time)"
    }

    /// `Sat, 21 Nov 2026 10:04:05 GMT`, the form of HTTP's header fields (RFC 9110 §5.6.7).
    package static func http(_ date: Date) -> String {
        let c = Components(date)
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return
            "\(weekdays[c.weekday]), \(padded(c.dayOfMonth, 2)) \(months[c.month - 1]) \(padded(c.year, 4)) \(c.time) GMT"
    }

    /// Reads RFC 3339 with `Z` or an offset, with or without decimals.
    package static func parse(_ text: String) -> Date? {
        let whole = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
        let decimal = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? whole.parse(text)) ?? (try? decimal.parse(text))
    }

    fileprivate static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A date in the proleptic Gregorian calendar, UTC (civil-from-days of Howard Hinnant's date algorithms).
private struct Components {
    let year: Int
    let month: Int
    let dayOfMonth: Int
    /// 0 is Sunday.
    let weekday: Int
    let secondOfDay: Int
    let ticks: Int

    init(_ date: Date) {
        let limit = 253_402_300_799.0
        let seconds = min(max(date.timeIntervalSince1970, -62_135_596_800), limit)
        let whole = Int(nearest: seconds)
        self.ticks = min(Int(nearest: (seconds - Double(whole)) * 10_000_000), 9_999_999)
        let days = Int(nearest: Double(whole) / 86_400)
        self.secondOfDay = whole - days * 86_400
        // The first day of 1970 was a Thursday; days before it are negative.
        self.weekday = ((days + 4) % 7 + 7) % 7
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        self.dayOfMonth = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        self.month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
    }

    var day: String {
        var text = Digits()
        text.append(self.year, width: 4)
        text.append("-")
        text.append(self.month, width: 2)
        text.append("-")
        text.append(self.dayOfMonth, width: 2)
        return text.text
    }

    var time: String {
        var text = Digits()
        text.append(self.secondOfDay / 3_600, width: 2)
        text.append(":")
        text.append(self.secondOfDay / 60 % 60, width: 2)
        text.append(":")
        text.append(self.secondOfDay % 60, width: 2)
        return text.text
    }
}

/// Numbers of a fixed width with marks between them.
private struct Digits {
    private var bytes: [UInt8] = []

    init() { self.bytes.reserveCapacity(16) }

    var text: String { String(decoding: self.bytes, as: UTF8.self) }

    mutating func append(_ mark: Unicode.Scalar) { self.bytes.append(UInt8(ascii: mark)) }

    mutating func append(_ number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            self.bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}
