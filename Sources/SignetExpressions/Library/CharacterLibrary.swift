// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Char`.
enum CharacterLibrary {
    static func table() -> LibraryTable {
        LibraryTable("char", tests + cases + others)
    }

    private static let tests: [LibraryDeclaration] = [
        test("IsDigit") { $0.generalCategory == .decimalNumber },
        test("IsLetter", isLetter), test("IsLetterOrDigit") { isLetter($0) || $0.generalCategory == .decimalNumber },
        test("IsWhiteSpace", \.isWhitespace), test("IsUpper") { $0.generalCategory == .uppercaseLetter },
        test("IsLower") { $0.generalCategory == .lowercaseLetter },
        test("IsControl") { $0.generalCategory == .control },
        test("IsNumber") { [.decimalNumber, .letterNumber, .otherNumber].contains($0.generalCategory) },
        test("IsPunctuation") {
            [
                .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                .finalPunctuation, .otherPunctuation,
            ]
            .contains($0.generalCategory)
        },
        test("IsSymbol") {
            [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol].contains($0.generalCategory)
        },
        test("IsSeparator") {
            [.spaceSeparator, .lineSeparator, .paragraphSeparator].contains($0.generalCategory)
        },
    ]
    .flatMap(\.self)

    private static func isLetter(_ properties: Unicode.Scalar.Properties) -> Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    /// A test of one character, alone and in a text.
    private static func test(
        _ name: String,
        _ check: @escaping @Sendable (Unicode.Scalar.Properties) -> Bool
    ) -> [LibraryDeclaration] {
        [
            .init("static bool \(name)(char c)") { _, a in
                .bool(Unicode.Scalar(a.unit(0)).map { check($0.properties) } ?? false)
            },
            .init("static bool \(name)(string s, int index)") { _, a throws(ExpressionError) in
                let (units, index) = (Array(try a.text(0).utf16), a.integer(1))
                guard units.indices.contains(index) else { throw StringLibrary.outOfRange("index") }
                return .bool(Unicode.Scalar(units[index]).map { check($0.properties) } ?? false)
            },
        ]
    }

    private static let cases: [LibraryDeclaration] = ["ToUpper", "ToUpperInvariant", "ToLower", "ToLowerInvariant"]
        .map { name in
            let isUpper = name.hasPrefix("ToUpper")
            return .init("static char \(name)(char c)") { _, a in
                .char(isUpper ? CaseFolding.upper(a.unit(0)) : CaseFolding.lower(a.unit(0)))
            }
        }

    private static let others: [LibraryDeclaration] = [
        .init("static char MaxValue") { _, _ in .char(.max) },
        .init("static char MinValue") { _, _ in .char(0) },
        .init("static char Parse(string s)") { _, a throws(ExpressionError) in
            let text = try a.text(0)
            guard text.utf16.count == 1 else { throw .exception(.format, "String must be exactly one character long.") }
            return .char(text.utf16.first ?? 0)
        },
        .init("static string ToString(char c)") { _, a in .string(a[0].invariantText) },
        .init("int CompareTo(char value)") { _, a in .int(Int(a.unit(0)) - Int(a.unit(1))) },
        .init("static bool IsSurrogate(char c)") { _, a in .bool(0xD800...0xDFFF ~= a.unit(0)) },
        .init("static bool IsHighSurrogate(char c)") { _, a in .bool(0xD800...0xDBFF ~= a.unit(0)) },
        .init("static bool IsLowSurrogate(char c)") { _, a in .bool(0xDC00...0xDFFF ~= a.unit(0)) },
        .init("static double GetNumericValue(char c)") { _, a in
            .double(Unicode.Scalar(a.unit(0))?.properties.numericValue ?? -1)
        },
        .init("static string ConvertFromUtf32(int utf32)") { _, a throws(ExpressionError) in
            guard let scalar = UInt32(exactly: a.integer(0)).flatMap(Unicode.Scalar.init) else {
                throw StringLibrary.outOfRange("utf32")
            }
            return .string(String(scalar))
        },
        .init("static int ConvertToUtf32(string s, int index)") { _, a throws(ExpressionError) in
            let (units, index) = (Array(try a.text(0).utf16), a.integer(1))
            guard units.indices.contains(index) else { throw StringLibrary.outOfRange("index") }
            return .int(
                Int(String(decoding: units[index...].prefix(2), as: UTF16.self).unicodeScalars.first?.value ?? 0)
            )
        },
    ]
}
