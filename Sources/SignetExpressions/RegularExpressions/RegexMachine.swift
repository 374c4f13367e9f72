// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Runs a regular expression over a text: what it tries lies on a stack of its own, so that no text is too long.
struct RegexMachine {
    /// What to do when the way taken fails.
    enum Entry {
        case branch(step: Int, position: Int)
        /// A greedy run that may give characters back.
        case shorter(step: Int, position: Int, left: Int, backward: Bool)
        /// A lazy run that may take more.
        case longer(step: Int, position: Int, left: Int, set: Int, backward: Bool)
        case register(Int, position: Int, count: Int)
        case uncapture(Int)
        case recapture(Int, Range<Int>)
    }

    let program: RegexProgram
    let text: [UInt16]
    /// Where the match before this one ended.
    let lastEnd: Int
    var stack: [Entry] = []
    private var registers: [(position: Int, count: Int)]
    /// The captures of each group, in the order in which they were made.
    private(set) var captures: [[Range<Int>]]
    private var budget: Int
    private let limit: Int

    init(_ program: RegexProgram, _ text: [UInt16], lastEnd: Int, budget: Int, limit: Int) {
        self.program = program
        self.text = text
        self.lastEnd = lastEnd
        self.registers = Array(repeating: (0, 0), count: program.registers)
        self.captures = Array(repeating: [], count: program.groupCount)
        self.budget = budget
        self.limit = limit
    }

    /// How many steps are left.
    var remaining: Int { self.budget }

    /// Counts the groups and registers that a search begins with.
    mutating func countStart() throws(ExpressionError) {
        try count((self.registers.count + self.captures.count) / 8)
    }

    /// Finds the first match at or behind a place, or before it from right to left.
    mutating func search(from start: Int) throws(ExpressionError) -> Range<Int>? {
        let isBackward = self.program.settings.contains(.rightToLeft)
        var place = start
        while place >= 0, place <= self.text.count {
            if let end = try run(0, at: place, isPart: false) {
                let range = min(place, end)..<max(place, end)
                self.captures[0] = [range]
                return range
            }
            place += isBackward ? -1 : 1
            if !isBackward { place = skipped(place) }
        }
        return nil
    }

    /// The next place where the pattern's first character stands.
    private func skipped(_ place: Int) -> Int {
        switch self.program.steps.first {
        case .unit(let unit, false):
            self.text[min(place, self.text.count)...].firstIndex(of: unit) ?? self.text.count + 1
        case .anchor(.start): self.text.count + 1
        default: place
        }
    }

    mutating func count(_ steps: Int = 1) throws(ExpressionError) {
        self.budget -= steps
        guard self.budget > 0, self.stack.count < 500_000 else {
            throw ExpressionError(
                .limitExceeded,
                "The expression was stopped: its regular expression took more than \(self.limit) steps."
            )
        }
    }

    /// Runs from a step until the part accepts; gives where it ended.
    private mutating func run(_ first: Int, at start: Int, isPart: Bool) throws(ExpressionError) -> Int? {
        let base = self.stack.count
        var (step, position) = (first, start)
        while true {
            try count()
            let goesOn: Bool
            switch self.program.steps[step] {
            case .accept:
                if isPart { forget(above: base) }
                return position
            case .jump(let target):
                step = target
                continue
            case .split(let one, let other):
                self.stack.append(.branch(step: other, position: position))
                step = one
                continue
            case .unit(let unit, let backward):
                goesOn = takes(&position, backward) { $0 == unit }
            case .folded(let unit, let backward):
                goesOn = takes(&position, backward) { CaseFolding.lower($0) == unit }
            case .set(let index, let backward):
                let set = self.program.sets[index]
                goesOn = takes(&position, backward) { set.contains($0) }
            case .anchor(let anchor): goesOn = holds(anchor, at: position)
            case .loop:
                turn(&step, position)
                continue
            default:
                if try special(&step, &position) { continue }
                goesOn = false
            }
            if goesOn {
                step += 1
            } else if !backtrack(to: base, &step, &position) {
                return nil
            }
        }
    }

    /// Goes into the body of a loop once more, or out of the loop.
    private mutating func turn(_ step: inout Int, _ position: Int) {
        guard case .loop(let register, let minimum, let maximum, let isLazy, let exit) = self.program.steps[step] else {
            return
        }
        let state = self.registers[register]
        let isStuck = state.count > minimum && state.position == position
        if state.count >= maximum || isStuck {
            step = exit
        } else if state.count < minimum {
            step += 1
        } else if isLazy {
            self.stack.append(.branch(step: step + 1, position: position))
            step = exit
        } else {
            self.stack.append(.branch(step: exit, position: position))
            step += 1
        }
    }

