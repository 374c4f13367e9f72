// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The dates of HTTP (RFC 9110 §5.6.7): the usual form and the two that recipients must still read.
enum HTTPDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
    static func parse(_ text: String) -> Date? {
        let words = text.lowercased().split { " ,-\t".contains($0) }.map(String.init)
        guard (5...6).contains(words.count) else { return nil }
        let isAsctime = words.count == 5
        guard isAsctime || words[5] == "gmt" else { return nil }
        let (day, month, year, time) =
            isAsctime ? (words[2], words[1], words[4], words[3]) : (words[1], words[2], words[3], words[4])
        guard let monthIndex = self.months.firstIndex(of: month), let dayNumber = Int(day),
            (1...31).contains(dayNumber), var yearNumber = Int(year), (0...9_999).contains(yearNumber),
            let seconds = secondOfDay(time)
        else { return nil }
        // RFC 850's two digits; nothing that is asked for lies before 2000 or after 2099.
        if year.utf8.count == 2 { yearNumber += 2_000 }
        let days = daysSince1970(year: yearNumber, month: monthIndex + 1, day: dayNumber)
        return Date(timeIntervalSince1970: Double(days * 86_400 + seconds))
    }

    private static func secondOfDay(_ time: String) -> Int? {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    /// The civil date as a number of days, by counting from a March so that a leap day ends the year.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let marchMonth = (month + 9) % 12
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let leapDays = shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
        return shiftedYear * 365 + leapDays + dayOfYear - 719_468
    }
}
