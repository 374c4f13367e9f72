// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A `Tuple<…>`.
final class ExpressionTuple: NestingObject, WrittenObject, EquatableObject {
    let values: [ExpressionValue]
    private let levels: Int

    init(_ values: [ExpressionValue]) throws(ExpressionError) {
        self.levels = try Nesting.levels(values)
        self.values = values
    }

    var expressionType: String { "Tuple" }
    var hash: Int { self.values.map(ValueKey.init).hashValue }

    func isEqual(to other: any ExpressionObject) -> Bool {
        guard let other = other as? ExpressionTuple, self.levels == 1, other.values.count == self.values.count else {
            return false
        }
        return zip(self.values, other.values).allSatisfy { Equality.equal($0, $1) }
    }

    /// `(a, b)`.
    func written(_ memory: inout MemoryBudget) throws(ExpressionError) -> String {
        var parts: [String] = []
        for value in self.values { parts.append(try value.written(&memory)) }
        return "(" + parts.joined(separator: ", ") + ")"
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func levels(under limit: Int, reserve: Int) -> Int { self.levels }
}
