// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A `Dictionary<K, V>`, in the order in which the keys came.
final class ExpressionMap: ChangingCollection {
    private struct State {
        var pairs: [(key: ExpressionValue, value: ExpressionValue)] = []
        var places: [ValueKey: Int] = [:]
        var nesting = NestingState()
        var version = 0
    }

    let key: String
    let value: String
    /// What holds keys to be the same.
    let comparer: TextComparer?
    private let state = Mutex(State())

    init(_ key: String, _ value: String, comparer: TextComparer? = nil) {
        self.key = key
        self.value = value
        self.comparer = comparer
    }

    private func place(_ key: ExpressionValue) -> ValueKey { ValueKey(key.key(under: self.comparer)) }

    var expressionType: String { "Dictionary" }
    var invariantText: String {
        "System.Collections.Generic.Dictionary`2[\(self.key),\(self.value)]"
    }
    var pairs: [(key: ExpressionValue, value: ExpressionValue)] { self.state.withLock { $0.pairs } }
    var count: Int { self.state.withLock { $0.pairs.count } }
    var version: Int { self.state.withLock { $0.version } }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func find(_ key: ExpressionValue) -> ExpressionValue? {
        self.state.withLock { state in state.places[place(key)].map { state.pairs[$0].value } }
    }

    /// Sets the value of a key, or adds it; `false` when it is there and may not be replaced.
    func set(_ key: ExpressionValue, _ value: ExpressionValue, replaces: Bool) throws(ExpressionError) -> Bool {
        guard !key.isNull else { throw .exception(.argumentNull, "Value cannot be null. (Parameter 'key')") }
        let limit = self.state.withLock { $0.nesting.limit }
        let levels = max(try Nesting.levels(value, under: limit), try Nesting.levels(key, under: limit))
        return try self.state.withLock { state throws(ExpressionError) in
            try state.nesting.count(levels)
            if let index = state.places[place(key)] {
                guard replaces else { return false }
                state.pairs[index].value = value
            } else {
                state.places[place(key)] = state.pairs.count
                state.pairs.append((key, value))
                state.version += 1
            }
            return true
        }
    }

    /// Takes a key away; `false` when it is not there.
    func remove(_ key: ExpressionValue) -> Bool {
        self.state.withLock { state in
            guard let index = state.places.removeValue(forKey: place(key)) else { return false }
            state.pairs.remove(at: index)
            for (next, pair) in state.pairs.enumerated().dropFirst(index) { state.places[place(pair.key)] = next }
            return true
        }
    }

    func removeAll() {
        self.state.withLock { state in
            state.pairs = []
            state.places = [:]
        }
    }

    func levels(under limit: Int, reserve: Int) -> Int {
        self.state.withLock { $0.nesting.seal(under: limit, reserve: reserve) }
    }
}
