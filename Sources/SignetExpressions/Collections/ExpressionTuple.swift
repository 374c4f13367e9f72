// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A `Tuple<…>`.
final class ExpressionTuple: NestingObject, WrittenObject, NestedEquatable {
    let values: [ExpressionValue]
    private let levels: Int

    init(_ values: [ExpressionValue]) throws(ExpressionError) {
        self.levels = try Nesting.levels(values)
        self.values = values
    }

    var expressionType: String { "Tuple" }
    var hash: Int { hash(depth: 0) }

    func hash(depth: Int) -> Int { ValueKey.hash(self.values, depth: depth) }

    func isEqual(to other: any ExpressionObject) -> Bool {
        var visits = Equality.maximumVisits
        return isEqual(to: other, &visits)
    }

    func isEqual(to other: any ExpressionObject, _ visits: inout Int) -> Bool {
        guard let other = other as? ExpressionTuple, other.values.count == self.values.count else { return false }
        for (one, another) in zip(self.values, other.values) {
            guard Equality.equal(one, another, &visits) else { return false }
        }
        return true
    }

    /// `(a, b)`.
    func written(_ memory: inout Budget) throws(ExpressionError) -> String {
        var parts: [String] = []
        for value in self.values { parts.append(try value.written(&memory)) }
        return "(" + parts.joined(separator: ", ") + ")"
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func levels(under limit: Int, reserve: Int) -> Int { self.levels }
}
