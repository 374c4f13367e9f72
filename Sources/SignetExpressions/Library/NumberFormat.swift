// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The digits of a number: `digits` with the first standing for 10 to the power of `exponent`.
struct NumberDigits {
    var isNegative: Bool
    var digits: [UInt8]
    var exponent: Int

    var isZero: Bool { self.digits.allSatisfy { $0 == UInt8(ascii: "0") } }

    init(_ value: Double) {
        self.isNegative = value < 0
        (self.digits, self.exponent) = value == 0 ? ([UInt8(ascii: "0")], 0) : InvariantNumber.decimal(value.magnitude)
    }

    init(isNegative: Bool, magnitude: UInt128, scale: Int) {
        self.isNegative = isNegative
        self.digits = Array(String(magnitude).utf8)
        self.exponent = self.digits.count - 1 - scale
    }

    /// Rounds half away from zero to so many digits behind the point.
    mutating func round(places: Int) {
        let kept = self.exponent + 1 + places
        guard kept < self.digits.count else { return }
        guard kept >= 0 else {
            (self.digits, self.exponent) = ([UInt8(ascii: "0")], 0)
            return
        }
        let roundsUp = self.digits[kept] >= UInt8(ascii: "5")
        self.digits = Array(self.digits[..<kept])
        if roundsUp {
            if kept == 0 {
                (self.digits, self.exponent) = ([UInt8(ascii: "1")], self.exponent + 1)
            } else {
                InvariantNumber.increment(&self.digits, &self.exponent)
            }
        } else if kept == 0 {
            (self.digits, self.exponent) = ([UInt8(ascii: "0")], 0)
        }
    }

    /// The digits before and behind the point, which are exactly so many.
    func parts(places: Int) -> (whole: String, fraction: String) {
        func digit(at power: Int) -> UInt8 {
            let index = self.exponent - power
            return self.digits.indices.contains(index) ? self.digits[index] : UInt8(ascii: "0")
        }
        let top = max(self.exponent, 0)
        let whole = (0...top).map { digit(at: top - $0) }
        let fraction = (0..<places).map { digit(at: -1 - $0) }
        return (String(decoding: whole, as: UTF8.self), String(decoding: fraction, as: UTF8.self))
    }
}

/// The standard formats of numbers in the invariant culture.
enum NumberFormat {
    static func text(_ value: Int64, bits: Int, _ format: String) throws(ExpressionError) -> String {
        let pattern = bits == 32 ? UInt64(UInt32(truncatingIfNeeded: value)) : UInt64(bitPattern: value)
        let digits = NumberDigits(isNegative: value < 0, magnitude: UInt128(value.magnitude), scale: 0)
        return try text(digits, format, pattern: pattern) { String(value) }
    }

    static func text(_ value: UInt64, _ format: String) throws(ExpressionError) -> String {
        let digits = NumberDigits(isNegative: false, magnitude: UInt128(value), scale: 0)
        return try text(digits, format, pattern: value) { String(value) }
    }

    static func text(_ value: ExpressionDecimal, _ format: String) throws(ExpressionError) -> String {
        let digits = NumberDigits(isNegative: value.isNegative, magnitude: value.magnitude, scale: value.scale)
        return try text(digits, format, pattern: nil) { value.text }
    }

    static func text(_ value: Double, _ format: String) throws(ExpressionError) -> String {
        guard value.isFinite else { return InvariantNumber.text(value) }
        return try text(NumberDigits(value), format, pattern: nil) { InvariantNumber.text(value) }
    }

    private static var invalid: ExpressionError { .exception(.format, "Format specifier was invalid.") }

    private static func standard(_ format: String) -> (Character, Int?)? {
        guard let letter = format.first, letter.isASCII, letter.isLetter, format.utf8.count <= 4 else { return nil }
        if format.utf8.count == 1 { return (letter, nil) }
        return Int(format.dropFirst())
            .flatMap { $0 >= 0 && format.dropFirst().utf8.allSatisfy(Lexer.isDigit) ? (letter, $0) : nil }
    }

    private static func text(
        _ value: NumberDigits,
        _ format: String,
        pattern: UInt64?,
        _ general: () -> String
    ) throws(ExpressionError) -> String {
        guard let (letter, precision) = standard(format) else { return try CustomNumberFormat.text(value, format) }
        switch letter {
        case "D", "d":
            guard pattern != nil else { throw invalid }
            let whole = value.parts(places: 0).whole
            return (value.isNegative ? "-" : "") + zeros((precision ?? 0) - whole.utf8.count) + whole
        case "X", "x":
            guard let pattern else { throw invalid }
            let digits = String(pattern, radix: 16, uppercase: letter == "X")
            return zeros((precision ?? 0) - digits.utf8.count) + digits
        case "B", "b":
            guard let pattern else { throw invalid }
            let digits = String(pattern, radix: 2)
            return zeros((precision ?? 0) - digits.utf8.count) + digits
        case "F", "f": return fixed(value, precision ?? 2, grouped: false)
        case "N", "n": return fixed(value, precision ?? 2, grouped: true)
        case "C", "c":
            let text = fixed(value, precision ?? 2, grouped: true)
            return text.hasPrefix("-") ? "(¤" + text.dropFirst() + ")" : "¤" + text
        case "P", "p":
            var hundredfold = value
            hundredfold.exponent += 2
            return fixed(hundredfold, precision ?? 2, grouped: true) + " %"
        case "E", "e": return scientific(value, precision ?? 6, String(letter), width: 3)
        case "G", "g": return precision.map { $0 == 0 ? general() : significant(value, $0, letter) } ?? general()
        case "R", "r": return general()
        default: throw invalid
        }
    }

    private static func fixed(_ value: NumberDigits, _ places: Int, grouped isGrouped: Bool) -> String {
        var rounded = value
        rounded.round(places: places)
        let (whole, fraction) = rounded.parts(places: places)
        let sign = value.isNegative && !rounded.isZero ? "-" : ""
        return sign + (isGrouped ? grouped(whole) : whole) + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func scientific(_ value: NumberDigits, _ places: Int, _ mark: String, width: Int) -> String {
        var rounded = value
        rounded.round(places: places - value.exponent)
        let power = rounded.isZero ? 0 : rounded.exponent
        rounded.exponent = 0
        let (whole, fraction) = rounded.parts(places: places)
        let digits = String(power.magnitude)
        return (value.isNegative ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction) + mark
            + (power < 0 ? "-" : "+") + zeros(width - digits.utf8.count) + digits
    }

    private static func significant(_ value: NumberDigits, _ count: Int, _ letter: Character) -> String {
        var rounded = value
        rounded.round(places: count - 1 - value.exponent)
        while rounded.digits.count > 1, rounded.digits.last == UInt8(ascii: "0") { rounded.digits.removeLast() }
        if rounded.exponent >= count || rounded.exponent < -4 {
            return scientific(rounded, rounded.digits.count - 1, letter == "G" ? "E" : "e", width: 2)
        }
        return fixed(rounded, max(0, rounded.digits.count - 1 - rounded.exponent), grouped: false)
    }

    static func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }

    static func grouped(_ digits: String) -> String {
        var result: [UInt8] = []
        for (index, digit) in digits.utf8.enumerated() {
            if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(UInt8(ascii: ",")) }
            result.append(digit)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
