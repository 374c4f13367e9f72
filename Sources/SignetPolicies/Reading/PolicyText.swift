// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The text of an attribute or between tags, decoded, with the places that its parts come from.
public struct PolicyText: Sendable {
    /// A run of the text with where it comes from.
    struct Run: Sendable {
        /// Where the run begins in the text.
        let start: Int
        /// Where it comes from in the document.
        let source: Int
        /// Whether all of the run stands for one place, as a decoded reference does.
        let isFixed: Bool
    }

    /// A part of the text that a secret named value stands for.
    private struct SecretPart: Sendable {
        let range: Range<Int>
        let name: String
    }

    /// The text, UTF-8.
    package private(set) var bytes: [UInt8] = []
    /// Where it was written: between the quotes, between two pieces of markup, or within a section of character data.
    package var range = 0..<0
    /// Whether it came from a section of character data.
    package var isCharacterData = false
    private var runs: [Run] = []
    private var secretParts: [SecretPart] = []

    init() {}

    /// The text.
    public var string: String { String(decoding: self.bytes, as: UTF8.self) }

    /// Whether nothing but white space is there.
    public var isBlank: Bool { self.bytes.allSatisfy(PolicyReader.isSpace) }

    /// Where a byte of the text stands in the document.
    package func sourceOffset(_ offset: Int) -> Int {
        guard !self.runs.isEmpty else { return 0 }
        let run = self.runs[runIndex(offset)]
        return run.isFixed ? run.source : run.source + max(0, offset - run.start)
    }

    /// The last run that begins at or before a byte, or the first of all.
    private func runIndex(_ offset: Int) -> Int {
        var low = 0
        var high = self.runs.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self.runs[middle].start <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// Adds a part of the document as it stands.
    mutating func append(_ bytes: ArraySlice<UInt8>, source: Int) {
        guard !bytes.isEmpty || self.runs.isEmpty else { return }
        self.runs.append(Run(start: self.bytes.count, source: source, isFixed: false))
        self.bytes += bytes
    }

    /// Adds what a place of the document stands for.
    mutating func append(replacement bytes: some Collection<UInt8>, source: Int) {
        self.runs.append(Run(start: self.bytes.count, source: source, isFixed: true))
        self.bytes += bytes
    }

    /// Adds what a secret named value stands for.
    mutating func append(secret bytes: [UInt8], named name: String, source: Int) {
        let start = self.bytes.count
        append(replacement: bytes, source: source)
        self.secretParts.append(SecretPart(range: start..<self.bytes.count, name: name))
    }

    /// The names of the secrets that the text holds.
    var secretNames: [String] {
        var names: [String] = []
        for part in self.secretParts where !names.contains(part.name) { names.append(part.name) }
        return names
    }

    /// The text as messages may quote it: every secret in it by its name.
    var concealed: PolicyText {
        guard !self.secretParts.isEmpty else { return self }
        var result = PolicyText()
        var start = 0
        for part in self.secretParts {
            result.append(self, in: start..<part.range.lowerBound)
            result.append(replacement: "{{\(part.name)}}".utf8, source: sourceOffset(part.range.lowerBound))
            start = part.range.upperBound
        }
        result.append(self, in: start..<self.bytes.count)
        result.isCharacterData = self.isCharacterData
        return result
    }

    /// Adds another text.
    mutating func append(_ other: PolicyText) {
        let shift = self.bytes.count
        if self.runs.isEmpty {
            (self.runs, self.bytes) = (other.runs, other.bytes)
            return
        }
        self.runs += other.runs.map { Run(start: $0.start + shift, source: $0.source, isFixed: $0.isFixed) }
        self.bytes += other.bytes
    }

    /// Adds a part of another text.
    mutating func append(_ other: PolicyText, in range: Range<Int>) {
        guard !range.isEmpty, !other.runs.isEmpty else { return }
        let shift = self.bytes.count - range.lowerBound
        let first = other.runIndex(range.lowerBound)
        self.runs.append(
            Run(
                start: self.bytes.count,
                source: other.sourceOffset(range.lowerBound),
                isFixed: other.runs[first].isFixed
            )
        )
        for run in other.runs[(first + 1)...] {
            guard run.start < range.upperBound else { break }
            self.runs.append(Run(start: run.start + shift, source: run.source, isFixed: run.isFixed))
        }
        self.bytes += other.bytes[range]
    }

    /// The range without white space around it.
    var trimmedRange: Range<Int> {
        let start = self.bytes.firstIndex { !PolicyReader.isSpace($0) } ?? self.bytes.endIndex
        let end = self.bytes.lastIndex { !PolicyReader.isSpace($0) }.map { $0 + 1 } ?? start
        return start..<end
    }
}
