// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A `List<T>`, or a `HashSet<T>`, which holds nothing twice.
final class ExpressionList: ChangingCollection {
    private struct State {
        var elements: [ExpressionValue] = []
        var keys: Set<ValueKey> = []
        var nesting = NestingState()
        var version = 0
    }

    /// `List`, `HashSet`, `Queue` or `Stack`.
    let expressionType: String
    let element: String
    /// What holds the elements of a set to be the same.
    let comparer: TextComparer?
    private let state = Mutex(State())

    convenience init(isSet: Bool, of element: String) {
        self.init(isSet ? "HashSet" : "List", of: element)
    }

    /// An empty collection of a type: `List`, `HashSet`, `Queue` or `Stack`.
    init(_ type: String, of element: String, comparer: TextComparer? = nil) {
        self.expressionType = type
        self.element = element
        self.comparer = comparer
    }

    private func key(_ value: ExpressionValue) -> ValueKey { ValueKey(value.key(under: self.comparer)) }

    var invariantText: String {
        "System.Collections.Generic.\(self.expressionType)`1[\(self.element)]"
    }

    /// The elements in the order in which they are enumerated: a stack begins with its top.
    var elements: [ExpressionValue] {
        let elements = self.state.withLock { $0.elements }
        return self.expressionType == "Stack" ? elements.reversed() : elements
    }

    /// The element at the end where the next one leaves, taken or only looked at.
    func end(takes: Bool) throws(ExpressionError) -> ExpressionValue {
        let isStack = self.expressionType == "Stack"
        let value = self.state.withLock { state -> ExpressionValue? in
            guard takes, !state.elements.isEmpty else { return isStack ? state.elements.last : state.elements.first }
            state.version += 1
            return isStack ? state.elements.removeLast() : state.elements.removeFirst()
        }
        guard let value else { throw .exception(.invalidOperation, "\(self.expressionType) empty.") }
        return value
    }
    var count: Int { self.state.withLock { $0.elements.count } }
    var version: Int { self.state.withLock { $0.version } }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    /// Adds an element; `false` when a set has it already.
    func add(_ value: ExpressionValue) throws(ExpressionError) -> Bool {
        let limit = self.state.withLock { $0.nesting.limit }
        let levels = try Nesting.levels(value, under: limit)
        let isSet = self.expressionType == "HashSet"
        return try self.state.withLock { state throws(ExpressionError) in
            try state.nesting.count(levels)
            if isSet, !state.keys.insert(key(value)).inserted { return false }
            state.elements.append(value)
            state.version += 1
            return true
        }
    }

    func contains(_ value: ExpressionValue) -> Bool {
        if self.expressionType == "HashSet" { return self.state.withLock { $0.keys.contains(key(value)) } }
        return self.elements.contains { Equality.equal($0, value) }
    }

    /// Puts an element in another's place.
    func set(_ index: Int, _ value: ExpressionValue) throws(ExpressionError) {
        let limit = self.state.withLock { $0.nesting.limit }
        let levels = try Nesting.levels(value, under: limit)
        let isInside = try self.state.withLock { state throws(ExpressionError) in
            guard state.elements.indices.contains(index) else { return false }
            try state.nesting.count(levels)
            state.elements[index] = value
            state.version += 1
            return true
        }
        guard isInside else { throw .indexArgumentOutOfRange }
    }

    /// Takes an element away; `false` when there is none.
    func remove(_ value: ExpressionValue) -> Bool {
        self.state.withLock { state in
            let wanted = value.key(under: self.comparer)
            let place = state.elements.firstIndex { Equality.equal($0.key(under: self.comparer), wanted) }
            guard let index = place else { return false }
            state.elements.remove(at: index)
            state.keys.remove(key(value))
            // https://learn.microsoft.com/dotnet/api/system.collections.generic.hashset-1.remove: of a set, it may.
            if self.expressionType != "HashSet" { state.version += 1 }
            return true
        }
    }

    /// Puts elements at a place; `false` outside.
    func insert(_ values: [ExpressionValue], at index: Int) throws(ExpressionError) -> Bool {
        let limit = self.state.withLock { $0.nesting.limit }
        var levels = 0
        for value in values { levels = max(levels, try Nesting.levels(value, under: limit)) }
        return try self.state.withLock { state throws(ExpressionError) in
            guard 0...state.elements.count ~= index else { return false }
            try state.nesting.count(levels)
            state.elements.insert(contentsOf: values, at: index)
            state.version += 1
            return true
        }
    }

    /// How much `contains` looks at.
    func searchWork(_ value: ExpressionValue) -> Int {
        (self.expressionType == "HashSet" ? 1 : self.count) * (1 + value.weight)
    }

    /// The element at an index; `nil` outside.
    func element(at index: Int) -> ExpressionValue? {
        self.state.withLock { $0.elements.indices.contains(index) ? $0.elements[index] : nil }
    }

    /// Takes the element at an index away; `false` outside.
    func remove(at index: Int) -> Bool {
        self.state.withLock { state in
            guard state.elements.indices.contains(index) else { return false }
            state.keys.remove(key(state.elements.remove(at: index)))
            state.version += 1
            return true
        }
    }

    /// Replaces all elements by some of them or another order of them.
    func rearrange(_ elements: [ExpressionValue]) {
        self.state.withLock { state in
            state.elements = elements
            state.version += 1
            state.keys = state.keys.isEmpty ? [] : Set(elements.map(self.key))
        }
    }

    func levels(under limit: Int, reserve: Int) -> Int {
        self.state.withLock { $0.nesting.seal(under: limit, reserve: reserve) }
    }
}
