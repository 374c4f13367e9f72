// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Finds one text in another in linear time, whatever the texts (Knuth, Morris and Pratt).
struct TextSearch<Unit: Equatable> {
    private let pattern: [Unit]
    /// For each length of a beginning of the pattern, how much of its end is a beginning again.
    private let borders: [Int]

    /// A search for units, of which there must be some.
    init(_ pattern: [Unit]) {
        self.pattern = pattern
        var borders = [0]
        var length = 0
        for index in pattern.indices.dropFirst() {
            while length > 0, pattern[index] != pattern[length] { length = borders[length - 1] }
            if pattern[index] == pattern[length] { length += 1 }
            borders.append(length)
        }
        self.borders = borders
    }

    /// Where the pattern first stands, at or behind a place.
    func first(in units: [Unit], from start: Int = 0) -> Int? {
        guard let head = self.pattern.first, start >= 0, units.count - start >= self.pattern.count else { return nil }
        var (index, length) = (start, 0)
        while index < units.count {
            if length == 0, units[index] != head {
                index += 1
                continue
            }
            while length > 0, units[index] != self.pattern[length] { length = self.borders[length - 1] }
            if units[index] == self.pattern[length] { length += 1 }
            index += 1
            if length == self.pattern.count { return index - length }
        }
        return nil
    }

    /// Where the pattern last stands, ending at or before a place.
    func last(in units: [Unit], before end: Int) -> Int? {
        let reversed = TextSearch(self.pattern.reversed())
        let found = reversed.first(in: units[..<min(max(end, 0), units.count)].reversed())
        return found.map { min(max(end, 0), units.count) - $0 - self.pattern.count }
    }
}
