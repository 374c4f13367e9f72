// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A way to go through the elements of a sequence.
struct Enumeration: Sendable {
    /// What is done with each element; `false` ends the enumeration.
    typealias Visitor = (inout Evaluation, ExpressionValue) throws(ExpressionError) -> Bool

    /// Gives the elements one after the other; `false` when the visitor ended it.
    let run: @Sendable (inout Evaluation, Visitor) throws(ExpressionError) -> Bool
    /// The elements of an ordering, those together that it holds to be equal; `nil` for other sequences.
    let ranks: (@Sendable (inout Evaluation) throws(ExpressionError) -> [[ExpressionValue]])?

    init(_ run: @escaping @Sendable (inout Evaluation, Visitor) throws(ExpressionError) -> Bool) {
        self.run = run
        self.ranks = nil
    }

    /// The elements of an ordering.
    init(ranks: @escaping @Sendable (inout Evaluation) throws(ExpressionError) -> [[ExpressionValue]]) {
        self.ranks = ranks
        self.run = { state, visitor throws(ExpressionError) in
            for rank in try ranks(&state) {
                guard try state.give(rank, to: visitor) else { return false }
            }
            return true
        }
    }

    /// Goes through all elements.
    func forEach(
        _ state: inout Evaluation,
        _ body: (inout Evaluation, ExpressionValue) throws(ExpressionError) -> Void
    ) throws(ExpressionError) {
        _ = try self.run(&state) { state, value throws(ExpressionError) in
            try body(&state, value)
            return true
        }
    }

    /// All elements, counted as they come.
    func elements(_ state: inout Evaluation) throws(ExpressionError) -> [ExpressionValue] {
        var elements: [ExpressionValue] = []
        try forEach(&state) { state, value throws(ExpressionError) in
            try state.charge(Budget.element)
            elements.append(value)
        }
        return elements
    }
}

/// What a method of LINQ does when its result is enumerated: its arguments, its source, and who gets the elements.
typealias SequenceStep =
    @Sendable (inout Evaluation, [ExpressionValue], Enumeration, Enumeration.Visitor) throws(ExpressionError) -> Bool

/// What `OrderBy` and `ThenBy` do when their result is enumerated.
typealias OrderingStep = @Sendable (inout Evaluation, Enumeration) throws(ExpressionError) -> [[ExpressionValue]]

/// A query of LINQ that has not run: it runs whenever it is enumerated, as .NET's do.
///
/// The source and the arguments are those of the call that made it; the variables in its functions are the variables
/// themselves, so that a query sees what they hold when it runs.
final class DeferredSequence: NestingObject, LibraryObject {
    private let source: ExpressionValue
    private let asPairs: Bool
    private let arguments: [ExpressionValue]
    private let step: SequenceStep
    private let ordering: OrderingStep?
    /// The slots of its functions, and of the variables that these use.
    private let slots: [(index: Int, value: ExpressionValue)]
    private let plan: PlanIdentity?
    private let levels: Int
    /// `IEnumerable` or `IOrderedEnumerable`.
    let expressionType: String
    /// The .NET name of the elements' type.
    let elementType: String

    init(
        _ type: (name: String, element: String),
        source: (value: ExpressionValue, asPairs: Bool),
        _ arguments: [ExpressionValue],
        slots: [(index: Int, value: ExpressionValue)],
        plan: PlanIdentity?,
        ordering: OrderingStep? = nil,
        _ step: @escaping SequenceStep
    ) throws(ExpressionError) {
        (self.expressionType, self.elementType) = type
        (self.source, self.asPairs) = source
        self.arguments = arguments
        self.slots = slots
        self.plan = plan
        self.step = step
        self.ordering = ordering
        self.levels = try Nesting.levels([source.value] + arguments)
    }

    var invariantText: String { "System.Linq.Enumerable+Iterator`1[\(self.elementType)]" }

    func levels(under limit: Int, reserve: Int) -> Int { self.levels }

    /// Whether a cast finds it to be of a generic type.
    func isInstance(of generic: String, _ arguments: [StaticType]) -> Bool {
        guard generic == "IEnumerable" || generic == self.expressionType else { return false }
        return arguments.first?.runtimeName == self.elementType || arguments.first == .object
    }

    /// Gives the elements one after the other, in the evaluation that made it; `false` when the visitor ended it.
    func visit(_ state: inout Evaluation, _ visitor: Enumeration.Visitor) throws(ExpressionError) -> Bool {
        if self.ordering != nil {
            for rank in try ranks(&state) {
                guard try state.give(rank, to: visitor) else { return false }
            }
            return true
        }
        var slots = try enter(&state)
        defer { leave(&state, &slots) }
        return try self.step(&state, self.arguments, self.elements) { state, value throws(ExpressionError) in
            // Whoever enumerates has the variables of the own place, not those that the query captured.
            state.exchange(&slots)
            defer { state.exchange(&slots) }
            return try visitor(&state, value)
        }
    }

    /// The elements of an ordering, those together that it holds to be equal.
    func ranks(_ state: inout Evaluation) throws(ExpressionError) -> [[ExpressionValue]] {
        var slots = try enter(&state)
        defer { leave(&state, &slots) }
        let elements = self.elements
        guard let ordering = self.ordering else { return [try elements.elements(&state)] }
        return try ordering(&state, elements)
    }

    private var elements: Enumeration {
        if case .object(let query as DeferredSequence) = self.source, query.ordering != nil {
            return Enumeration(ranks: query.ranks)
        }
        let (source, asPairs) = (self.source, self.asPairs)
        return Enumeration { state, visitor throws(ExpressionError) in
            try state.visit(source, asPairs: asPairs, visitor)
        }
    }

    /// Puts the variables of the query in their slots; what was there comes back when it is left.
    private func enter(
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [(index: Int, value: ExpressionValue)] {
        guard state.plan === self.plan else {
            throw ExpressionError(.limitExceeded, "A query cannot leave the expression that made it.")
        }
        try state.descend()
        var slots = self.slots
        state.exchange(&slots)
        return slots
    }

    private func leave(_ state: inout Evaluation, _ slots: inout [(index: Int, value: ExpressionValue)]) {
        state.exchange(&slots)
        state.ascend()
    }
}
