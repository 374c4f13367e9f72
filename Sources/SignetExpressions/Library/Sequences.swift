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
    /// - Returns: The elements.
    /// - Throws: `NullReferenceException` for `null`.
    static func elements(_ value: ExpressionValue, asPairs: Bool = false) throws(ExpressionError) -> [ExpressionValue] {
        switch value {
        case .array(let array): return array.elements
        case .bytes(let bytes): return bytes.map { .int(Int32($0)) }
        case .string(let text): return text.utf16.map(ExpressionValue.char)
        case .object(let list as ExpressionList): return list.elements
        case .object(let map as ExpressionMap): return try pairs(map.pairs)
        case .object(let sequence as any ElementsObject): return sequence.elements
        case .object(let group as ExpressionPair): return try elements(group.value)
        case .object(let lookup as any ExpressionLookup):
            return try pairs(lookup.keys.map { (.string($0), lookup.value(for: $0) ?? .null) })
        case .object(let token as JSONToken):
            guard asPairs else { return token.children.map { .object($0) } }
            return try pairs(token.children.map { (.optional($0.name), .object($0.unwrapped)) })
        default: throw .nullReference
        }
    }

    private static func pairs(
        _ pairs: [(key: ExpressionValue, value: ExpressionValue)]
    ) throws(ExpressionError) -> [ExpressionValue] {
        var result: [ExpressionValue] = []
        for (key, value) in pairs { result.append(.object(try ExpressionPair(key, value))) }
        return result
    }

    /// How two values compare: `null` first, numbers and dates by value, texts as the invariant culture has it.
    static func compare(_ left: ExpressionValue, _ right: ExpressionValue) throws(ExpressionError) -> Int {
        switch (left, right) {
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
        let (first, second) = (left.unicodeScalars.map(weight), right.unicodeScalars.map(weight))
        for (one, other) in zip(first, second) where one != other { return one < other ? -1 : 1 }
        if first.count != second.count { return first.count < second.count ? -1 : 1 }
        return -Int(OrdinalText.compare(left, right))
    }

    private static func weight(_ scalar: Unicode.Scalar) -> UInt32 {
        let upper = scalar.properties.uppercaseMapping.unicodeScalars.first ?? scalar
        if scalar.properties.isAlphabetic { return upper.value + 0x40_0000 }
        return scalar.properties.numericType == nil ? scalar.value : scalar.value + 0x20_0000
    }
}
