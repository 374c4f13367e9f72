// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Texts read as durations: `[-][d.]hh:mm[:ss[.fffffff]]`, `[-]d:hh:mm:ss[.fffffff]`, or a number of days.
enum DurationText {
    /// The ticks of a text.
    static func ticks(_ text: String) throws(ExpressionError) -> Int64 {
        let malformed = ExpressionError.exception(.format, "String '\(text)' was not recognized as a valid TimeSpan.")
        var body = NumberText.trimmed(text)[...]
        let isNegative = body.hasPrefix("-")
        if isNegative { body = body.dropFirst() }
        var pieces = body.split(separator: ":", omittingEmptySubsequences: false)
        guard 1...4 ~= pieces.count else { throw malformed }
        var fraction: Substring = "0"
        if pieces.count > 2, let last = pieces.last, let dot = last.firstIndex(of: ".") {
            fraction = last[last.index(after: dot)...]
            pieces[pieces.count - 1] = last[..<dot]
        }
        if pieces.count > 1, pieces.count < 4, let dot = pieces[0].firstIndex(of: ".") {
            pieces.insert(pieces[0][..<dot], at: 0)
            pieces[1] = pieces[1][pieces[1].index(after: dot)...]
            if pieces.count == 3 { pieces.append("0") }
        }
        guard pieces.count <= 4, (pieces + [fraction]).allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Lexer.isDigit) })
        else { throw malformed }
        let numbers = pieces.map { Int($0) ?? .max }
        guard let total = total(numbers, fraction), let ticks = Int64(exactly: isNegative ? -total : total) else {
            throw .exception(
                .overflow,
                "The TimeSpan string '\(text)' could not be parsed because at least one of the numeric components is "
                    + "out of range or contains too many digits."
            )
        }
        return ticks
    }

    /// The ticks of days, hours, minutes and seconds, of hours, minutes and seconds, of hours and minutes, or of days.
    private static func total(_ numbers: [Int], _ fraction: Substring) -> Int128? {
        var fields = numbers
        switch numbers.count {
        case 1: fields += [0, 0, 0]
        case 2: fields = [0] + numbers + [0]
        case 3: fields = [0] + numbers
        default: break
        }
        guard fields[0] < 100_000_000, fields[1] < 24, fields[2] < 60, fields[3] < 60,
            let fraction = self.fraction(fraction)
        else { return nil }
        let seconds = Int128(fields[0]) * 86_400 + Int128(fields[1] * 3_600 + fields[2] * 60 + fields[3])
        return seconds * 10_000_000 + Int128(fraction)
    }

    /// The ticks behind the point; digits beyond the seventh are rounded only behind a zero, as .NET has it.
    private static func fraction(_ digits: Substring) -> Int64? {
        guard digits.utf8.count > 7 else {
            return Int64(digits + String(repeating: "0", count: 7 - digits.utf8.count))
        }
        guard digits.hasPrefix("0"), let number = Double("0." + digits) else { return nil }
        return Int64((number * 10_000_000).rounded(.toNearestOrAwayFromZero))
    }
}
