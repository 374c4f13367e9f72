// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Which variables the functions of an expression use that are declared outside of them.
///
/// The first time an expression is bound this is found out; when a delegate captures anything, the expression is bound
/// once more, with cells for the captured variables. Functions and slots are numbered alike both times.
struct Captures: Sendable {
    /// The variables that live in cells.
    private(set) var cells: Set<Int> = []
    /// What the delegate of a function takes along.
    private var taken: [Int: [Int]] = [:]
    private var functions = 0
    /// The functions around what is being bound.
    private var around: [Int] = []
    private var uses: [Int: Set<Int>] = [:]
    private var calls: [Int: Set<Int>] = [:]
    /// The slots of the functions that become delegates.
    private var delegates: [Int: Range<Int>] = [:]

    /// How many functions are around what is being bound.
    var level: Int { self.around.count }

    /// The variables that a function takes along.
    func captured(by function: Int) -> [Int] { self.taken[function] ?? [] }

    /// A number for a function.
    mutating func number() -> Int {
        self.functions += 1
        return self.functions
    }

    mutating func enter(_ function: Int) { self.around.append(function) }

    mutating func leave() { self.around.removeLast() }

    /// Notes that a variable is used.
    mutating func use(_ slot: Int, declaredAt level: Int) {
        for function in self.around.dropFirst(level) { self.uses[function, default: []].insert(slot) }
    }

    /// Notes that a local function is used.
    mutating func call(_ callee: Int, declaredAt level: Int) {
        for function in self.around.dropFirst(level) { self.calls[function, default: []].insert(callee) }
    }

    /// Notes that a function becomes a delegate.
    mutating func note(delegate function: Int, frame: Range<Int>) { self.delegates[function] = frame }

    /// Notes that a function runs where it stands after all, and needs no delegate.
    mutating func forget(delegate function: Int) { self.delegates[function] = nil }

    /// What there is to know the second time; `nil` when nothing is captured.
    func settled() -> Captures? {
        var result = Captures()
        for (function, frame) in self.delegates {
            let slots = reached(from: function).filter { !frame.contains($0) }
            guard !slots.isEmpty else { continue }
            result.taken[function] = slots.sorted()
            result.cells.formUnion(slots)
        }
        return result.cells.isEmpty ? nil : result
    }

    /// The variables that a function uses, and those of the functions that it calls.
    private func reached(from function: Int) -> Set<Int> {
        var (slots, seen, open): (Set<Int>, Set<Int>, [Int]) = ([], [function], [function])
        while let next = open.popLast() {
            slots.formUnion(self.uses[next] ?? [])
            open += (self.calls[next] ?? []).filter { seen.insert($0).inserted }
        }
        return slots
    }
}

extension Binder {
    /// Binds an expression, a second time where delegates capture variables.
    static func bound<Result>(
        _ body: (inout Binder) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> (result: Result, binder: Binder) {
        var binder = Binder()
        let result = try body(&binder)
        guard let captures = binder.captures.settled() else { return (result, binder) }
        var second = Binder()
        second.captures = captures
        return (try body(&second), second)
    }

    /// Binds what belongs to a function.
    mutating func within<Result>(
        _ function: Int,
        _ body: (inout Binder) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        let caught = self.caught
        self.captures.enter(function)
        self.caught = []
        let result = try body(&self)
        self.caught = caught
        self.captures.leave()
        return result
    }

    /// Binds the code of a delegate; the result makes one, with the variables that it captures.
    mutating func delegate(
        _ type: StaticType,
        offset: Int,
        _ body: (inout Binder) throws(ExpressionError) -> Lambda
    ) throws(ExpressionError) -> Bound {
        let (start, function) = (self.localCount, self.captures.number())
        let lambda = try within(function, body)
        let (frame, plan) = (start..<self.localCount, self.plan)
        self.captures.note(delegate: function, frame: frame)
        let captured = self.captures.captured(by: function)
        return try made(type, from: [lambda.body], offset: offset) { state throws(ExpressionError) in
            try state.charge(Budget.node + 16 * captured.count)
            var cells: [CapturedVariable] = []
            for slot in captured { cells.append(CapturedVariable(slot: slot, cell: try state.cell(at: slot))) }
            return .object(ExpressionDelegate(lambda, frame: frame, captured: cells, plan: plan))
        }
    }
}

/// A variable that a delegate took along.
struct CapturedVariable: Sendable {
    let slot: Int
    let cell: VariableCell
}
