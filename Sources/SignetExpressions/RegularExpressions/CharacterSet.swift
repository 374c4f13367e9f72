// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The characters that a class of a regular expression takes, by UTF-16 code unit.
struct CharacterSet: Sendable {
    /// A class that Unicode's properties decide.
    enum Property: Sendable, Equatable {
        case digit
        case space
        case word
        case category(String)
        case block(ClosedRange<UInt16>)
    }

    /// What is taken away: `[a-z-[aeiou]]`.
    private final class Box: Sendable {
        let set: CharacterSet

        init(_ set: CharacterSet) { self.set = set }
    }

    var isNegated = false
    private(set) var ranges: [ClosedRange<UInt16>] = []
    private(set) var properties: [(property: Property, isNegated: Bool)] = []
    private var subtracted: Box?
    private var ignoresCase = false
    /// The answers for ASCII, once they are known.
    private var low: (UInt64, UInt64)?

    static let any: CharacterSet = {
        var set = CharacterSet()
        set.insert(0...0xFFFF)
        return set.prepared(ignoresCase: false)
    }()

    static let notNewLine: CharacterSet = {
        var set = CharacterSet()
        set.insert(0x0A...0x0A)
        set.isNegated = true
        return set.prepared(ignoresCase: false)
    }()

    mutating func insert(_ range: ClosedRange<UInt16>) { self.ranges.append(range) }

    mutating func insert(_ property: Property, isNegated: Bool) {
        guard !self.properties.contains(where: { $0 == (property, isNegated) }) else { return }
        self.properties.append((property, isNegated))
    }

    mutating func subtract(_ set: CharacterSet) { self.subtracted = Box(set) }

    /// The set with its answers for ASCII computed.
    func prepared(ignoresCase: Bool) -> CharacterSet {
        var set = self
        set.ignoresCase = ignoresCase
        set.mergeRanges()
        var low: (UInt64, UInt64) = (0, 0)
        for unit in UInt16(0)..<128 where set.computes(unit) {
            if unit < 64 { low.0 |= 1 << UInt64(unit) } else { low.1 |= 1 << UInt64(unit - 64) }
        }
        set.low = low
        return set
    }

    func contains(_ unit: UInt16) -> Bool {
        if unit < 128, let low {
            return (unit < 64 ? low.0 >> UInt64(unit) : low.1 >> UInt64(unit - 64)) & 1 == 1
        }
        return computes(unit)
    }

    private func computes(_ unit: UInt16) -> Bool {
        var isIn = takes(unit)
        if !isIn, self.ignoresCase {
            isIn = takes(CaseFolding.lower(unit)) || takes(CaseFolding.upper(unit))
        }
        guard isIn != self.isNegated else { return false }
        return self.subtracted.map { !$0.set.contains(unit) } ?? true
    }

    /// Puts the ranges in order, so that a character is looked up among few.
    private mutating func mergeRanges() {
        var merged: [ClosedRange<UInt16>] = []
        for range in self.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, Int(range.lowerBound) <= Int(last.upperBound) + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    /// Whether a character lies in one of the ranges, which are in order.
    private func isInRanges(_ unit: UInt16) -> Bool {
        var (low, high) = (0, self.ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if self.ranges[middle].upperBound < unit { low = middle + 1 } else { high = middle }
        }
        return low < self.ranges.count && self.ranges[low].contains(unit)
    }

    private func takes(_ unit: UInt16) -> Bool {
        isInRanges(unit)
            || self.properties.contains { Self.matches($0.property, unit) != $0.isNegated }
    }

    private static func matches(_ property: Property, _ unit: UInt16) -> Bool {
        if case .block(let range) = property { return range.contains(unit) }
        guard let scalar = Unicode.Scalar(unit) else {
            return property == .category("Cs") || property == .category("C")
        }
        switch property {
        case .digit: return scalar.properties.generalCategory == .decimalNumber
        case .space: return isSpace(unit)
        case .word: return isWord(scalar)
        case .category(let name): return UnicodeCategory.matches(name, scalar.properties.generalCategory)
        case .block(let range): return range.contains(unit)
        }
    }

    static func isSpace(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Whether a unit belongs to a word for `\b`, which also knows the joiners.
    static func isWordUnit(_ unit: UInt16) -> Bool {
        if unit < 128 {
            return unit == 0x5F || 0x30...0x39 ~= unit || 0x41...0x5A ~= unit || 0x61...0x7A ~= unit
        }
        if unit == 0x200C || unit == 0x200D { return true }
        return Unicode.Scalar(unit).map(isWord) ?? false
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber, .connectorPunctuation:
            true
        default: false
        }
    }
}

/// The categories and blocks that `\p{…}` names.
enum UnicodeCategory {
    static func matches(_ name: String, _ category: Unicode.GeneralCategory) -> Bool {
        let short = self.names[category] ?? "Cn"
        return name.utf8.count == 1 ? short.hasPrefix(name) : short == name
    }

