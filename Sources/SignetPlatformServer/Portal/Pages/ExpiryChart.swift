// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The validity of certificates over the coming year as a picture (SVG), one row each.
struct ExpiryChart: Sendable {
    private static let width = 960.0
    private static let labelWidth = 250.0
    private static let rowHeight = 30.0
    private static let head = 48.0
    private static let greatestRows = 40
    private static let day = 86_400.0

    let entries: [CredentialOverview.Entry]
    let dates: PortalDates

    /// What the template draws.
    var content: [String: Any] {
        let rows = Array(self.entries.prefix(Self.greatestRows))
        let height = Self.head + Double(rows.count) * Self.rowHeight + 12
        return [
            "width": Int(Self.width), "height": Int(height), "rows": rows.enumerated().map(row),
            "months": months(height),
            "nowX": Self.text(x(self.dates.now)), "nowTop": Int(Self.head) - 10, "nowText": Int(Self.head) - 15,
            "nowBottom": Int(height) - 6,
            "hasMore": self.entries.count > rows.count, "more": self.entries.count - rows.count,
            "summary": summary,
        ]
    }

    private var first: Date { self.dates.now.addingTimeInterval(-45 * Self.day) }
    private var last: Date { self.dates.now.addingTimeInterval(365 * Self.day) }

    private func x(_ date: Date) -> Double {
        let share = date.timeIntervalSince(self.first) / self.last.timeIntervalSince(self.first)
        return Self.labelWidth + min(max(share, 0), 1) * (Self.width - Self.labelWidth - 12)
    }

    private func row(_ index: Int, _ entry: CredentialOverview.Entry) -> [String: Any] {
        let top = Self.head + Double(index) * Self.rowHeight
        let (from, to) = (x(entry.start), max(x(entry.end), x(entry.start) + 3))
        let isLong = entry.end > self.last
        let isInside = to > Self.width - 130
        return [
            "y": Self.text(top + 8), "textY": Self.text(top + 20), "lineY": Self.text(top + Self.rowHeight),
            "x": Self.text(from), "barWidth": Self.text(max(to - from, 3)),
            "state": self.dates.state(start: entry.start, end: entry.end), "owner": Self.short(entry.owner, 24),
            "label": isLong ? self.dates.day(entry.end) : self.dates.relative(entry.end),
            "labelX": Self.text(isInside ? to - 8 : to + 8), "anchor": isInside ? "end" : "start",
            "labelClass": isInside ? "inside" : "beside",
            "title":
                "\(entry.kind) of \(entry.owner): ends \(self.dates.day(entry.end)), \(self.dates.relative(entry.end))",
        ]
    }

    /// The first day of each month in the picture.
    private func months(_ height: Double) -> [[String: Any]] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var parts = calendar.dateComponents([.year, .month], from: self.first)
        var months: [[String: Any]] = []
        for _ in 0..<14 {
            parts.month = (parts.month ?? 1) + 1
            if let month = parts.month, month > 12 {
                parts.month = 1
                parts.year = (parts.year ?? 1970) + 1
            }
            guard let date = calendar.date(from: parts), date < self.last, let month = parts.month else { break }
            months.append([
                "x": Self.text(x(date)), "name": names[month - 1] + (month == 1 ? " \(parts.year ?? 0)" : ""),
                "bottom": Int(height) - 6,
            ])
        }
        return months
    }

    private var summary: String {
        let states = self.entries.map { self.dates.state(start: $0.start, end: $0.end) }
        let ended = states.filter { $0 == "ended" }.count
        let soon = states.filter { $0 == "soon" }.count
        return "\(self.entries.count) credentials: \(ended) expired, \(soon) ending within 30 days."
    }

    private static func short(_ text: String, _ length: Int) -> String {
        text.count > length ? text.prefix(length - 1) + "…" : text
    }

    private static func text(_ number: Double) -> String { String((number * 10).rounded() / 10) }
}
