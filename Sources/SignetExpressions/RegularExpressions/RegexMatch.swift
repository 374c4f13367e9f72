// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `Regex`.
final class RegexObject: LibraryObject {
    let pattern: String
    let program: RegexProgram

    init(_ pattern: String, _ settings: RegexSettings, _ budget: inout Budget) throws(ExpressionError) {
        self.pattern = pattern
        self.program = try RegexProgram.of(pattern, settings, &budget)
    }

    var expressionType: String { "Regex" }
    var invariantText: String { self.pattern }

    /// The first match from a place.
    func match(
        _ text: RegexText,
        from start: Int,
        lastEnd: Int? = nil,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> RegexMatch? {
        var machine = RegexMachine(
            self.program,
            text.units,
            lastEnd: lastEnd ?? start,
            budget: state.regexSteps,
            limit: state.environment.limits.regexSteps
        )
        try machine.countStart()
        let range = try machine.search(from: start)
        state.regexSteps = machine.remaining
        guard let range else { return nil }
        try state.charge(machine.captures.reduce(Budget.node) { $0 + $1.count * 16 + 8 })
        return RegexMatch(self, text, range, machine.captures)
    }

    /// All matches from a place, or as many as are wanted.
    func matches(
        _ text: RegexText,
        from start: Int? = nil,
        limit: Int = .max,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [RegexMatch] {
        let isBackward = self.program.settings.contains(.rightToLeft)
        var place = start ?? (isBackward ? text.units.count : 0)
        var lastEnd = place
        var found: [RegexMatch] = []
        while found.count < limit, place >= 0, place <= text.units.count {
            guard let match = try match(text, from: place, lastEnd: lastEnd, &state) else { break }
            try state.step()
            found.append(match)
            lastEnd = isBackward ? match.range.lowerBound : match.range.upperBound
            place = match.range.isEmpty ? lastEnd + (isBackward ? -1 : 1) : lastEnd
        }
        return found
    }
}

/// A text that is searched, as its code units.
final class RegexText: Sendable {
    let units: [UInt16]

    init(_ text: String) {
        self.units = Array(text.utf16)
    }

    func text(_ range: Range<Int>) -> String { OrdinalText.text(self.units[range]) }
}

/// `Capture`: a part of the text.
class RegexCapture: LibraryObject, @unchecked Sendable {
    let source: RegexText
    let range: Range<Int>

    init(_ source: RegexText, _ range: Range<Int>) {
        self.source = source
        self.range = range
    }

    var expressionType: String { "Capture" }
    var invariantText: String { self.source.text(self.range) }
}

/// `Group`: the last of its captures.
class RegexGroup: RegexCapture, @unchecked Sendable {
    let captures: [Range<Int>]

    init(_ source: RegexText, captures: [Range<Int>]) {
        self.captures = captures
        super.init(source, captures.last ?? 0..<0)
    }

    override var expressionType: String { "Group" }
    var isSuccess: Bool { !self.captures.isEmpty }
}

/// `Match`.
final class RegexMatch: RegexGroup, @unchecked Sendable {
    let regex: RegexObject?
    private let all: [[Range<Int>]]

    init(_ regex: RegexObject, _ source: RegexText, _ range: Range<Int>, _ all: [[Range<Int>]]) {
        self.regex = regex
        self.all = all
        super.init(source, captures: [range])
    }

    /// The match that failed.
    init(noneOf regex: RegexObject?) {
        self.regex = regex
        self.all = []
        super.init(RegexText(""), captures: [])
    }

    override var expressionType: String { "Match" }

    /// The group of a number.
    func group(_ number: Int) -> RegexGroup {
        if number == 0 { return self }
        return RegexGroup(self.source, captures: self.all.indices.contains(number) ? self.all[number] : [])
    }

    /// The group of a name.
    func group(_ name: String) -> RegexGroup {
        guard let number = self.regex?.program.groups.number(name) else {
            return RegexGroup(self.source, captures: [])
        }
        return group(number)
    }

    /// The numbers of all groups.
    var numbers: [Int] { self.regex?.program.groups.all ?? [0] }
}

/// `MatchCollection`, `GroupCollection`, `CaptureCollection`.
final class RegexCollection: LibraryObject, ElementsObject {
    let expressionType: String
    let elements: [ExpressionValue]
    /// What the groups are those of.
    let match: RegexMatch?

    init(_ type: String, _ elements: [RegexCapture], match: RegexMatch? = nil) {
        self.expressionType = type
        self.elements = elements.map { .object($0) }
        self.match = match
    }
}
