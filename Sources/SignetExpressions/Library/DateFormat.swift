// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Dates written with a format specifier of .NET, in the invariant culture.
enum DateFormat {
    static func text(_ date: ExpressionDate, _ format: String, offset: Int? = nil) throws(ExpressionError) -> String {
        if format.utf8.count == 1 {
            guard let pattern = self.standard[format] else {
                throw .exception(.format, "Input string was not in a correct format.")
            }
            if let offset, format == "u" || format == "r" || format == "R" {
                // These forms are always in UTC.
                let ticks = date.ticks - Int64(offset) * 600_000_000
                return try custom(ExpressionDate(ticks: max(0, ticks), kind: .utc), pattern, nil)
            }
            return try custom(date, pattern, offset)
        }
        return try custom(date, format, offset)
    }

    private static let standard: [String: String] = [
        "d": "MM/dd/yyyy", "D": "dddd, dd MMMM yyyy", "t": "HH:mm", "T": "HH:mm:ss", "g": "MM/dd/yyyy HH:mm",
        "G": "MM/dd/yyyy HH:mm:ss", "f": "dddd, dd MMMM yyyy HH:mm", "F": "dddd, dd MMMM yyyy HH:mm:ss",
        "s": "yyyy'-'MM'-'dd'T'HH':'mm':'ss", "u": "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
        "r": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", "R": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
        "o": "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK", "O": "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
        "m": "MMMM dd", "M": "MMMM dd", "y": "yyyy MMMM", "Y": "yyyy MMMM",
    ]

    private static let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static func custom(_ date: ExpressionDate, _ format: String, _ offset: Int?) throws(ExpressionError)
        -> String
    {
        let fields = DateFields(ticks: date.ticks)
        let pattern = Array(format.unicodeScalars)
        var result = ""
        var index = 0
        while index < pattern.count {
            let scalar = pattern[index]
            switch scalar {
            case "'", "\"":
                guard let end = pattern[(index + 1)...].firstIndex(of: scalar) else {
                    throw .exception(.format, "Input string was not in a correct format.")
                }
                for quoted in pattern[(index + 1)..<end] { result.unicodeScalars.append(quoted) }
                index = end + 1
            case "\\" where index + 1 < pattern.count:
                result.unicodeScalars.append(pattern[index + 1])
                index += 2
            case "%": index += 1
            default:
                let count = pattern[index...].prefix { $0 == scalar }.count
                if let text = field(scalar, count, fields, date.kind, offset) {
                    result += text
                    index += count
                } else {
                    result.unicodeScalars.append(scalar)
                    index += 1
                }
            }
        }
        return result
    }

    private static func field(
        _ letter: Unicode.Scalar,
        _ count: Int,
        _ fields: DateFields,
        _ kind: ExpressionDate.Kind,
        _ offset: Int?
    ) -> String? {
        let width = min(count, 2)
        switch letter {
        case "y": return count <= 2 ? padded(fields.year % 100, count) : padded(fields.year, count)
        case "M" where count > 2:
            let month = self.months[fields.month - 1]
            return count == 3 ? String(month.prefix(3)) : month
        case "M": return padded(fields.month, width)
        case "d" where count > 2:
            let day = self.days[fields.dayOfWeek]
            return count == 3 ? String(day.prefix(3)) : day
        case "d": return padded(fields.day, width)
        case "H": return padded(fields.hour, width)
        case "h": return padded((fields.hour + 11) % 12 + 1, width)
        case "m": return padded(fields.minute, width)
        case "s": return padded(fields.second, width)
        case "f" where count <= 7: return String(padded(fields.fraction, 7).prefix(count))
        case "F" where count <= 7:
            var digits = padded(fields.fraction, 7).prefix(count)
            while digits.hasSuffix("0") { digits.removeLast() }
            return String(digits)
        case "t": return count == 1 ? (fields.hour < 12 ? "A" : "P") : fields.hour < 12 ? "AM" : "PM"
        case "K":
            if let offset { return zone(offset, 3) }
            return kind == .utc ? "Z" : kind == .local ? "+00:00" : ""
        case "z": return zone(offset ?? 0, count)
        case "g": return "A.D."
        default: return nil
        }
    }

    private static func zone(_ offset: Int, _ count: Int) -> String {
        let hours = abs(offset) / 60
        let sign = offset < 0 ? "-" : "+"
        if count < 3 { return sign + padded(hours, count) }
        return sign + padded(hours, 2) + ":" + padded(abs(offset) % 60, 2)
    }
}
