// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Durations in the formats of .NET.
enum DurationFormat {
    private static var malformed: ExpressionError {
        .exception(.format, "Input string was not in a correct format.")
    }

    static func text(_ ticks: Int64, _ format: String) throws(ExpressionError) -> String {
        switch format {
        case "c", "t", "T": return InvariantDuration.text(ticks)
        case "g", "G": return general(ticks, isLong: format == "G")
        default:
            guard format.utf8.count > 1 else { throw malformed }
            return try custom(ticks, format)
        }
    }

    private static func general(_ ticks: Int64, isLong: Bool) -> String {
        let seconds = Int(ticks.magnitude / 10_000_000)
        let fraction = Int(ticks.magnitude % 10_000_000)
        let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24)
        var text = ticks < 0 ? "-" : ""
        if isLong {
            text += "\(days):\(padded(hours, 2))"
        } else {
            text += (days > 0 ? "\(days):" : "") + "\(hours)"
        }
        text += ":\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        if isLong { return text + "." + padded(fraction, 7) }
        guard fraction > 0 else { return text }
        var digits = padded(fraction, 7)
        while digits.hasSuffix("0") { digits.removeLast() }
        return text + "." + digits
    }

    private static func custom(_ ticks: Int64, _ format: String) throws(ExpressionError) -> String {
        let seconds = Int(ticks.magnitude / 10_000_000)
        let fraction = Int(ticks.magnitude % 10_000_000)
        let pattern = Array(format.unicodeScalars)
        var result = ""
        var index = 0
        while index < pattern.count {
            let scalar = pattern[index]
            let count = pattern[index...].prefix { $0 == scalar }.count
            switch scalar {
            case "d" where count <= 8: result += padded(seconds / 86_400, count)
            case "h" where count <= 2: result += padded(seconds / 3_600 % 24, count)
            case "m" where count <= 2: result += padded(seconds / 60 % 60, count)
            case "s" where count <= 2: result += padded(seconds % 60, count)
            case "f" where count <= 7: result += padded(fraction, 7).prefix(count)
            case "F" where count <= 7:
                var digits = padded(fraction, 7).prefix(count)
                while digits.hasSuffix("0") { digits.removeLast() }
                result += digits
            case "\\" where index + 1 < pattern.count:
                result.unicodeScalars.append(pattern[index + 1])
                index += 2
                continue
            case "%":
                index += 1
                continue
            case "'", "\"":
                guard let end = pattern[(index + 1)...].firstIndex(of: scalar) else { throw malformed }
                for quoted in pattern[(index + 1)..<end] { result.unicodeScalars.append(quoted) }
                index = end + 1
                continue
            default: throw malformed
            }
            index += count
        }
        return result
    }
}
