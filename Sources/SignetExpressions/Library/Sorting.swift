// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Sorting as `OrderBy` does it.
enum Sorting {
    /// The values in order, those together whose keys are equal: a sort by another key only orders these.
    static func ranked(
        _ keyed: [(key: ExpressionValue, value: ExpressionValue)],
        isDescending: Bool,
        isOrdinal: Bool,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [[ExpressionValue]] {
        let items = try sorted(keyed, isDescending: isDescending, isOrdinal: isOrdinal, &state)
        var ranks: [[ExpressionValue]] = []
        try state.charge(items.count * 2 * Budget.element)
        for (index, item) in items.enumerated() {
            if index > 0, try ValueOrder.compare(items[index - 1].key, item.key, isOrdinal: isOrdinal) == 0 {
                ranks[ranks.count - 1].append(item.value)
            } else {
                ranks.append([item.value])
            }
        }
        return ranks
    }

    /// A stable merge sort whose comparisons are counted.
    static func sorted(
        _ keyed: [(key: ExpressionValue, value: ExpressionValue)],
        isDescending: Bool,
        isOrdinal: Bool = false,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [(key: ExpressionValue, value: ExpressionValue)] {
        var items = keyed
        var width = 1
        while width < items.count {
            try state.charge(items.count * 2 * Budget.element)
            var merged: [(key: ExpressionValue, value: ExpressionValue)] = []
            merged.reserveCapacity(items.count)
            var start = 0
            while start < items.count {
                let (middle, end) = (min(start + width, items.count), min(start + 2 * width, items.count))
                var (left, right) = (start, middle)
                while left < middle, right < end {
                    try state.step()
                    try state.work(min(items[left].key.weight, items[right].key.weight))
                    let order = try ValueOrder.compare(items[left].key, items[right].key, isOrdinal: isOrdinal)
                    if isDescending ? order >= 0 : order <= 0 {
                        merged.append(items[left])
                        left += 1
                    } else {
                        merged.append(items[right])
                        right += 1
                    }
                }
                merged += items[left..<middle]
                merged += items[right..<end]
                start = end
            }
            items = merged
            width *= 2
        }
        return items
    }
}
