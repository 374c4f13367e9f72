// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Texts read as dates, in the invariant culture: the ISO forms and `MM/dd/yyyy [HH:mm:ss]`.
enum DateText {
    static func parse(_ text: String) throws(ExpressionError) -> ExpressionDate {
        guard let date = date(text) else {
            throw .exception(.format, "String '\(text)' was not recognized as a valid DateTime.")
        }
        return date
    }

    private static func date(_ text: String) -> ExpressionDate? {
        let trimmed = text.split(separator: " ").joined(separator: " ")
        return iso(trimmed) ?? american(trimmed)
    }

    private static func iso(_ text: String) -> ExpressionDate? {
        if let date = ISODate.date(text) { return date }
        if text.utf8.count == 10 { return ISODate.date(text + "T00:00:00") }
        if text.utf8.count == 16 { return ISODate.date(text.replacing(" ", with: "T") + ":00") }
        return ISODate.date(text.replacing(" ", with: "T"))
    }

    private static func american(_ text: String) -> ExpressionDate? {
        let parts = text.split(separator: " ")
        guard let day = parts.first, parts.count <= 2 else { return nil }
        let fields = day.split(separator: "/", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard fields.count == 3, fields.allSatisfy({ 0...9_999 ~= $0 }) else { return nil }
        let date = "\(padded(fields[2], 4))-\(padded(fields[0], 2))-\(padded(fields[1], 2))"
        let time = parts.count == 2 ? String(parts[1]) : "00:00:00"
        return ISODate.date(date + "T" + (time.utf8.count == 5 ? time + ":00" : time))
    }

    /// A date with its distance from UTC; without one it is in UTC.
    static func offset(_ text: String) throws(ExpressionError) -> DateOffset {
        let trimmed = NumberText.trimmed(text)
        let malformed = ExpressionError.exception(
            .format,
            "String '\(text)' was not recognized as a valid DateTime."
        )
        var (body, minutes) = (trimmed, 0)
        let zone = trimmed.utf8.suffix(6)
        if zone.count == 6, trimmed.utf8.count > 6, let sign = zone.first, "+-".utf8.contains(sign),
            zone.dropFirst(3).first == UInt8(ascii: ":"), let hour = number(zone.dropFirst().prefix(2)),
            let minute = number(zone.suffix(2))
        {
            guard hour < 24, minute < 60 else { throw malformed }
            minutes = (hour * 60 + minute) * (sign == UInt8(ascii: "-") ? -1 : 1)
            body = String(trimmed.dropLast(6))
        } else if trimmed.hasSuffix("Z") {
            body = String(trimmed.dropLast())
        }
        guard let date = date(body) else { throw malformed }
        guard -840...840 ~= minutes else {
            throw .exception(.format, "The time zone offset must be within plus or minus 14 hours.")
        }
        let result = DateOffset(date, offset: minutes)
        guard 0...ExpressionDate.maximum ~= result.utcTicks else {
            throw .exception(.format, "The UTC representation of the date falls outside the year range 1-9999.")
        }
        return result
    }

    private static func number(_ digits: Substring.UTF8View) -> Int? {
        digits.allSatisfy(Lexer.isDigit) ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
    }
}
