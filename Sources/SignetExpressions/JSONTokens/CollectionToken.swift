// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Collections and anonymous objects as tokens, as `FromObject` and `SerializeObject` do it.
enum CollectionToken {
    static func token(of elements: [ExpressionValue], depth: Int, _ memory: inout Budget) throws(ExpressionError)
        -> JSONToken
    {
        let array = JSONToken.empty(isArray: true)
        for element in elements { try array.append(try token(of: element, depth: depth + 1, &memory), &memory) }
        return array
    }

    static func token(of object: any ExpressionObject, depth: Int, _ memory: inout Budget) throws(ExpressionError)
        -> JSONToken
    {
        switch object {
        case let token as JSONToken: return token
        case let list as ExpressionList: return try token(of: list.elements, depth: depth, &memory)
        case let map as ExpressionMap:
            return try members(map.pairs.map { ($0.key.invariantText, $0.value) }, depth: depth, &memory)
        case let lookup as any ExpressionLookup:
            return try members(lookup.keys.map { ($0, lookup.value(for: $0) ?? .null) }, depth: depth, &memory)
        case let record as ExpressionRecord: return try members(record.members, depth: depth, &memory)
        case let pair as ExpressionPair:
            return try members([("Key", pair.key), ("Value", pair.value)], depth: depth, &memory)
        default:
            throw .exception(
                .argument,
                "Could not determine JSON object type for type \(object.expressionType)."
            )
        }
    }

    private static func members(
        _ members: [(String, ExpressionValue)],
        depth: Int,
        _ memory: inout Budget
    ) throws(ExpressionError) -> JSONToken {
        let object = JSONToken.empty(isArray: false)
        for (name, value) in members { try object.set(name, try token(of: value, depth: depth + 1, &memory), &memory) }
        return object
    }

    private static func token(of value: ExpressionValue, depth: Int, _ memory: inout Budget)
        throws(ExpressionError) -> JSONToken
    {
        guard depth <= JSONToken.maximumDepth else {
            throw ExpressionError(.limitExceeded, "The expression was stopped: its JSON nests too deep.")
        }
        try memory.charge(Budget.node)
        switch value {
        case .object(let object): return try token(of: object, depth: depth, &memory)
        case .array(let array):
            if let bytes = array.bytes { return try JSONConversion.token(.bytes(bytes), &memory) }
            return try token(of: array.elements, depth: depth, &memory)
        default: return try JSONConversion.token(value, &memory)
        }
    }
}
