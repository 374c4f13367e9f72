// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Texts read as dates, in the invariant culture: the ISO forms and `MM/dd/yyyy [HH:mm:ss]`.
enum DateText {
    static func parse(_ text: String) throws(ExpressionError) -> ExpressionDate {
        let trimmed = text.split(separator: " ").joined(separator: " ")
        guard let date = iso(trimmed) ?? american(trimmed) else {
            throw .exception(.format, "String '\(text)' was not recognized as a valid DateTime.")
        }
        return date
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
        var (body, minutes) = (trimmed, 0)
        if trimmed.utf8.count > 6, let sign = trimmed.suffix(6).first, sign == "+" || sign == "-" {
            let digits = trimmed.suffix(5).split(separator: ":").compactMap { Int($0) }
            if digits.count == 2 {
                minutes = (digits[0] * 60 + digits[1]) * (sign == "-" ? -1 : 1)
                body = String(trimmed.dropLast(6))
            }
        } else if trimmed.hasSuffix("Z") {
            body = String(trimmed.dropLast())
        }
        return DateOffset(try parse(body), offset: minutes)
    }
}
