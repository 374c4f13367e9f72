// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Formats made of `0`, `#`, `.`, `,`, `%`, `‰`, `E0`, quoted text and sections.
enum CustomNumberFormat {
    private struct Section {
        var wholeZeros = 0
        var places = 0
        var requiredPlaces = 0
        var isGrouped = false
        var scale = 0
    }

    static func text(_ value: NumberDigits, _ format: String) throws(ExpressionError) -> String {
        let sections = sections(format)
        var (value, index) = (value, 0)
        if sections.count > 1, value.isNegative, !sections[1].isEmpty {
            index = 1
            value.isNegative = false
        } else if sections.count > 2, value.isZero {
            index = 2
        }
        return Self.exponent(sections[index]).map { scientific(value, sections[index], $0) }
            ?? render(value, sections[index])
    }

    /// Where `E0`, `E+00` or `e-0` stands in a section outside of quotes, with its sign and how many digits it wants.
    private static func exponent(_ pattern: [Unicode.Scalar]) -> (range: Range<Int>, plus: Bool, width: Int)? {
        var quote: Unicode.Scalar?
        var index = 0
        while index < pattern.count {
            let scalar = pattern[index]
            if let open = quote {
                if scalar == open { quote = nil }
            } else if scalar == "'" || scalar == "\"" {
                quote = scalar
            } else if scalar == "\\" {
                index += 1
            } else if scalar == "E" || scalar == "e" {
                var end = index + 1
                let hasSign = end < pattern.count && (pattern[end] == "+" || pattern[end] == "-")
                if hasSign { end += 1 }
                let zeros = pattern[min(end, pattern.count)...].prefix { $0 == "0" }.count
                if zeros > 0 { return (index..<end + zeros, hasSign && pattern[index + 1] == "+", zeros) }
            }
            index += 1
        }
        return nil
    }

    /// A number whose digits before the point are as many as the pattern has signs for them.
    private static func scientific(
        _ value: NumberDigits,
        _ pattern: [Unicode.Scalar],
        _ mark: (range: Range<Int>, plus: Bool, width: Int)
    ) -> String {
        let mantissa = Array(pattern[..<mark.range.lowerBound])
        let whole = mantissa.prefix { $0 != "." }.count { $0 == "0" || $0 == "#" }
        let places = mantissa.drop { $0 != "." }.count { $0 == "0" || $0 == "#" }
        var number = value
        if !number.isZero { number.round(places: whole + places - 1 - number.exponent) }
        let power = number.isZero ? 0 : number.exponent - (whole - 1)
        number.exponent -= power
        let digits = String(power.magnitude)
        let sign = power < 0 ? "-" : mark.plus ? "+" : ""
        var letter = ""
        letter.unicodeScalars.append(pattern[mark.range.lowerBound])
        return render(number, mantissa) + letter + sign + NumberFormat.zeros(mark.width - digits.utf8.count) + digits
            + filled(Array(pattern[mark.range.upperBound...]), "", "")
    }

    /// The parts between semicolons outside of quotes.
    private static func sections(_ format: String) -> [[Unicode.Scalar]] {
        var sections: [[Unicode.Scalar]] = [[]]
        var quote: Unicode.Scalar?
        var isEscaped = false
        for scalar in format.unicodeScalars {
            if isEscaped {
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if quote != nil {
                if scalar == quote { quote = nil }
            } else if scalar == "'" || scalar == "\"" {
                quote = scalar
            } else if scalar == ";", sections.count < 3 {
                sections.append([])
                continue
            }
            sections[sections.count - 1].append(scalar)
        }
        return sections
    }

    private static func measured(_ pattern: [Unicode.Scalar]) -> Section {
        var section = Section()
        var (isFraction, sawZero, commas, hasDigits) = (false, false, 0, false)
        var (quote, isEscaped): (Unicode.Scalar?, Bool) = (nil, false)
        for scalar in pattern {
            if isEscaped {
                isEscaped = false
                continue
            }
            if let open = quote {
                if scalar == open { quote = nil }
                continue
            }
            switch scalar {
            case "\\": isEscaped = true
            case "'", "\"": quote = scalar
            case "0", "#":
                if commas > 0, !isFraction { section.isGrouped = true }
                commas = 0
                hasDigits = true
                if isFraction {
                    section.places += 1
                    if scalar == "0" { section.requiredPlaces = section.places }
                } else {
                    sawZero = sawZero || scalar == "0"
                    if sawZero { section.wholeZeros += 1 }
                }
            case ",": if hasDigits, !isFraction { commas += 1 }
            case ".":
                isFraction = true
                section.scale -= 3 * commas
                commas = 0
            case "%": section.scale += 2
            case "‰": section.scale += 3
            default: break
            }
        }
        section.scale -= 3 * commas
        return section
    }

    private static func render(_ value: NumberDigits, _ pattern: [Unicode.Scalar]) -> String {
        let section = measured(pattern)
        var number = value
        if !number.isZero { number.exponent += section.scale }
        number.round(places: section.places)
        var (whole, fraction) = number.parts(places: section.places)
        whole = whole == "0" ? "" : whole
        whole = NumberFormat.zeros(section.wholeZeros - whole.utf8.count) + whole
        while fraction.utf8.count > section.requiredPlaces, fraction.hasSuffix("0") { fraction.removeLast() }
        if section.isGrouped { whole = NumberFormat.grouped(whole) }
        return (value.isNegative && !number.isZero ? "-" : "") + filled(pattern, whole, fraction)
    }

    /// The pattern with the digits in the place of its first and further signs for digits.
    private static func filled(_ pattern: [Unicode.Scalar], _ whole: String, _ fraction: String) -> String {
        var result = ""
        var (isFraction, wroteWhole, wroteFraction) = (false, false, false)
        var index = 0
        while index < pattern.count {
            let scalar = pattern[index]
            index += 1
            switch scalar {
            case "0", "#":
                if !isFraction, !wroteWhole {
                    result += whole
                    wroteWhole = true
                } else if isFraction, !wroteFraction {
                    result += fraction
                    wroteFraction = true
                }
            case ".":
                if !wroteWhole {
                    result += whole
                    wroteWhole = true
                }
                if !isFraction, !fraction.isEmpty { result += "." }
                isFraction = true
            case ",": break
            case "\\":
                if index < pattern.count { result.unicodeScalars.append(pattern[index]) }
                index += 1
            case "'", "\"":
                while index < pattern.count, pattern[index] != scalar {
                    result.unicodeScalars.append(pattern[index])
                    index += 1
                }
                index += 1
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
