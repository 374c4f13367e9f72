// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Decimal`: a whole number below 2⁹⁶ over a power of ten, whose trailing zeros count.
public struct ExpressionDecimal: Sendable {
    let isNegative: Bool
    let magnitude: UInt128
    /// How many digits stand behind the point, 0 to 28.
    let scale: Int

    static let maximumScale = 28
    static let limit: UInt128 = 1 << 96
    static let zero = ExpressionDecimal(Int64(0))

    init(_ value: Int64) {
        self.init(isNegative: value < 0, magnitude: UInt128(value.magnitude), scale: 0)
    }

    init(_ value: UInt64) { self.init(isNegative: false, magnitude: UInt128(value), scale: 0) }

    /// The parts, which must be in range.
    init(isNegative: Bool, magnitude: UInt128, scale: Int) {
        self.isNegative = isNegative && magnitude != 0
        self.magnitude = magnitude
        self.scale = scale
    }

    static var overflow: ExpressionError {
        .exception(.overflow, "Value was either too large or too small for a Decimal.")
    }

    /// A number of up to 256 bits, rounded half to even until it fits.
    init(isNegative: Bool, high: UInt128, low: UInt128, scale: Int) throws(ExpressionError) {
        var (high, low, scale) = (high, low, scale)
        var (last, rest): (UInt128, UInt128) = (0, 0)
        while high > 0 || low >= Self.limit || scale > Self.maximumScale {
            guard scale > 0 else { throw Self.overflow }
            rest |= last
            let top = high.quotientAndRemainder(dividingBy: 10)
            let bottom = UInt128(10).dividingFullWidth((top.remainder, low))
            (high, low, last) = (top.quotient, bottom.quotient, bottom.remainder)
            scale -= 1
        }
        if last > 5 || last == 5 && (rest > 0 || low % 2 == 1) { low += 1 }
        guard low < Self.limit else {
            try self.init(isNegative: isNegative, high: 0, low: low, scale: scale)
            return
        }
        self.init(isNegative: isNegative, magnitude: low, scale: scale)
    }

    /// A number with 15 significant digits, as .NET converts a `double`.
    init(_ value: Double) throws(ExpressionError) {
        guard value.isFinite, value.magnitude < 7.922816251426433e28 else { throw Self.overflow }
        var (digits, exponent) = InvariantNumber.decimal(value.magnitude)
        if digits.count > 15 {
            let roundsUp = digits[15] >= UInt8(ascii: "5")
            digits = Array(digits[..<15])
            if roundsUp { InvariantNumber.increment(&digits, &exponent) }
        }
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        var magnitude: UInt128 = 0
        for digit in digits { magnitude = magnitude * 10 + UInt128(digit - UInt8(ascii: "0")) }
        var scale = digits.count - 1 - exponent
        while scale < 0 {
            magnitude *= 10
            scale += 1
        }
        guard scale <= 60 else {
            self = .zero
            return
        }
        try self.init(isNegative: value < 0, high: 0, low: magnitude, scale: scale)
    }

    /// A power of ten that fits: those of scales and their differences do.
    static func power(_ exponent: Int) -> UInt128 {
        var result: UInt128 = 1
        for _ in 0..<min(max(exponent, 0), 38) { result *= 10 }
        return result
    }

    var double: Double { Double(self.text) ?? 0 }

    var negated: ExpressionDecimal {
        ExpressionDecimal(isNegative: !self.isNegative, magnitude: self.magnitude, scale: self.scale)
    }

    /// The digits before the point, as a whole number.
    var truncated: ExpressionDecimal {
        ExpressionDecimal(
            isNegative: self.isNegative,
            magnitude: self.magnitude / Self.power(self.scale),
            scale: 0
        )
    }

    /// The whole part, where it fits.
    var integer: Int64? {
        let whole = self.magnitude / Self.power(self.scale)
        if self.isNegative { return Int64(exactly: -Int128(whole)) }
        return Int64(exactly: whole)
    }

    /// The text with all digits.
    var text: String {
        var digits = String(self.magnitude)
        if self.scale > 0 {
            if digits.utf8.count <= self.scale {
                digits = String(repeating: "0", count: self.scale + 1 - digits.utf8.count) + digits
            }
            let point = digits.index(digits.endIndex, offsetBy: -self.scale)
            digits = digits[..<point] + "." + digits[point...]
        }
        return self.isNegative ? "-" + digits : digits
    }

    /// Reads a number as `decimal.Parse` does in the invariant culture.
    static func parse(_ text: String) throws(ExpressionError) -> ExpressionDecimal {
        var bytes = Array(NumberText.trimmed(text).utf8)[...]
        var isNegative = false
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            bytes = bytes.dropFirst()
        }
        var (high, low): (UInt128, UInt128) = (0, 0)
        var (scale, digits, isFraction) = (0, 0, false)
        for byte in bytes {
            if byte == UInt8(ascii: ","), !isFraction, digits > 0 { continue }
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
                continue
            }
            guard Lexer.isDigit(byte) else { throw NumberText.malformed }
            digits += 1
            if high >= 1 << 100 {
                guard isFraction else { throw Self.overflow }
                continue
            }
            let product = low.multipliedFullWidth(by: 10)
            let sum = product.low.addingReportingOverflow(UInt128(byte - UInt8(ascii: "0")))
            (high, low) = (high * 10 + product.high + (sum.overflow ? 1 : 0), sum.partialValue)
            if isFraction { scale += 1 }
        }
        guard digits > 0 else { throw NumberText.malformed }
        return try ExpressionDecimal(isNegative: isNegative, high: high, low: low, scale: scale)
    }
}

extension ExpressionDecimal: Hashable {
    /// Numbers are the same whatever their trailing zeros.
    public static func == (left: ExpressionDecimal, right: ExpressionDecimal) -> Bool {
        left.compared(to: right) == 0
    }

    /// Hashes the value without trailing zeros.
    public func hash(into hasher: inout Hasher) {
        var (magnitude, scale) = (self.magnitude, self.scale)
        while scale > 0, magnitude % 10 == 0 {
            magnitude /= 10
            scale -= 1
        }
        hasher.combine(magnitude)
        hasher.combine(scale)
        hasher.combine(self.isNegative)
    }
}
