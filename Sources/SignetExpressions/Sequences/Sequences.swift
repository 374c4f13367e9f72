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

    private static func pairs(
        _ pairs: [(key: ExpressionValue, value: ExpressionValue)]
    ) throws(ExpressionError) -> [ExpressionValue] {
        var result: [ExpressionValue] = []
        for (key, value) in pairs { result.append(.object(try ExpressionPair(key, value))) }
        return result
    }
}
