// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A regular expression, compiled to the steps of a backtracking machine.
final class RegexProgram: Sendable {
    enum Step: Sendable {
        case unit(UInt16, backward: Bool)
        /// A character whose lower case this is.
        case folded(UInt16, backward: Bool)
        case set(Int, backward: Bool)
        case jump(Int)
        /// Goes on here, and there when that fails.
        case split(first: Int, second: Int)
        /// Takes as many characters of a set as there are, or as few.
        case run(Int, minimum: Int, maximum: Int, isLazy: Bool, backward: Bool)
        case anchor(RegexAnchor)
        case reference(Int, folded: Bool, backward: Bool)
        /// Remembers the place for the end of a capture.
        case mark(Int)
        case capture(Int, register: Int)
        case balance(push: Int?, pop: Int, register: Int)
        case atomic(end: Int)
        case look(end: Int, isNegative: Bool)
        case condition(Int, otherwise: Int)
        case test(end: Int, otherwise: Int)
        case loopStart(Int)
        case loop(Int, minimum: Int, maximum: Int, isLazy: Bool, exit: Int)
        case loopEnter(Int)
        /// The end of the pattern, or of a part that runs by itself.
        case accept
    }

    let steps: [Step]
    let sets: [CharacterSet]
    let groups: RegexGroups
    let registers: Int
    let settings: RegexSettings
    /// The number of the largest group, and one.
    let groupCount: Int

    private init(_ node: RegexNode, _ groups: RegexGroups, _ settings: RegexSettings) {
        var compiler = RegexCompiler()
        compiler.compile(node, backward: settings.contains(.rightToLeft))
        compiler.steps.append(.accept)
        self.steps = compiler.steps
        self.sets = compiler.sets
        self.registers = compiler.registers
        self.groups = groups
        self.groupCount = (groups.all.last ?? 0) + 1
        self.settings = settings
    }

    private struct Key: Hashable {
        let pattern: String
        let settings: RegexSettings
    }

    private static let cache = Mutex<[Key: RegexProgram]>([:])

    /// The program of a pattern; the last hundred patterns are kept.
    ///
    /// - Parameters:
    ///   - pattern: The pattern.
    ///   - settings: The options.
    ///   - budget: Counts the reading; a program that is made anew costs much more than one that is known.
    /// - Returns: The program.
    /// - Throws: `ArgumentException` for a pattern that is none, `limitExceeded` for one that is too large.
    static func of(
        _ pattern: String,
        _ settings: RegexSettings,
        _ budget: inout Budget
    ) throws(ExpressionError) -> RegexProgram {
        try budget.work(pattern.utf8.count)
        let key = Key(pattern: pattern, settings: settings)
        if let known = self.cache.withLock({ $0[key] }), known.isFor(pattern) { return known }
        guard pattern.utf8.count <= 65_536 else {
            throw ExpressionError(.limitExceeded, "The expression was stopped: its regular expression is too long.")
        }
        // Each character may become a step, and a set whose answers for ASCII are computed.
        try budget.charge(pattern.utf8.count * Budget.node)
        try budget.work(pattern.utf8.count * 1_024)
        let (node, groups) = try RegexParser.parse(pattern, settings)
        guard groups.all.last ?? 0 < 10_000 else {
            throw ExpressionError(
                .limitExceeded,
                "The expression was stopped: its regular expression has too many groups."
            )
        }
        let program = RegexProgram(node, groups, settings)
        self.cache.withLock { cache in
            if cache.count >= 100 { cache.removeAll() }
            if pattern.utf8.count <= 1_024 { cache[key] = program }
        }
        program.pattern.withLock { $0 = pattern }
        return program
    }

    private let pattern = Mutex("")

    /// Texts that Swift holds to be equal may have different characters.
    private func isFor(_ pattern: String) -> Bool {
        self.pattern.withLock { OrdinalText.equal($0, pattern) }
    }
}

/// Makes the steps of a regular expression.
struct RegexCompiler {
    typealias Step = RegexProgram.Step

    var steps: [Step] = []
    var sets: [CharacterSet] = []
    var registers = 0

    private mutating func register() -> Int {
        self.registers += 1
        return self.registers - 1
    }

    private mutating func index(of set: CharacterSet) -> Int {
        self.sets.append(set)
        return self.sets.count - 1
    }

