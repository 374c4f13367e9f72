// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The order of values.
enum ValueOrder {
    /// How two values compare: `null` first, numbers and dates by value, texts as the invariant culture has it.
    static func compare(
        _ left: ExpressionValue,
        _ right: ExpressionValue,
        isOrdinal: Bool = false
    ) throws(ExpressionError) -> Int {
        switch (left, right) {
        case (.string(let first), .string(let second)) where isOrdinal: return Int(OrdinalText.compare(first, second))
        case (.null, .null): return 0
        case (.null, _): return -1
        case (_, .null): return 1
        case (.string(let first), .string(let second)): return InvariantOrder.compare(first, second)
        case (.dateTime(let first), .dateTime(let second)): return order(first.ticks, second.ticks)
        case (.timeSpan(let first), .timeSpan(let second)): return order(first, second)
        case (.bool(let first), .bool(let second)): return order(first ? 1 : 0, second ? 1 : 0)
        case (.char(let first), .char(let second)): return order(first, second)
        case (.guid(let first), .guid(let second)): return Int(OrdinalText.compare(first, second))
        case (.double(let first), .double(let second)): return order(first, second)
        case (.decimal(let first), .decimal(let second)): return first.compared(to: second)
        case (.ulong(let first), .ulong(let second)): return order(first, second)
        case (.float(let first), .float(let second)): return order(first, second)
        case (.object(let first as DateOffset), .object(let second as DateOffset)):
            return order(first.utcTicks, second.utcTicks)
        case (.object(let first as any ScalarObject), .object(let second as any ScalarObject)):
            return try compare(first.scalar ?? .null, second.scalar ?? .null)
        default:
            if let first = left.integer, let second = right.integer { return order(first, second) }
            throw .exception(.invalidOperation, "Failed to compare two elements in the array.")
        }
    }

    private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left == right ? 0 : left < right ? -1 : 1
    }
}

/// The order of texts in the invariant culture: signs, digits, letters; the case decides last, lower case first.
enum InvariantOrder {
    static func compare(_ left: String, _ right: String) -> Int {
        var (first, second) = (left.unicodeScalars.makeIterator(), right.unicodeScalars.makeIterator())
        while true {
            switch (first.next(), second.next()) {
            case (let one?, let other?):
                if one == other { continue }
                let (lower, upper) = (weight(one), weight(other))
                if lower != upper { return lower < upper ? -1 : 1 }
            case (nil, nil): return -Int(OrdinalText.compare(left, right))
            case (let one, _): return one == nil ? -1 : 1
            }
        }
    }

    private static func weight(_ scalar: Unicode.Scalar) -> UInt32 {
        let upper = scalar.properties.uppercaseMapping.unicodeScalars.first ?? scalar
        if scalar.properties.isAlphabetic { return upper.value + 0x40_0000 }
        return scalar.properties.numericType == nil ? scalar.value : scalar.value + 0x20_0000
    }
}
