// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Dates in the form that JSON uses: `yyyy-MM-ddTHH:mm:ss[.fffffff][Z|±hh:mm]`.
enum ISODate {
    /// The date of a text that has the whole form, or `nil`.
    ///
    /// An offset is converted: local time is UTC.
    static func date(_ text: String) -> ExpressionDate? {
        guard 19...40 ~= text.utf8.count, let first = text.utf8.first, Lexer.isDigit(first) else { return nil }
        let bytes = Array(text.utf8)
        guard bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54,
            bytes[13] == 0x3A, bytes[16] == 0x3A, let year = number(bytes, 0, 4), let month = number(bytes, 5, 2),
            let day = number(bytes, 8, 2), let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2),
            let second = number(bytes, 17, 2), hour < 24, minute < 60, second < 60,
            let days = ExpressionDate.days(year: year, month: month, day: day)
        else { return nil }
        var ticks = (Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)) * ExpressionDate.ticksPerSecond
        var index = 19
        if index < bytes.count, bytes[index] == 0x2E {
            let digits = bytes[20...].prefix { Lexer.isDigit($0) }
            guard !digits.isEmpty else { return nil }
            var unit: Int64 = 1_000_000
            for digit in digits.prefix(7) {
                ticks += Int64(digit - 0x30) * unit
                unit /= 10
            }
            index = digits.endIndex
        }
        if index == bytes.count { return ExpressionDate(ticks: ticks, kind: .unspecified) }
        if bytes[index] == 0x5A, index + 1 == bytes.count { return ExpressionDate(ticks: ticks, kind: .utc) }
        guard bytes.count == index + 6, bytes[index] == 0x2B || bytes[index] == 0x2D, bytes[index + 3] == 0x3A,
            let hours = number(bytes, index + 1, 2), let minutes = number(bytes, index + 4, 2), hours < 15, minutes < 60
        else { return nil }
        let offset = Int64(hours * 60 + minutes) * 60 * ExpressionDate.ticksPerSecond
        ticks += bytes[index] == 0x2B ? -offset : offset
        guard 0...ExpressionDate.maximum ~= ticks else { return nil }
        return ExpressionDate(ticks: ticks, kind: .local)
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for byte in bytes[start..<(start + count)] {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}

extension ExpressionDate {
    /// The days from 0001-01-01 to a date of the calendar; `nil` for a date that does not exist.
    static func days(year: Int, month: Int, day: Int) -> Int? {
        guard 1...9_999 ~= year, 1...12 ~= month, day >= 1, day <= daysInMonth(year: year, month: month) else {
            return nil
        }
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 306
    }

    static func daysInMonth(year: Int, month: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// `yyyy-MM-ddTHH:mm:ss.FFFFFFFK`, as JSON writes a date.
    var roundTripText: String {
        let fields = DateFields(ticks: self.ticks)
        let date = "\(padded(fields.year, 4))-\(padded(fields.month, 2))-\(padded(fields.day, 2))"
        let time = "\(padded(fields.hour, 2)):\(padded(fields.minute, 2)):\(padded(fields.second, 2))"
        var fraction = fields.fraction > 0 ? "." + padded(fields.fraction, 7) : ""
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let zone = self.kind == .utc ? "Z" : self.kind == .local ? "+00:00" : ""
        return date + "T" + time + fraction + zone
    }
}
