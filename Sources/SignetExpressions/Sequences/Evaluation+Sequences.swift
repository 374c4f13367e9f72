// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// Gives the elements of anything that can be enumerated one after the other; `false` when the visitor ended it.
    mutating func visit(
        _ value: ExpressionValue,
        asPairs: Bool = false,
        _ visitor: Enumeration.Visitor
    ) throws(ExpressionError) -> Bool {
        switch value {
        case .object(let query as DeferredSequence): return try query.visit(&self, visitor)
        case .object(let collection as any ChangingCollection):
            let elements = try Sequences.elements(value, &self.memory)
            let version = collection.version
            for element in elements {
                guard try visitor(&self, element) else { return false }
                guard collection.version == version else { throw .collectionModified }
            }
        case .object(let token as JSONToken) where token.name == nil:
            let version = token.version
            for element in try Sequences.elements(value, asPairs: asPairs, &self.memory) {
                guard try visitor(&self, element) else { return false }
                guard token.version == version else { throw .collectionModified }
            }
        default:
            for element in try Sequences.elements(value, asPairs: asPairs, &self.memory) {
                guard try visitor(&self, element) else { return false }
            }
        }
        return true
    }

    /// The elements of anything that can be enumerated.
    mutating func elements(of value: ExpressionValue) throws(ExpressionError) -> [ExpressionValue] {
        guard self.hasQueries, case .object(let query as DeferredSequence) = value else {
            return try Sequences.elements(value, &self.memory)
        }
        return try Enumeration { state, visitor throws(ExpressionError) in try query.visit(&state, visitor) }
            .elements(&self)
    }

    /// Gives some elements to a visitor; `false` when that has enough.
    mutating func give(
        _ elements: [ExpressionValue],
        to visitor: Enumeration.Visitor
    ) throws(ExpressionError) -> Bool {
        for element in elements {
            guard try visitor(&self, element) else { return false }
        }
        return true
    }

    /// A value for what looks into values but cannot run queries: arrays stand for them, wherever they are.
    mutating func settled(_ value: ExpressionValue) throws(ExpressionError) -> ExpressionValue {
        guard self.hasQueries else { return value }
        return try replacement(value) ?? value
    }

    /// What stands for a value with queries in it; `nil` for a value without any.
    private mutating func replacement(_ value: ExpressionValue) throws(ExpressionError) -> ExpressionValue? {
        switch value {
        case .object(let query as DeferredSequence):
            let elements = try elements(of: value)
            let settled = try replacement(elements) ?? elements
            return try ExpressionValue.array(ExpressionArray(elementType: query.elementType, settled)).checked()
        case .array(let array):
            guard array.levels > 1, let settled = try replacement(array.elements) else { return nil }
            return .array(ExpressionArray(elementType: array.elementType, settled))
        case .object(let record as ExpressionRecord):
            guard let values = try replacement(record.members.map(\.1)) else { return nil }
            return .object(try ExpressionRecord(Array(zip(record.members.map(\.0), values))))
        case .object(let tuple as ExpressionTuple):
            return try replacement(tuple.values)
                .map { values throws(ExpressionError) in
                    .object(try ExpressionTuple(values))
                }
        case .object(let pair as ExpressionPair):
            return try replacement([pair.key, pair.value])
                .map { values throws(ExpressionError) in
                    .object(try ExpressionPair(values[0], values[1]))
                }
        case .object(let list as ExpressionList):
            guard let values = try replacement(list.elements) else { return nil }
            return try ExpressionValue.array(ExpressionArray(elementType: list.element, values)).checked()
        case .object(let map as ExpressionMap):
            let pairs = map.pairs
            guard let values = try replacement(pairs.map(\.value)) else { return nil }
            let copy = ExpressionMap(map.key, map.value, comparer: map.comparer)
            for (pair, value) in zip(pairs, values) { _ = try copy.set(pair.key, value, replaces: true) }
            return .object(copy)
        default: return nil
        }
    }

    private mutating func replacement(
        _ values: [ExpressionValue]
    ) throws(ExpressionError) -> [ExpressionValue]? {
        var result: [ExpressionValue]?
        try work(values.count)
        for (index, value) in values.enumerated() {
            guard let settled = try replacement(value) else { continue }
            if result == nil {
                try self.memory.charge(elements: values.count)
                result = values
            }
            result?[index] = settled
        }
        return result
    }
}
