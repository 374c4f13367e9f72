// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// `TryAdd`, `ContainsValue` and `GetValueOrDefault` of dictionaries; `nil` for other names.
    mutating func bind(
        mapValue receiver: Bound,
        _ types: [StaticType],
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        switch (group.name, arguments.count) {
        case ("TryAdd", 2):
            let parts = [
                try value(arguments[0], to: types[0]),
                try value(arguments[1], to: types[1]),
            ]
            return try onMap(receiver, .bool, parts, group.offset) { state, map, values throws(ExpressionError) in
                try state.charge(Budget.node)
                return .bool(try map.set(values[0], values[1], replaces: false))
            }
        case ("ContainsValue", 1):
            let sought = try value(arguments[0], to: types[1])
            return try onMap(receiver, .bool, [sought], group.offset) { state, map, values throws(ExpressionError) in
                .bool(try Equality.contains(map.pairs.map(\.value), values[0], &state.memory))
            }
        case ("GetValueOrDefault", 1...2):
            let key = try value(arguments[0], to: types[0])
            let fallback =
                arguments.count == 2
                ? try value(arguments[1], to: types[1])
                : Bound(constant: types[1].defaultValue, types[1], offset: group.offset)
            return try onMap(receiver, types[1], [key, fallback], group.offset) { _, map, values in
                map.find(values[0]) ?? values[1]
            }
        default: return nil
        }
    }
}