    mutating func compile(_ node: RegexNode, backward: Bool) {
        switch node {
        case .empty: break
        case .unit(let unit, let ignoresCase):
            let lower = CaseFolding.lower(unit)
            let isCased = ignoresCase && CaseFolding.upper(unit) != lower
            self.steps.append(isCased ? .folded(lower, backward: backward) : .unit(unit, backward: backward))
        case .set(let set): self.steps.append(.set(index(of: set), backward: backward))
        case .sequence(let nodes):
            for node in backward ? nodes.reversed() : nodes { compile(node, backward: backward) }
        case .alternation(let nodes): compile(alternatives: nodes, backward: backward)
        case .capture(let number, let inner):
            let register = register()
            self.steps.append(.mark(register))
            compile(inner, backward: backward)
            self.steps.append(.capture(number, register: register))
        case .balance(let push, let pop, let inner):
            let register = register()
            self.steps.append(.mark(register))
            compile(inner, backward: backward)
            self.steps.append(.balance(push: push, pop: pop, register: register))
        case .atomic(let inner): apart(inner, backward: backward) { .atomic(end: $0) }
        case .look(let inner, let isAhead, let isNegative):
            apart(inner, backward: !isAhead) { .look(end: $0, isNegative: isNegative) }
        case .reference(let number, let ignoresCase):
            self.steps.append(.reference(number, folded: ignoresCase, backward: backward))
        case .condition(let number, let yes, let no):
            choice(yes, no, backward: backward) { .condition(number, otherwise: $0) }
        case .test(let test, let yes, let no):
            let start = self.steps.count
            self.steps.append(.accept)
            compile(test, backward: false)
            self.steps.append(.accept)
            let end = self.steps.count
            choice(yes, no, backward: backward) { .test(end: end, otherwise: $0) }
            self.steps[start] = self.steps[end]
            self.steps[end] = .jump(end + 1)
        case .loop(let inner, let minimum, let maximum, let isLazy):
            loop(inner, minimum, maximum, isLazy, backward: backward)
        case .anchor(let anchor): self.steps.append(.anchor(anchor))
        }
    }

    private mutating func compile(alternatives nodes: [RegexNode], backward: Bool) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            let split = self.steps.count
            if index < nodes.count - 1 { self.steps.append(.jump(0)) }
            compile(node, backward: backward)
            guard index < nodes.count - 1 else { break }
            jumps.append(self.steps.count)
            self.steps.append(.jump(0))
            self.steps[split] = .split(first: split + 1, second: self.steps.count)
        }
        for jump in jumps { self.steps[jump] = .jump(self.steps.count) }
    }

    /// A part that runs by itself: what it tried is forgotten when it has matched.
    private mutating func apart(_ inner: RegexNode, backward: Bool, _ make: (Int) -> Step) {
        let start = self.steps.count
        self.steps.append(.accept)
        compile(inner, backward: backward)
        self.steps.append(.accept)
        self.steps[start] = make(self.steps.count)
    }

    private mutating func choice(_ yes: RegexNode, _ no: RegexNode, backward: Bool, _ make: (Int) -> Step) {
        let start = self.steps.count
        self.steps.append(.accept)
        compile(yes, backward: backward)
        let jump = self.steps.count
        self.steps.append(.jump(0))
        self.steps[start] = make(self.steps.count)
        compile(no, backward: backward)
        self.steps[jump] = .jump(self.steps.count)
    }

    private mutating func loop(
        _ inner: RegexNode,
        _ minimum: Int,
        _ maximum: Int,
        _ isLazy: Bool,
        backward: Bool
    ) {
        if let set = single(inner) {
            let index = index(of: set)
            self.steps.append(
                .run(index, minimum: minimum, maximum: maximum, isLazy: isLazy, backward: backward)
            )
            return
        }
        let register = register()
        self.steps.append(.loopStart(register))
        let head = self.steps.count
        self.steps.append(.accept)
        self.steps.append(.loopEnter(register))
        compile(inner, backward: backward)
        self.steps.append(.jump(head))
        self.steps[head] = .loop(
            register,
            minimum: minimum,
            maximum: maximum,
            isLazy: isLazy,
            exit: self.steps.count
        )
    }

    /// The set of a part that takes exactly one character.
    private func single(_ node: RegexNode) -> CharacterSet? {
        switch node {
        case .set(let set): return set
        case .unit(let unit, let ignoresCase):
            var set = CharacterSet()
            set.insert(unit...unit)
            return set.prepared(ignoresCase: ignoresCase)
        default: return nil
        }
    }
}
