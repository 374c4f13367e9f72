// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Makes the code of a method such as `Descendants()`: its receiver and arguments are computed when it is called,
    /// what it finds is looked up whenever the result is enumerated.
    func sequence(
        _ type: StaticType,
        of parts: [Bound],
        _ axis: @escaping LibraryAxis,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let (codes, plan, element) = (parts.map(\.code), self.plan, type.element?.runtimeName ?? "System.Object")
        let enumeration = Enumeration { state, visitor throws(ExpressionError) in
            try axis(&state, try Self.values(codes, &state), visitor)
        }
        let query = BoundQuery(enumeration: enumeration, methods: [])
        return try made(type, from: parts, offset: offset, query: query) { state throws(ExpressionError) in
            let values = try Self.values(codes, &state)
            try state.charge(Budget.node + 24 * values.count)
            state.hasQueries = true
            return .object(
                try DeferredSequence(
                    ("IEnumerable", element),
                    source: (values[0], false),
                    values,
                    slots: [],
                    plan: plan
                ) { state, values, _, visitor throws(ExpressionError) in try axis(&state, values, visitor) }
            )
        }
    }

    /// The receiver, which must be there, and the arguments.
    private static func values(
        _ codes: [Code],
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [ExpressionValue] {
        var values: [ExpressionValue] = []
        for code in codes { values.append(try code(&state)) }
        guard values.first?.isNull == false else { throw .nullReference }
        try state.step()
        return values
    }
}
