// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Texts compared as .NET compares them ordinally: by code units, not by canonical equivalence as Swift does.
enum OrdinalText {
    static func equal(_ left: String, _ right: String) -> Bool {
        // Only what Swift holds to be equal can have the same code units; ASCII is equal to no longer text.
        guard left.utf8.count == right.utf8.count, left == right else { return false }
        return left.utf8.count == left.utf16.count || left.utf8.elementsEqual(right.utf8)
    }

    static func equal(_ left: String, _ right: String, _ comparison: TextComparison) -> Bool {
        comparison.ignoresCase ? equal(folded(left), folded(right)) : equal(left, right)
    }

    /// Upper case by single characters, as `ToUpperInvariant` and the comparisons that ignore case do it.
    static func folded(_ text: String) -> String { upper(text) }

    static func upper(_ text: String) -> String {
        mapped(text, 0x61...0x7A) { $0.properties.uppercaseMapping }
    }

    static func lower(_ text: String) -> String {
        mapped(text, 0x41...0x5A) { $0.properties.lowercaseMapping }
    }

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
        if needle.isEmpty { return start }
        return TextSearch(Array(needle.utf16)).first(in: Array(text.utf16), from: start) ?? -1
    }

    /// The offset in UTF-16 code units of the last occurrence that ends at or before another; -1 when there is none.
    static func lastIndex(of needle: String, in text: String, before end: Int = .max) -> Int {
        let units = Array(text.utf16)
        if needle.isEmpty { return min(end, units.count) }
        return TextSearch(Array(needle.utf16)).last(in: units, before: end) ?? -1
    }

    static func contains(_ needle: String, in text: String) -> Bool {
        needle.isEmpty || TextSearch(Array(needle.utf8)).first(in: Array(text.utf8)) != nil
    }

    static func text(_ units: some Sequence<UInt16>) -> String { String(decoding: Array(units), as: UTF16.self) }

    private static func mapped(
        _ text: String,
        _ letters: ClosedRange<UInt8>,
        _ mapping: (Unicode.Scalar) -> String
    ) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            guard text.utf8.contains(where: letters.contains) else { return text }
            return String(decoding: text.utf8.map { letters.contains($0) ? $0 ^ 0x20 : $0 }, as: UTF8.self)
        }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let mapped = mapping(scalar).unicodeScalars
            result.append(mapped.count == 1 ? mapped.first ?? scalar : scalar)
        }
        return String(result)
    }
}

extension String {
    /// The UTF-16 code unit at an index; `nil` outside.
    func unit(at index: Int) -> UInt16? {
        guard index >= 0,
            let place = self.utf16.index(self.utf16.startIndex, offsetBy: index, limitedBy: self.utf16.endIndex),
            place < self.utf16.endIndex
        else { return nil }
        return self.utf16[place]
    }
}

/// How two texts are compared: the values of `System.StringComparison`; cultures are the invariant one.
struct TextComparison {
    let ignoresCase: Bool

    init(_ value: ExpressionValue) { self.ignoresCase = (value.integer ?? 4) % 2 == 1 }
}