    /// The steps that are rarer; `step` is moved on where the result is true.
    private mutating func special(_ step: inout Int, _ position: inout Int) throws(ExpressionError) -> Bool {
        switch self.program.steps[step] {
        case .run(let set, let minimum, let maximum, let isLazy, let backward):
            guard try takeRun(set, minimum, maximum, isLazy, backward, step, &position) else { return false }
        case .mark(let register): change(register, (position, 0))
        case .loopStart(let register): change(register, (-1, 0))
        case .loopEnter(let register): change(register, (position, self.registers[register].count + 1))
        case .capture(let group, let register):
            let start = self.registers[register].position
            capture(group, min(start, position)..<max(start, position))
        case .balance(let push, let pop, let register):
            guard let popped = self.captures[pop].popLast() else { return false }
            self.stack.append(.recapture(pop, popped))
            if let push {
                let start = self.registers[register].position
                let inner =
                    popped.upperBound <= start ? popped.upperBound..<start : start..<max(start, popped.lowerBound)
                capture(push, inner)
            }
        case .reference(let group, let folded, let backward):
            guard try repeats(group, folded, backward, &position) else { return false }
        case .atomic(let end):
            guard let reached = try run(step + 1, at: position, isPart: true) else { return false }
            (step, position) = (end, reached)
            return true
        case .look(let end, let isNegative):
            guard try looks(step + 1, at: position, isNegative: isNegative) else { return false }
            step = end
            return true
        case .condition(let group, let otherwise):
            step = self.captures[group].isEmpty ? otherwise : step + 1
            return true
        case .test(let end, let otherwise):
            step = try looks(step + 1, at: position, isNegative: false) ? end : otherwise
            return true
        default: return false
        }
        step += 1
        return true
    }

    private mutating func looks(_ step: Int, at position: Int, isNegative: Bool) throws(ExpressionError) -> Bool {
        let base = self.stack.count
        let isFound = try run(step, at: position, isPart: true) != nil
        if isFound, isNegative {
            // What a negative part captured is not kept.
            var (step, position) = (0, 0)
            _ = backtrack(to: base, &step, &position)
        }
        return isFound != isNegative
    }

    /// Drops the ways that have not been tried, and keeps what must be undone.
    private mutating func forget(above base: Int) {
        var kept = base
        for index in base..<self.stack.count {
            switch self.stack[index] {
            case .branch, .shorter, .longer: continue
            default:
                self.stack[kept] = self.stack[index]
                kept += 1
            }
        }
        self.stack.removeLast(self.stack.count - kept)
    }

    private mutating func change(_ register: Int, _ value: (Int, Int)) {
        let old = self.registers[register]
        self.stack.append(.register(register, position: old.position, count: old.count))
        self.registers[register] = (position: value.0, count: value.1)
    }

    private mutating func capture(_ group: Int, _ range: Range<Int>) {
        self.captures[group].append(range)
        self.stack.append(.uncapture(group))
    }

    /// Goes back to the last way that was not tried; `false` when there is none above a height.
    private mutating func backtrack(to base: Int, _ step: inout Int, _ position: inout Int) -> Bool {
        while self.stack.count > base, let entry = self.stack.popLast() {
            switch entry {
            case .branch(let target, let place):
                (step, position) = (target, place)
                return true
            case .shorter(let target, let place, let left, let backward):
                (step, position) = (target, backward ? place + 1 : place - 1)
                if left > 1 {
                    self.stack.append(
                        .shorter(step: target, position: position, left: left - 1, backward: backward)
                    )
                }
                return true
            case .longer(let target, let place, let left, let set, let backward):
                var reached = place
                let characters = self.program.sets[set]
                guard takes(&reached, backward, { characters.contains($0) }) else { continue }
                (step, position) = (target, reached)
                if left > 1 {
                    self.stack.append(
                        .longer(step: target, position: reached, left: left - 1, set: set, backward: backward)
                    )
                }
                return true
            case .register(let register, let place, let count): self.registers[register] = (place, count)
            case .uncapture(let group): self.captures[group].removeLast()
            case .recapture(let group, let range): self.captures[group].append(range)
            }
        }
        return false
    }
}
