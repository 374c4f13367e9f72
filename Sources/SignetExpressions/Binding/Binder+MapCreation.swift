// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// `new Dictionary<K, V>(…)`: empty, or with the pairs of another, perhaps with a comparer.
    func mapCreation(
        _ type: StaticType,
        _ types: [StaticType],
        _ arguments: [Bound],
        _ comparing: Code?,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let source = arguments.first.flatMap { $0.type == .int ? nil : $0 }
        if let source, source.type.element != .generic("KeyValuePair", types) {
            throw notEvaluated("'new \(type.name)' with these arguments", offset)
        }
        let code = source?.code
        return try made(type, from: arguments, offset: offset) { state throws(ExpressionError) in
            try state.charge(Budget.node)
            let comparer: TextComparer? =
                try comparing.map { code throws(ExpressionError) in
                    [try code(&state)].optional(0)
                } ?? nil
            let map = ExpressionMap(types[0].runtimeName, types[1].runtimeName, comparer: comparer)
            guard let code else { return .object(map) }
            for case .object(let pair as ExpressionPair) in try state.elements(of: try code(&state)) {
                try state.charge(Budget.node)
                _ = try map.set(pair.key, pair.value, replaces: true)
            }
            return .object(map)
        }
    }
}
