// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// Reads the text of a document into elements, strictly as XML or with the liberties of the raw form.
///
/// A strict reading stops at the first thing that is not XML; a tolerant one goes on and collects what it could not
/// understand. Nothing recurses: open elements stand on a stack of limited height. Entities are never expanded.
struct PolicyReader {
    static let maximumDepth = 100
    static let maximumDiagnostics = 100
    static let maximumAttributes = 256
    /// Each expression without an end costs a search to the end of the text; after so many, none is looked for.
    static let maximumUnendedExpressions = 100
    /// So does each whose end is not that of its value; after so many bytes, no end is looked for any more.
    static let maximumVainSearch = 16 << 20

    let source: SourceText
    let bytes: [UInt8]
    let isStrict: Bool
    var position = 0
    var root: PolicyElement?
    var diagnostics: [Diagnostic] = []
    /// Whether everything so far was XML.
    private(set) var isWellFormed = true
    /// Whether the reading as XML ended a text within an expression.
    var cutsExpressions = false
    private var open: [PolicyElement] = []
    /// The comments and instructions before the root element and behind it.
    private(set) var outside: (before: [PolicyNode], behind: [PolicyNode]) = ([], [])
    /// Where the texts of comments stand.
    private(set) var comments: [Range<Int>] = []
    var unendedExpressions = 0
    /// How many bytes were searched for the ends of expressions that turned out to be none.
    var vainlySearched = 0
    /// How many open elements declare each prefix of names; only a strict reading asks.
    var prefixes: [String: Int] = [:]
    private var isStopped = false

    init(_ source: SourceText, isStrict: Bool) {
        self.source = source
        self.bytes = source.bytes
        self.isStrict = isStrict
    }

    /// Reads the whole document.
    mutating func read() {
        reportForbiddenCharacters()
        while self.position < self.bytes.count, !self.isStopped {
            if self.bytes[self.position] == UInt8(ascii: "<") { markup() } else { text() }
        }
        guard !self.isStopped else { return }
        if let last = self.open.last {
            let (line, column) = self.source.position(last.offset)
            report(
                "Unexpected end of file has occurred. The following elements are not closed: "
                    + self.open.reversed().map(\.name).joined(separator: ", ")
                    + ". '\(last.name)' was opened on line \(line), position \(column).",
                at: last.offset,
                length: last.name.utf8.count
            )
            while !self.open.isEmpty { close() }
        } else if self.root == nil {
            report("Root element is missing.", at: 0)
        }
    }

    private mutating func reportForbiddenCharacters() {
        for offset in self.source.forbidden.prefix(Self.maximumDiagnostics / 2) {
            let byte = self.bytes[offset]
            // U+FFFE and U+FFFF are three bytes.
            let value = byte == 0xEF ? 0xFF40 + Int(self.byte(offset + 2)) : Int(byte)
            let hexadecimal = String(value, radix: 16, uppercase: true)
            let (line, column) = self.source.position(offset)
            report(
                "'\\x\(hexadecimal)', hexadecimal value 0x\(value < 16 ? "0" : "")\(hexadecimal), is an invalid "
                    + "character. Line \(line), position \(column).",
                at: offset
            )
        }
    }

    /// Records what is not XML; a strict reading ends with it.
    mutating func report(
        _ message: String,
        code: DiagnosticCode = .malformedDocument,
        at offset: Int,
        length: Int = 1
    ) {
        deviate()
        guard self.diagnostics.count < Self.maximumDiagnostics else {
            self.isStopped = true
            return
        }
        self.diagnostics.append(self.source.diagnostic(.error, code, message, at: offset, length: length))
    }

    /// Reads no further.
    mutating func stop() { self.isStopped = true }

    /// Notes that the document is not XML, but can be understood.
    mutating func deviate() {
        self.isWellFormed = false
        if self.isStrict { self.isStopped = true }
    }

    func byte(_ index: Int) -> UInt8 { index < self.bytes.count ? self.bytes[index] : 0 }

    func stands(_ text: StaticString, at index: Int) -> Bool {
        guard index + text.utf8CodeUnitCount <= self.bytes.count else { return false }
        return text.withUTF8Buffer { buffer in
            for offset in 0..<buffer.count where unsafe self.bytes[index + offset] != buffer[offset] { return false }
            return true
        }
    }
}

extension PolicyReader {
    private mutating func markup() {
        if stands("<!--", at: self.position) { return comment() }
        if stands("<![CDATA[", at: self.position) { return characterData() }
        if stands("<!", at: self.position) { return documentType() }
        if stands("<?", at: self.position) { return instruction() }
        if stands("</", at: self.position) { return endTag() }
        if Self.startsName(byte(self.position + 1)) { return startTag() }
        deviate()
        text()
    }

