// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Dates as the pages show them, and how near an end is.
struct PortalDates: Sendable {
    private static let soon = 30

    let now: Date

    func day(_ date: Date) -> String { String(Timestamp.iso8601(date).prefix(10)) }

    func moment(_ text: String?) -> String {
        guard let text, let date = Timestamp.parse(text) else { return "" }
        let written = Timestamp.iso8601(date)
        return "\(written.prefix(10)) \(written.dropFirst(11).prefix(8))"
    }

    func days(until date: Date) -> Int { Int(nearest: date.timeIntervalSince(self.now) / 86_400) }

    /// In words: `in 28 days`, `today`, `3 days ago`.
    func relative(_ date: Date) -> String {
        switch days(until: date) {
        case let days where days > 1: "in \(days) days"
        case 1: "in 1 day"
        case 0: "today"
        case -1: date < self.now ? "1 day ago" : "today"
        case let days: "\(-days) days ago"
        }
    }

    /// The class of a validity: `ended`, `soon`, `coming`, `good`.
    func state(start: Date, end: Date) -> String {
        if end < self.now { return "ended" }
        if start > self.now { return "coming" }
        return days(until: end) < Self.soon ? "soon" : "good"
    }

    func stateText(start: Date, end: Date) -> String {
        switch state(start: start, end: end) {
        case "ended": "Expired"
        case "coming": "Not yet valid"
        case "soon": "Expires soon"
        default: "Valid"
        }
    }

    /// What a table shows of a validity.
    func validity(_ start: Date, _ end: Date) -> [String: Any] {
        [
            "start": day(start), "end": day(end), "relative": relative(end), "state": state(start: start, end: end),
            "stateText": stateText(start: start, end: end),
        ]
    }
}
