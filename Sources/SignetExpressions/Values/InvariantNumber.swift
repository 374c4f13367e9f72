// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Numbers as .NET writes them in the invariant culture.
enum InvariantNumber {
    /// The shortest text that reads back to the same number, as .NET's `Double.ToString()`.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (digits, exponent) = decimal(value.magnitude)
        let sign = value < 0 ? "-" : ""
        return sign + (exponent >= 15 || exponent < -4 ? scientific(digits, exponent) : plain(digits, exponent))
    }

    /// The shortest significant digits, and the power of ten of the first.
    static func decimal(_ magnitude: Double) -> (digits: [UInt8], exponent: Int) {
        decimal(of: magnitude.description)
    }

    private static func decimal(of description: String) -> (digits: [UInt8], exponent: Int) {
        let text = Array(description.utf8)
        let mark = text.firstIndex(of: UInt8(ascii: "e")) ?? text.endIndex
        let mantissa = text[..<mark]
        let power = mark < text.endIndex ? Int(String(decoding: text[(mark + 1)...], as: UTF8.self)) ?? 0 : 0
        let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }.count
        let all = mantissa.filter { $0 != UInt8(ascii: ".") }
        let leading = all.prefix { $0 == UInt8(ascii: "0") }.count
        var digits = Array(all.dropFirst(leading))
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, power + whole - leading - 1)
    }

    /// One more in the last of some decimal digits.
    static func increment(_ digits: inout [UInt8], _ exponent: inout Int) {
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

    /// The shortest text that reads back to the same number, as .NET's `Single.ToString()`.
    static func text(_ value: Float) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (digits, exponent) = decimal(of: value.magnitude.description)
        let sign = value < 0 ? "-" : ""
        return sign + (exponent >= 7 || exponent < -4 ? scientific(digits, exponent) : plain(digits, exponent))
    }

    private static func scientific(_ digits: [UInt8], _ exponent: Int) -> String {
        let first = String(decoding: digits.prefix(1), as: UTF8.self)
        let rest = String(decoding: digits.dropFirst(), as: UTF8.self)
        let power = String(exponent.magnitude)
        let padded = power.utf8.count < 2 ? "0" + power : power
        return first + (rest.isEmpty ? "" : "." + rest) + "E" + (exponent < 0 ? "-" : "+") + padded
    }

    private static func plain(_ digits: [UInt8], _ exponent: Int) -> String {
        let text = String(decoding: digits, as: UTF8.self)
        if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + text }
        if digits.count <= exponent + 1 { return text + String(repeating: "0", count: exponent + 1 - digits.count) }
        return String(decoding: digits[...exponent], as: UTF8.self) + "."
            + String(decoding: digits[(exponent + 1)...], as: UTF8.self)
    }
}
