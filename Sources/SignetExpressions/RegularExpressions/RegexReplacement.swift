// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The text that stands in the place of a match: `$1`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+`, `$_`.
struct RegexReplacement {
    private enum Part {
        case text(Range<Int>)
        case group(Int)
        case before
        case after
        case lastGroup
        case whole
    }

    private let units: [UInt16]
    private var parts: [Part] = []

    init(_ text: String, _ groups: RegexGroups) {
        self.units = Array(text.utf16)
        var index = 0
        while index < self.units.count {
            if self.units[index] == 0x24, let (part, end) = reference(at: index + 1, groups) {
                self.parts.append(part)
                index = end
            } else {
                let start = index
                index += 1
                while index < self.units.count, self.units[index] != 0x24 { index += 1 }
                self.parts.append(.text(start..<index))
            }
        }
    }

    private func reference(at start: Int, _ groups: RegexGroups) -> (Part, Int)? {
        guard start < self.units.count else { return nil }
        switch self.units[start] {
        case 0x24: return (.text(start..<start + 1), start + 1)
        case 0x26: return (.group(0), start + 1)
        case 0x60: return (.before, start + 1)
        case 0x27: return (.after, start + 1)
        case 0x2B: return (.lastGroup, start + 1)
        case 0x5F: return (.whole, start + 1)
        case 0x7B:
            guard let end = self.units[start...].firstIndex(of: 0x7D) else { return nil }
            let name = String(decoding: self.units[(start + 1)..<end], as: UTF16.self)
            return groups.number(name).map { (.group($0), end + 1) }
        default:
            // As many digits as make the number of a group.
            let digits = self.units[start...].prefix(5).prefix { 0x30...0x39 ~= $0 }
            for count in stride(from: digits.count, to: 0, by: -1) {
                let number = digits.prefix(count).reduce(0) { $0 * 10 + Int($1 - 0x30) }
                if groups.names[number] != nil { return (.group(number), start + count) }
            }
            return nil
        }
    }

    /// The text for a match.
    func text(_ match: RegexMatch, _ memory: inout Budget) throws(ExpressionError) -> [UInt16] {
        var result: [UInt16] = []
        let source = match.source.units
        for part in self.parts {
            let piece: ArraySlice<UInt16>
            switch part {
            case .text(let range): piece = self.units[range]
            case .group(let number):
                let group = match.group(number)
                piece = group.isSuccess ? source[group.range] : []
            case .before: piece = source[..<match.range.lowerBound]
            case .after: piece = source[match.range.upperBound...]
            case .lastGroup:
                let group = match.group(match.numbers.last ?? 0)
                piece = group.isSuccess ? source[group.range] : []
            case .whole: piece = source[...]
            }
            try memory.charge(piece.count * 2)
            result += piece
        }
        return result
    }
}
