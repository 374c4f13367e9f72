// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Reads the two date forms of a certificate (RFC 5280 §4.1.2.5).
enum CertificateTime {
    /// The date of a UTCTime (`YYMMDDHHMMSSZ`, years 1950 to 2049) or a GeneralizedTime (`YYYYMMDDHHMMSSZ`).
    static func read(_ element: BERElement) -> Date? {
        var digits = element.content
        guard digits.popLast() == UInt8(ascii: "Z"), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        var year: Int
        switch (element.tag, digits.count) {
        case (Tag.utcTime, 12):
            year = number(digits.prefix(2))
            year += year < 50 ? 2000 : 1900
            digits = digits.dropFirst(2)
        case (Tag.generalizedTime, 14):
            year = number(digits.prefix(4))
            digits = digits.dropFirst(4)
        default:
            return nil
        }
        var fields: [Int] = []
        while !digits.isEmpty {
            fields.append(number(digits.prefix(2)))
            digits = digits.dropFirst(2)
        }
        guard (1...12).contains(fields[0]), (1...31).contains(fields[1]), fields[2] < 24, fields[3] < 60, fields[4] < 61
        else {
            return nil
        }
        let seconds = days(year, fields[0], fields[1]) * 86_400 + fields[2] * 3_600 + fields[3] * 60 + fields[4]
        return Date(timeIntervalSince1970: Double(seconds))
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Days since 1970-01-01 in the Gregorian calendar, with the year taken to begin in March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