    static func property(_ name: String) -> CharacterSet.Property? {
        if self.groups.contains(name) || self.names.values.contains(name) || name == "Cn" { return .category(name) }
        return self.blocks[name].map { .block($0) }
    }

    private static let groups: Set<String> = ["L", "M", "N", "P", "S", "Z", "C"]

    private static let names: [Unicode.GeneralCategory: String] = [
        .uppercaseLetter: "Lu", .lowercaseLetter: "Ll", .titlecaseLetter: "Lt", .modifierLetter: "Lm",
        .otherLetter: "Lo", .nonspacingMark: "Mn", .spacingMark: "Mc", .enclosingMark: "Me", .decimalNumber: "Nd",
        .letterNumber: "Nl", .otherNumber: "No", .connectorPunctuation: "Pc", .dashPunctuation: "Pd",
        .openPunctuation: "Ps", .closePunctuation: "Pe", .initialPunctuation: "Pi", .finalPunctuation: "Pf",
        .otherPunctuation: "Po", .mathSymbol: "Sm", .currencySymbol: "Sc", .modifierSymbol: "Sk", .otherSymbol: "So",
        .spaceSeparator: "Zs", .lineSeparator: "Zl", .paragraphSeparator: "Zp", .control: "Cc", .format: "Cf",
        .surrogate: "Cs", .privateUse: "Co", .unassigned: "Cn",
    ]

    private static let blocks: [String: ClosedRange<UInt16>] = [
        "IsBasicLatin": 0...0x7F, "IsLatin-1Supplement": 0x80...0xFF, "IsLatinExtended-A": 0x100...0x17F,
        "IsLatinExtended-B": 0x180...0x24F, "IsIPAExtensions": 0x250...0x2AF,
        "IsCombiningDiacriticalMarks": 0x300...0x36F,
        "IsGreek": 0x370...0x3FF, "IsGreekandCoptic": 0x370...0x3FF, "IsCyrillic": 0x400...0x4FF,
        "IsCyrillicSupplement": 0x500...0x52F, "IsArmenian": 0x530...0x58F, "IsHebrew": 0x590...0x5FF,
        "IsArabic": 0x600...0x6FF, "IsDevanagari": 0x900...0x97F, "IsThai": 0xE00...0xE7F,
        "IsGeorgian": 0x10A0...0x10FF,
        "IsLatinExtendedAdditional": 0x1E00...0x1EFF, "IsGreekExtended": 0x1F00...0x1FFF,
        "IsGeneralPunctuation": 0x2000...0x206F, "IsCurrencySymbols": 0x20A0...0x20CF,
        "IsLetterlikeSymbols": 0x2100...0x214F, "IsArrows": 0x2190...0x21FF, "IsMathematicalOperators": 0x2200...0x22FF,
        "IsBoxDrawing": 0x2500...0x257F, "IsCJKSymbolsandPunctuation": 0x3000...0x303F, "IsHiragana": 0x3040...0x309F,
        "IsKatakana": 0x30A0...0x30FF, "IsCJKUnifiedIdeographs": 0x4E00...0x9FFF, "IsHangulSyllables": 0xAC00...0xD7AF,
        "IsHighSurrogates": 0xD800...0xDB7F, "IsLowSurrogates": 0xDC00...0xDFFF, "IsPrivateUse": 0xE000...0xF8FF,
        "IsHalfwidthandFullwidthForms": 0xFF00...0xFFEF, "IsSpecials": 0xFFF0...0xFFFF,
    ]
}
