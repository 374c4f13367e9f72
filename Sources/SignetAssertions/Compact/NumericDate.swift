// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCore

/// The times of a token (RFC 7519 §2), in every spelling that clients of the field use.
///
/// The standard asks for a number; MSAL for Python writes decimals, MSAL for .NET writes texts.
package enum NumericDate {
    /// From the year 1 to the end of the year 9999: no text of a date can say more, and no clock shows it.
    private static let bounds = -62_135_596_800.0...253_402_300_799.0

    /// Reads an integer, a decimal or a text that holds one.
    ///
    /// - Returns: The time, or the nearest one of the years 1 to 9999; `nil` where it is anything else or no finite number.
    package static func parse(_ value: JSONValue) -> Date? {
        let text: String
        switch value {
        case .number(let number): text = number.text
        case .string(let string): text = string
        default: return nil
        }
        if let seconds = wholeSeconds(text) { return Date(timeIntervalSince1970: Double(seconds)) }
        // `Double` also reads hexadecimal digits, `inf` and `nan`.
        let isDecimal = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        guard isDecimal, let seconds = Double(text), seconds.isFinite else { return nil }
        return Date(timeIntervalSince1970: min(max(seconds, self.bounds.lowerBound), self.bounds.upperBound))
    }

    /// What nearly all clients send: up to eleven digits, which are within the bounds.
    private static func wholeSeconds(_ text: String) -> Int? {
        guard (1...11).contains(text.utf8.count) else { return nil }
        var seconds = 0
        for byte in text.utf8 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            seconds = seconds * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return seconds
    }
}
