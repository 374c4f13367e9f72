// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An object of an anonymous type.
final class ExpressionRecord: NestingObject, WrittenObject, NestedEquatable {
    let members: [(String, ExpressionValue)]
    private let levels: Int

    init(_ members: [(String, ExpressionValue)]) throws(ExpressionError) {
        self.levels = try Nesting.levels(members.map(\.1))
        self.members = members
    }

    var expressionType: String { "<anonymous type>" }
    /// `{ a = 1, b = x }`.
    func written(_ memory: inout Budget) throws(ExpressionError) -> String {
        var parts: [String] = []
        for (name, value) in self.members { parts.append("\(name) = \(try value.written(&memory))") }
        return "{ " + parts.joined(separator: ", ") + " }"
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func levels(under limit: Int, reserve: Int) -> Int { self.levels }

    var hash: Int { hash(depth: 0) }

    func hash(depth: Int) -> Int { ValueKey.hash(self.members.lazy.map(\.1), depth: depth) }

    func isEqual(to other: any ExpressionObject) -> Bool {
        var visits = Equality.maximumVisits
        return isEqual(to: other, &visits)
    }

    /// Anonymous objects are the same when their members are.
    func isEqual(to other: any ExpressionObject, _ visits: inout Int) -> Bool {
        guard let other = other as? ExpressionRecord, other.members.count == self.members.count else { return false }
        for (one, another) in zip(self.members, other.members) {
            guard one.0 == another.0, Equality.equal(one.1, another.1, &visits) else { return false }
        }
        return true
    }
}

/// A `KeyValuePair<K, V>`, or a group of `GroupBy` with its key.
final class ExpressionPair: NestingObject, WrittenObject {
    let key: ExpressionValue
    let value: ExpressionValue
    private let levels: Int

    init(_ key: ExpressionValue, _ value: ExpressionValue) throws(ExpressionError) {
        self.levels = try Nesting.levels([key, value])
        self.key = key
        self.value = value
    }

    var expressionType: String { "KeyValuePair" }
    /// `[key, value]`.
    func written(_ memory: inout Budget) throws(ExpressionError) -> String {
        "[\(try self.key.written(&memory)), \(try self.value.written(&memory))]"
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func levels(under limit: Int, reserve: Int) -> Int { self.levels }
}
