// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Values written with a format specifier, in the invariant culture.
enum ValueFormat {
    /// The text of a value; types that know no formats ignore it, as in .NET.
    static func text(
        _ value: ExpressionValue,
        format: String?,
        _ memory: inout MemoryBudget
    ) throws(ExpressionError) -> String {
        guard let format, !format.isEmpty else { return try value.written(&memory) }
        switch value {
        case .int(let number): return try NumberFormat.text(Int64(number), bits: 32, format)
        case .long(let number): return try NumberFormat.text(number, bits: 64, format)
        case .double(let number): return try NumberFormat.text(number, format)
        case .dateTime(let date): return try DateFormat.text(date, format)
        case .guid(let text): return try guid(text, format)
        case .timeSpan(let ticks):
            guard ["c", "t", "T"].contains(format) else { throw notEvaluated(format) }
            return InvariantDuration.text(ticks)
        default: return try value.written(&memory)
        }
    }

    private static func guid(_ text: String, _ format: String) throws(ExpressionError) -> String {
        switch format {
        case "D", "d": return text
        case "N", "n": return text.filter { $0 != "-" }
        case "B", "b": return "{\(text)}"
        case "P", "p": return "(\(text))"
        default:
            throw .exception(
                .format,
                "Format string can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\"."
            )
        }
    }

    /// A format of .NET that this version does not know.
    static func notEvaluated(_ format: String) -> ExpressionError {
        ExpressionError(.unsupported, "This version of Signet does not evaluate the format '\(format)'.")
    }
}

/// The standard formats of numbers: `D`, `X`, `F`, `N`, `G`, `R`, and custom ones of `0`, `#`, `,` and one point.
enum NumberFormat {
    static func text(_ value: Int64, bits: Int, _ format: String) throws(ExpressionError) -> String {
        guard let (letter, precision) = standard(format) else { return try text(Double(value), format) }
        let sign = value < 0 ? "-" : ""
        switch letter {
        case "D", "d":
            let digits = String(value.magnitude)
            return sign + zeros(precision.map { $0 - digits.utf8.count } ?? 0) + digits
        case "X", "x":
            let pattern = bits == 32 ? UInt64(UInt32(truncatingIfNeeded: value)) : UInt64(bitPattern: value)
            let digits = String(pattern, radix: 16, uppercase: letter == "X")
            return zeros(precision.map { $0 - digits.utf8.count } ?? 0) + digits
        case "G", "g", "R", "r": return String(value)
        case "F", "f": return sign + String(value.magnitude) + fraction(of: "", places: precision ?? 2)
        case "N", "n": return sign + grouped(String(value.magnitude)) + fraction(of: "", places: precision ?? 2)
        default: throw invalid
        }
    }

    static func text(_ value: Double, _ format: String) throws(ExpressionError) -> String {
        guard value.isFinite else { return InvariantNumber.text(value) }
        if let (letter, precision) = standard(format) {
            switch letter {
            case "F", "f", "N", "n":
                let (whole, decimals) = rounded(value.magnitude, places: precision ?? 2)
                let isZero = (whole + decimals).allSatisfy { $0 == "0" }
                let sign = value < 0 && !isZero ? "-" : ""
                let isGrouped = letter == "N" || letter == "n"
                return sign + (isGrouped ? grouped(whole) : whole) + (decimals.isEmpty ? "" : "." + decimals)
            case "G", "g", "R",
                "r" where precision == nil:
                return InvariantNumber.text(value)
            case "P", "p": return try text(value * 100, "N\(precision ?? 2)") + " %"
            default: throw invalid
            }
        }
        return try custom(value, format)
    }

    private static var invalid: ExpressionError { .exception(.format, "Format specifier was invalid.") }

    private static func standard(_ format: String) -> (Character, Int?)? {
        guard let letter = format.first, letter.isASCII, letter.isLetter, format.utf8.count <= 3 else { return nil }
        if format.utf8.count == 1 { return (letter, nil) }
        return Int(format.dropFirst()).flatMap { $0 >= 0 ? (letter, $0) : nil }
    }

    private static func custom(_ value: Double, _ format: String) throws(ExpressionError) -> String {
        let parts = format.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let places = parts.count > 1 ? String(parts[1]) : ""
        guard format.allSatisfy({ "0#,.".contains($0) }), places.allSatisfy({ "0#".contains($0) }) else {
            throw ValueFormat.notEvaluated(format)
        }
        let minimum = parts[0].filter { $0 == "0" }.count
        var (whole, decimals) = rounded(value.magnitude, places: places.count)
        whole = whole == "0" ? "" : whole
        whole = zeros(minimum - whole.utf8.count) + whole
        let required = places.lastIndex(of: "0").map { places.distance(from: places.startIndex, to: $0) + 1 } ?? 0
        while decimals.utf8.count > required, decimals.hasSuffix("0") { decimals.removeLast() }
        let isZero = (whole + decimals).allSatisfy { $0 == "0" }
        let text = (parts[0].contains(",") ? grouped(whole) : whole) + (decimals.isEmpty ? "" : "." + decimals)
        return (value < 0 && !isZero ? "-" : "") + text
    }

    /// The decimal digits before and behind the point, rounded half away from zero on the shortest decimal form.
    private static func rounded(_ magnitude: Double, places: Int) -> (whole: String, decimals: String) {
        guard magnitude > 0 else { return ("0", String(repeating: "0", count: places)) }
        var (digits, exponent) = InvariantNumber.decimal(magnitude)
        let kept = exponent + 1 + places
        if kept < 0 { return ("0", String(repeating: "0", count: places)) }
        if kept < digits.count {
            let roundsUp = digits[kept] >= UInt8(ascii: "5")
            digits = Array(digits[..<kept])
            if roundsUp { increment(&digits, &exponent) }
        }
        digits += Array(repeating: UInt8(ascii: "0"), count: max(0, exponent + 1 + places - digits.count))
        if exponent < 0 {
            let decimals = Array(repeating: UInt8(ascii: "0"), count: -exponent - 1) + digits
            return ("0", String(decoding: decimals.prefix(places), as: UTF8.self))
        }
        let whole = String(decoding: digits[...exponent], as: UTF8.self)
        return (whole, String(decoding: digits[(exponent + 1)...].prefix(places), as: UTF8.self))
    }

    private static func increment(_ digits: inout [UInt8], _ exponent: inout Int) {
        var index = digits.count - 1
        while index >= 0, digits[index] == UInt8(ascii: "9") {
            digits[index] = UInt8(ascii: "0")
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(UInt8(ascii: "1"), at: 0)
            exponent += 1
        }
    }

    private static func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }

    private static func fraction(of decimals: String, places: Int) -> String {
        places == 0 ? "" : "." + decimals + zeros(places - decimals.utf8.count)
    }

    private static func grouped(_ digits: String) -> String {
        var result: [UInt8] = []
        for (index, digit) in digits.utf8.enumerated() {
            if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(UInt8(ascii: ",")) }
            result.append(digit)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
