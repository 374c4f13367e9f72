// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Texts read as numbers, as .NET reads them in the invariant culture.
enum NumberText {
    static var malformed: ExpressionError { .exception(.format, "Input string was not in a correct format.") }

    static func int(_ text: String) throws(ExpressionError) -> Int32 {
        guard let digits = integerDigits(text) else { throw self.malformed }
        guard let value = Int32(digits) else {
            throw .exception(.overflow, "Value was either too large or too small for an Int32.")
        }
        return value
    }

    static func long(_ text: String) throws(ExpressionError) -> Int64 {
        guard let digits = integerDigits(text) else { throw self.malformed }
        guard let value = Int64(digits) else {
            throw .exception(.overflow, "Value was either too large or too small for an Int64.")
        }
        return value
    }

    static func uint(_ text: String) throws(ExpressionError) -> UInt32 {
        guard let digits = integerDigits(text) else { throw self.malformed }
        guard let value = UInt32(digits) else { throw outOfRange("UInt32") }
        return value
    }

    static func ulong(_ text: String) throws(ExpressionError) -> UInt64 {
        guard let digits = integerDigits(text) else { throw self.malformed }
        guard let value = UInt64(digits) else { throw outOfRange("UInt64") }
        return value
    }

    /// A number of one of the small types.
    static func small(_ text: String, _ type: StaticType) throws(ExpressionError) -> Int32 {
        guard let digits = integerDigits(text) else { throw self.malformed }
        guard let value = Int32(digits), type.smallRange?.contains(Int64(value)) ?? true else {
            throw outOfRange(type.runtimeName.replacing("System.", with: ""))
        }
        return value
    }

    static func outOfRange(_ type: String) -> ExpressionError {
        .exception(
            .overflow,
            "Value was either too large or too small for \(type.hasPrefix("I") ? "an" : "a") \(type)."
        )
    }

    static func double(_ text: String) throws(ExpressionError) -> Double {
        let trimmed = Self.trimmed(text).filter { $0 != "," }
        let allowed = trimmed.utf8.allSatisfy { byte in
            Lexer.isDigit(byte) || "+-.eE".utf8.contains(byte)
        }
        if allowed, let value = Double(trimmed.hasSuffix(".") ? trimmed + "0" : trimmed) { return value }
        switch trimmed {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        default: throw self.malformed
        }
    }

    static func bool(_ text: String) throws(ExpressionError) -> Bool {
        switch OrdinalText.lower(trimmed(text)) {
        case "true": return true
        case "false": return false
        default: throw .exception(.format, "String '\(text)' was not recognized as a valid Boolean.")
        }
    }

    private static func integerDigits(_ text: String) -> String? {
        let trimmed = trimmed(text)
        let digits = trimmed.hasPrefix("-") || trimmed.hasPrefix("+") ? trimmed.dropFirst() : trimmed[...]
        return !digits.isEmpty && digits.utf8.allSatisfy(Lexer.isDigit) ? trimmed : nil
    }

    static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        scalars = scalars.drop(while: \.properties.isWhitespace)
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}