    private mutating func comment() {
        let start = self.position + 4
        guard let end = find("-->", from: start) else {
            report("Unexpected end of file while parsing Comment has occurred.", at: self.position, length: 4)
            self.position = self.bytes.count
            return
        }
        let body = self.bytes[start..<end]
        if self.isStrict, body.last == UInt8(ascii: "-") || find("--", from: start).map({ $0 < end }) == true {
            deviate()
        }
        self.comments.append(start..<end)
        add(.comment(String(decoding: body, as: UTF8.self)))
        self.position = end + 3
    }

    private mutating func characterData() {
        let start = self.position + 9
        guard let end = find("]]>", from: start), !self.open.isEmpty else {
            report("Unexpected end of file while parsing CDATA has occurred.", at: self.position, length: 9)
            self.position = self.open.isEmpty ? start : self.bytes.count
            return
        }
        var text = PolicyText()
        text.append(self.bytes[start..<end], source: start)
        text.range = start..<end
        text.isCharacterData = true
        add(.text(text))
        self.position = end + 3
    }

    private mutating func documentType() {
        report(
            "For security reasons DTD is prohibited in a policy document.",
            code: .documentTypeRefused,
            at: self.position,
            length: 9
        )
        var depth = 0
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            self.position += 1
            if byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "]") { depth -= 1 }
            if byte == UInt8(ascii: ">"), depth <= 0 { return }
        }
    }

    private mutating func instruction() {
        guard let end = find("?>", from: self.position + 2) else {
            report("Unexpected end of file while parsing PI has occurred.", at: self.position, length: 2)
            self.position = self.bytes.count
            return
        }
        if self.isStrict, !isInstruction(self.position + 2..<end) { deviate() }
        add(.instruction(String(decoding: self.bytes[(self.position + 2)..<end], as: UTF8.self)))
        self.position = end + 2
    }

    /// The index of a text at or behind an index.
    func find(_ text: StaticString, from start: Int) -> Int? {
        var index = start
        while index + text.utf8CodeUnitCount <= self.bytes.count {
            if stands(text, at: index) { return index }
            index += 1
        }
        return nil
    }

    /// Adds a node to the element that is open.
    mutating func add(_ node: consuming PolicyNode) {
        if !self.open.isEmpty {
            self.open[self.open.count - 1].children.append(node)
        } else if self.root == nil {
            self.outside.before.append(node)
        } else {
            self.outside.behind.append(node)
        }
    }

    var isOutside: Bool { self.open.isEmpty }

    /// Opens an element; the position is behind the tag.
    mutating func push(_ element: PolicyElement) {
        if self.open.isEmpty, self.root != nil {
            report(
                "There are multiple root elements. Line \(self.source.position(element.offset).line), position "
                    + "\(self.source.position(element.offset).column).",
                at: element.offset,
                length: element.name.utf8.count
            )
        }
        guard self.open.count < Self.maximumDepth else {
            report(
                "Elements are nested deeper than \(Self.maximumDepth) levels.",
                code: .documentTooLarge,
                at: element.offset,
                length: element.name.utf8.count
            )
            self.isStopped = true
            return
        }
        if self.isStrict { declare(element) }
        self.open.append(element)
        self.open[self.open.count - 1].content = self.position..<self.position
    }

    /// Closes the innermost element.
    mutating func close() {
        guard let element = self.open.popLast() else { return }
        if self.isStrict { undeclare(element) }
        if !self.open.isEmpty {
            add(.element(element))
        } else if self.root == nil {
            self.root = element
        }
    }

    private mutating func endTag() {
        let start = self.position + 2
        if let last = self.open.indices.last {
            self.open[last].content = self.open[last].content.lowerBound..<self.position
        }
        var end = start
        while Self.isNameByte(byte(end)) { end += 1 }
        let name = String(decoding: self.bytes[start..<end], as: UTF8.self)
        while Self.isSpace(byte(end)) { end += 1 }
        if byte(end) == UInt8(ascii: ">") {
            self.position = end + 1
        } else {
            report("'>' expected.", at: min(end, self.bytes.count))
            self.position = end
        }
        if self.open.last?.name == name { return close() }
        guard let last = self.open.last else {
            return report("Unexpected end tag '\(name)'.", at: start, length: name.utf8.count)
        }
        let (line, column) = self.source.position(last.offset)
        let (endLine, endColumn) = self.source.position(start)
        report(
            "The '\(last.name)' start tag on line \(line) position \(column) does not match the end tag of "
                + "'\(name)'. Line \(endLine), position \(endColumn).",
            at: start,
            length: name.utf8.count
        )
        guard self.open.contains(where: { $0.name == name }) else { return }
        while let last = self.open.last, last.name != name { close() }
        close()
    }
}
