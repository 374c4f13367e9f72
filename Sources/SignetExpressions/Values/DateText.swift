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
}
