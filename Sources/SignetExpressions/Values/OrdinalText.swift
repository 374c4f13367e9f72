// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Texts compared as .NET compares them ordinally: by code units, not by canonical equivalence as Swift does.
enum OrdinalText {
    static func equal(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
    }

    static func equal(_ left: String, _ right: String, _ comparison: TextComparison) -> Bool {
        comparison.ignoresCase ? equal(folded(left), folded(right)) : equal(left, right)
    }

    /// Upper case by single characters, as `ToUpperInvariant` and the comparisons that ignore case do it.
    static func folded(_ text: String) -> String { upper(text) }

    static func upper(_ text: String) -> String { mapped(text) { $0.properties.uppercaseMapping } }

    static func lower(_ text: String) -> String { mapped(text) { $0.properties.lowercaseMapping } }

    /// Negative, zero or positive, by UTF-16 code units.
    static func compare(_ left: String, _ right: String) -> Int32 {
        for (first, second) in zip(left.utf16, right.utf16) where first != second {
            return first < second ? -1 : 1
        }
        let (first, second) = (left.utf16.count, right.utf16.count)
        return first == second ? 0 : first < second ? -1 : 1
    }

    /// The offset in UTF-16 code units of the first occurrence at or behind an offset; -1 when there is none.
    static func index(of needle: String, in text: String, from start: Int = 0) -> Int {
        let haystack = Array(text.utf16)
        let wanted = Array(needle.utf16)
        guard start >= 0, start <= haystack.count else { return -1 }
        if wanted.isEmpty { return start }
        guard haystack.count >= wanted.count else { return -1 }
        var index = start
        while index + wanted.count <= haystack.count {
            if haystack[index] == wanted[0], haystack[index..<index + wanted.count].elementsEqual(wanted) {
                return index
            }
            index += 1
        }
        return -1
    }

    /// The offset in UTF-16 code units of the last occurrence; -1 when there is none.
    static func lastIndex(of needle: String, in text: String) -> Int {
        let haystack = Array(text.utf16)
        let wanted = Array(needle.utf16)
        guard haystack.count >= wanted.count else { return -1 }
        var index = haystack.count - wanted.count
        while index >= 0 {
            if haystack[index..<index + wanted.count].elementsEqual(wanted) { return index }
            index -= 1
        }
        return -1
    }

    static func text(_ units: some Sequence<UInt16>) -> String { String(decoding: Array(units), as: UTF16.self) }

    private static func mapped(_ text: String, _ mapping: (Unicode.Scalar) -> String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            var result = ""
            for scalar in text.unicodeScalars { result += mapping(scalar) }
            return result
        }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let mapped = mapping(scalar).unicodeScalars
            result.append(mapped.count == 1 ? mapped.first ?? scalar : scalar)
        }
        return String(result)
    }
}

/// How two texts are compared: the values of `System.StringComparison`; cultures are the invariant one.
struct TextComparison {
    let ignoresCase: Bool

    init(_ value: ExpressionValue) { self.ignoresCase = (value.integer ?? 4) % 2 == 1 }
}
