// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A part of a regular expression as it was written.
indirect enum RegexNode: Sendable {
    case empty
    case unit(UInt16, ignoresCase: Bool)
    case set(CharacterSet)
    case sequence([RegexNode])
    case alternation([RegexNode])
    case capture(Int, RegexNode)
    /// `(?<push-pop>…)`: takes the last capture of a group away, and captures what lies between.
    case balance(push: Int?, pop: Int, RegexNode)
    case atomic(RegexNode)
    case look(RegexNode, isAhead: Bool, isNegative: Bool)
    case reference(Int, ignoresCase: Bool)
    case condition(Int, RegexNode, RegexNode)
    case test(RegexNode, RegexNode, RegexNode)
    case loop(RegexNode, minimum: Int, maximum: Int, isLazy: Bool)
    case anchor(RegexAnchor)
}

/// A place in the text, without width.
enum RegexAnchor: Sendable {
    /// `\A`, or `^` without the multiline option.
    case start
    case lineStart
    case lineEnd
    /// `\Z`, or `$` without the multiline option: the end, or before a line feed at the end.
    case end
    case absoluteEnd
    case boundary
    case noBoundary
    /// `\G`: where the match before this one ended.
    case lastEnd
}

/// `RegexOptions`.
struct RegexSettings: OptionSet, Hashable, Sendable {
    let rawValue: Int32

    static let ignoreCase = RegexSettings(rawValue: 1)
    static let multiline = RegexSettings(rawValue: 2)
    static let explicitCapture = RegexSettings(rawValue: 4)
    static let singleline = RegexSettings(rawValue: 16)
    static let ignorePatternWhitespace = RegexSettings(rawValue: 32)
    static let rightToLeft = RegexSettings(rawValue: 64)
    static let ecmaScript = RegexSettings(rawValue: 256)
}

/// The groups of a regular expression: numbers for the unnamed, then for the named, as .NET counts them.
struct RegexGroups: Sendable {
    private(set) var numbers: [String: Int] = [:]
    private(set) var unnamed: [Int] = []
    /// The name of each group.
    private(set) var names: [Int: String] = [0: "0"]

    init() {}

    /// Counts what a first reading found; `nil` is an unnamed group.
    init(_ found: [String?]) {
        let explicit = Set(found.compactMap { $0.flatMap { Int($0) } })
        var next = 1
        for name in found where name == nil {
            while explicit.contains(next) { next += 1 }
            self.unnamed.append(next)
            self.names[next] = String(next)
            next += 1
        }
        for case .some(let name) in found where self.numbers[name] == nil {
            if let number = Int(name) {
                self.numbers[name] = number
                self.names[number] = name
            }
        }
        for case .some(let name) in found where self.numbers[name] == nil {
            while explicit.contains(next) || self.names[next] != nil { next += 1 }
            self.numbers[name] = next
            self.names[next] = name
            next += 1
        }
        self.all = self.names.keys.sorted()
    }

    /// The number of a group by its name or number.
    func number(_ name: String) -> Int? {
        if let number = self.numbers[name] { return number }
        return Int(name).flatMap { self.names[$0] == nil ? nil : $0 }
    }

    /// All numbers in order.
    private(set) var all: [Int] = [0]
}
