// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What can be enumerated, and the order of its elements.
enum Sequences {
    /// The elements of an array, text, collection, dictionary or token.
    ///
    /// - Parameters:
    ///   - value: What to enumerate.
    ///   - asPairs: A `JObject` gives pairs of name and value rather than its properties.
    ///   - budget: Counts the elements before they are made.
    /// - Returns: The elements.
    /// - Throws: `NullReferenceException` for `null`.
    static func elements(
        _ value: ExpressionValue,
        asPairs: Bool = false,
        _ budget: inout Budget
    ) throws(ExpressionError) -> [ExpressionValue] {
        switch value {
        case .array(let array):
            try budget.charge(elements: array.count)
            return array.elements
        case .bytes(let bytes):
            try budget.charge(elements: bytes.count)
            return bytes.map { .int(Int32($0)) }
        case .string(let text):
            try budget.charge(elements: text.utf16.count)
            return text.utf16.map(ExpressionValue.char)
        case .object(let list as ExpressionList):
            try budget.charge(elements: list.count)
            return list.elements
        case .object(let map as ExpressionMap):
            try budget.charge(map.count * Budget.node)
            return try pairs(map.pairs)
        case .object(let sequence as any ElementsObject):
            try budget.charge(elements: sequence.elements.count)
            return sequence.elements
        case .object(let group as ExpressionPair): return try elements(group.value, &budget)
        case .object(let lookup as any ExpressionLookup):
            let keys = lookup.keys
            try budget.charge(keys.count * Budget.node)
            return try pairs(keys.map { (.string($0), lookup.value(for: $0) ?? .null) })
        case .object(let token as JSONToken):
            let children = token.children
            try budget.charge(children.count * (asPairs ? Budget.node : Budget.element))
            guard asPairs else { return children.map { .object($0) } }
            return try pairs(children.map { (.optional($0.name), .object($0.unwrapped)) })
        default: throw .nullReference
        }
    }

    /// How many elements there are.
    static func count(_ value: ExpressionValue) throws(ExpressionError) -> Int {
        switch value {
        case .array(let array): return array.count
        case .bytes(let bytes): return bytes.count
        case .string(let text): return text.utf16.count
        case .object(let list as ExpressionList): return list.count
        case .object(let map as ExpressionMap): return map.count
        case .object(let sequence as any ElementsObject): return sequence.elements.count
        case .object(let group as ExpressionPair): return try count(group.value)
        case .object(let lookup as any ExpressionLookup): return lookup.keys.count
        case .object(let token as JSONToken): return token.children.count
        default: throw .nullReference
        }
    }

    /// Whether one of some elements is the same as a value.
    static func contains(
        _ elements: [ExpressionValue],
        _ value: ExpressionValue,
        _ budget: inout Budget
    ) throws(ExpressionError) -> Bool {
        for element in elements {
            try budget.work(1 + min(element.weight, value.weight))
            if Equality.equal(element, value) { return true }
        }
        return false
    }

    private static func pairs(
        _ pairs: [(key: ExpressionValue, value: ExpressionValue)]
    ) throws(ExpressionError) -> [ExpressionValue] {
        var result: [ExpressionValue] = []
        for (key, value) in pairs { result.append(.object(try ExpressionPair(key, value))) }
        return result
    }

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
        case (.object(let first as JSONToken), .object(let second as JSONToken)):
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

/// An object of the library that is a sequence.
protocol ElementsObject: ExpressionObject {
    var elements: [ExpressionValue] { get }
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
