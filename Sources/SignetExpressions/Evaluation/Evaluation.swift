// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A compiled part of an expression: everything by name and type has been settled, what is left is to run.
typealias Code = @Sendable (inout Evaluation) throws(ExpressionError) -> ExpressionValue

/// The state of one evaluation.
struct Evaluation {
    let context: any ExpressionObject
    let environment: ExpressionEnvironment
    /// The values of local variables, by slot.
    var locals: [ExpressionValue]
    private var remainingSteps: Int
    /// How many steps regular expressions may still take.
    var regexSteps: Int
    /// What few evaluations need; made when it is first asked for.
    private var lazyRare: RareState?
    /// How many functions of the expression are being called.
    private var depth = 0
    /// The expression that the slots belong to.
    let plan: PlanIdentity?
    /// Whether it has made queries, which run when they are enumerated.
    var hasQueries = false
    /// How much it may still allocate.
    var memory: Budget

    private final class RareState {
        var started: Date?
        var roots: [any ExpressionObject] = []
        var output = ExpressionValue.null
        var outputs: [ExpressionValue] = []
        var thrown: (any ExpressionObject)?
        var cells: [VariableCell] = []
    }

    init(context: any ExpressionObject, environment: ExpressionEnvironment, locals: Int, plan: PlanIdentity? = nil) {
        self.plan = plan
        self.regexSteps = environment.limits.regexSteps
        self.context = context
        self.environment = environment
        self.locals = locals == 0 ? [] : Array(repeating: .null, count: locals)
        self.remainingSteps = environment.limits.steps
        self.memory = Budget(limit: environment.limits.memory, work: environment.limits.work)
    }

    private var rare: RareState {
        mutating get {
            if let rare = self.lazyRare { return rare }
            let rare = RareState()
            self.lazyRare = rare
            return rare
        }
    }

    /// What a method leaves for its `out` parameter.
    var output: ExpressionValue {
        mutating get { self.rare.output }
        set { self.rare.output = newValue }
    }

    /// What a local function leaves for its `out` parameters.
    var outputs: [ExpressionValue] {
        mutating get { self.rare.outputs }
        set { self.rare.outputs = newValue }
    }

    /// The exception that the expression threw last.
    var thrown: (any ExpressionObject)? {
        get { self.lazyRare?.thrown }
        set { self.rare.thrown = newValue }
    }

    /// Counts a call or a turn of a loop.
    mutating func step() throws(ExpressionError) {
        guard self.remainingSteps > 0 else {
            throw ExpressionError(
                .limitExceeded,
                "The expression was stopped after \(self.environment.limits.steps) steps."
            )
        }
        self.remainingSteps -= 1
        if self.remainingSteps & 31 == 0 { try checkTime() }
    }

    /// Looks at the clock now and then: single calls are short, since their work is counted.
    private mutating func checkTime() throws(ExpressionError) {
        let now = self.environment.clock.now
        guard let started = self.rare.started else {
            self.rare.started = now
            return
        }
        let seconds = Double(self.environment.limits.time.components.seconds)
        guard now.timeIntervalSince(started) <= seconds else {
            throw ExpressionError(.limitExceeded, "The expression was stopped after \(Int(seconds)) seconds.")
        }
    }

    /// Runs a function of the expression one level deeper, with variables of its own.
    mutating func calling(
        _ frame: Range<Int>,
        _ body: (inout Evaluation) throws(ExpressionError) -> ExpressionValue
    ) throws(ExpressionError) -> ExpressionValue {
        try descend()
        defer { ascend() }
        try charge(frame.count * 16)
        let saved = Array(self.locals[frame])
        defer { self.locals.replaceSubrange(frame, with: saved) }
        return try body(&self)
    }

    /// Goes one level deeper; `ascend` ends it.
    mutating func descend() throws(ExpressionError) {
        guard self.depth < 64 else {
            throw ExpressionError(.limitExceeded, "The expression was stopped: its functions call each other too deep.")
        }
        try step()
        self.depth += 1
    }

    mutating func ascend() { self.depth -= 1 }

    /// Puts values into slots, and what the slots held in their place.
    mutating func exchange(_ slots: inout [(index: Int, value: ExpressionValue)]) {
        for place in slots.indices { swap(&slots[place].value, &self.locals[slots[place].index]) }
    }

    /// Makes a variable that delegates can capture.
    mutating func cell(_ value: ExpressionValue) throws(ExpressionError) -> VariableCell {
        try charge(Budget.node)
        let cell = VariableCell(value)
        self.rare.cells.append(cell)
        return cell
    }

    /// Ends the evaluation: a delegate that is in a variable that it captures would otherwise stay forever.
    mutating func end() {
        guard let rare = self.lazyRare else { return }
        for cell in rare.cells { cell.value = .null }
        rare.cells = []
    }

    /// A tree that stays whole until the evaluation ends, even where only a part of it is in use.
    mutating func kept(_ root: any ExpressionObject) -> ExpressionValue {
        self.rare.roots.append(root)
        return .object(root)
    }

    /// Counts memory that is about to be allocated.
    mutating func charge(_ bytes: Int) throws(ExpressionError) {
        try self.memory.charge(bytes)
    }

    /// Counts what a call is about to look at.
    mutating func work(_ units: Int) throws(ExpressionError) {
        try self.memory.work(units)
    }
}

/// Which expression a function belongs to: it runs nowhere else.
final class PlanIdentity: Sendable {}
