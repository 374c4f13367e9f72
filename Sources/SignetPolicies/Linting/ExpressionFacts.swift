// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// What an expression's text shows without being compiled.
struct ExpressionFacts: Sendable {
    /// A place in the expression with what is there.
    struct Mention: Sendable {
        let name: String
        let offset: Int
    }

    /// The bodies of a call.
    enum Body: String, Sendable {
        case request = "Request"
        case response = "Response"
    }

    /// The variables that are read by name.
    var variables: [Mention] = []
    /// The variables whose presence is asked for.
    var guarded: Set<String> = []
    /// The bodies that are read so that nothing is left of them.
    var consumed: [(body: Body, offset: Int)] = []
    /// The bodies that are read at all.
    var read: [(body: Body, offset: Int)] = []
    /// The thumbprints by which certificates of the service are looked up.
    var thumbprints: [Mention] = []
    /// The strings.
    var strings: [Mention] = []
    /// The words, by which two expressions are compared.
    let words: [ExpressionWord.Kind]

    init(_ source: String) {
        let words = ExpressionWord.words(of: source)
        self.words = words.map(\.kind)
        var index = 0
        while index < words.count {
            if case .string(let text) = words[index].kind {
                self.strings.append(Mention(name: text, offset: words[index].offset))
            }
            if words[index].kind == .name("context") { look(words[index...]) }
            index += 1
        }
    }

    /// Looks at what follows the word `context`.
    private mutating func look(_ words: ArraySlice<ExpressionWord>) {
        var path = Path(words.dropFirst())
        switch path.member() {
        case "Variables": lookAtVariables(&path)
        case "Request": lookAtBody(.request, &path)
        case "Response": lookAtBody(.response, &path)
        case "Deployment":
            guard path.member() == "Certificates", let key = path.key() else { return }
            self.thumbprints.append(key)
        default: return
        }
    }

    private mutating func lookAtVariables(_ path: inout Path) {
        var plain = path
        let member = plain.member()
        if let key = path.key() {
            if member == "ContainsKey" || member == "TryGetValue" {
                self.guarded.insert(key.name)
            } else {
                self.variables.append(key)
            }
        }
    }

    private mutating func lookAtBody(_ body: Body, _ path: inout Path) {
        guard path.member() == "Body", let offset = path.offset, let method = path.member() else { return }
        guard method == "As" || method == "AsFormUrlEncodedContent" else { return }
        self.read.append((body, offset))
        if !path.preserves() { self.consumed.append((body, offset)) }
    }

    /// What follows a name: members, keys and arguments.
    private struct Path {
        private static let longestTypes = 100
        private var words: ArraySlice<ExpressionWord>

        init(_ words: ArraySlice<ExpressionWord>) { self.words = words }

        var offset: Int? { self.words.first?.offset }

        /// Takes `.Name` or `?.Name`.
        mutating func member() -> String? {
            guard let sign = self.words.first?.kind, sign == .sign(".") || sign == .sign("?.") else { return nil }
            guard case .name(let name) = self.words.dropFirst().first?.kind else { return nil }
            self.words = self.words.dropFirst(2)
            return name
        }

        /// Takes `["key"]` or the first argument of `.Method<T>("key"`.
        mutating func key() -> Mention? {
            if self.words.first?.kind == .sign("[") {
                self.words = self.words.dropFirst()
            } else {
                guard member() != nil else { return nil }
                skipTypes()
                guard self.words.first?.kind == .sign("(") else { return nil }
                self.words = self.words.dropFirst()
            }
            guard let word = self.words.first, case .string(let text) = word.kind else { return nil }
            // A name that is put together is not known.
            guard let next = self.words.dropFirst().first?.kind else { return nil }
            guard [.sign("]"), .sign(")"), .sign(",")].contains(next) else { return nil }
            return Mention(name: text, offset: word.offset)
        }

        /// Takes `<T>`, as long as types are.
        private mutating func skipTypes() {
            guard self.words.first?.kind == .sign("<") else { return }
            var depth = 0
            for _ in 0..<Self.longestTypes {
                switch self.words.popFirst()?.kind {
                case .sign("<"): depth += 1
                case .sign(">"): depth -= 1
                default: break
                }
                if depth <= 0 { return }
            }
        }

        /// Whether the arguments keep the body: any but `false` do, or may.
        mutating func preserves() -> Bool {
            skipTypes()
            guard self.words.first?.kind == .sign("(") else { return true }
            // Of more words than these it is none that loses the body.
            var arguments = self.words.dropFirst().prefix(4).prefix { $0.kind != .sign(")") }.map(\.kind)
            if arguments.first == .name("preserveContent") { arguments.removeFirst(min(2, arguments.count)) }
            return !(arguments.isEmpty || arguments == [.literal("false")] || arguments == [.name("false")])
        }
    }
}
