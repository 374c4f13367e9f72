// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension RegexMachine {
    func takes(_ position: inout Int, _ backward: Bool, _ test: (UInt16) -> Bool) -> Bool {
        let index = backward ? position - 1 : position
        guard index >= 0, index < self.text.count, test(self.text[index]) else { return false }
        position += backward ? -1 : 1
        return true
    }

    mutating func takeRun(
        _ set: Int,
        _ minimum: Int,
        _ maximum: Int,
        _ isLazy: Bool,
        _ backward: Bool,
        _ step: Int,
        _ position: inout Int
    ) throws(ExpressionError) -> Bool {
        let characters = self.program.sets[set]
        var taken = 0
        let wanted = isLazy ? minimum : maximum
        while taken < wanted, takes(&position, backward, { characters.contains($0) }) { taken += 1 }
        try count(taken / 8)
        guard taken >= minimum else { return false }
        if isLazy {
            guard maximum > minimum else { return true }
            self.stack.append(
                .longer(step: step + 1, position: position, left: maximum - minimum, set: set, backward: backward)
            )
        } else if taken > minimum {
            self.stack.append(
                .shorter(step: step + 1, position: position, left: taken - minimum, backward: backward)
            )
        }
        return true
    }

    /// Whether what a group captured last stands here again.
    mutating func repeats(
        _ group: Int,
        _ folded: Bool,
        _ backward: Bool,
        _ position: inout Int
    ) throws(ExpressionError) -> Bool {
        guard let range = self.captures[group].last else { return self.program.settings.contains(.ecmaScript) }
        let start = backward ? position - range.count : position
        guard start >= 0, start + range.count <= self.text.count else { return false }
        try count(range.count / 8)
        for offset in 0..<range.count {
            let (one, other) = (self.text[range.lowerBound + offset], self.text[start + offset])
            guard folded ? CaseFolding.lower(one) == CaseFolding.lower(other) : one == other else { return false }
        }
        position = backward ? start : start + range.count
        return true
    }

    func holds(_ anchor: RegexAnchor, at position: Int) -> Bool {
        switch anchor {
        case .start: position == 0
        case .lineStart: position == 0 || self.text[position - 1] == 0x0A
        case .lineEnd: position == self.text.count || self.text[position] == 0x0A
        case .end: position == self.text.count || position == self.text.count - 1 && self.text[position] == 0x0A
        case .absoluteEnd: position == self.text.count
        case .boundary: isBoundary(position)
        case .noBoundary: !isBoundary(position)
        case .lastEnd: position == self.lastEnd
        }
    }

    private func isBoundary(_ position: Int) -> Bool {
        let before = position > 0 && CharacterSet.isWordUnit(self.text[position - 1])
        let after = position < self.text.count && CharacterSet.isWordUnit(self.text[position])
        return before != after
    }
}
