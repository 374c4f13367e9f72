// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads XML 1.0 with namespaces; a document type is passed over, and no entity but the five of XML is ever expanded.
struct XMLReader {
    let bytes: [UInt8]
    var position = 0
    var memory: Budget
    /// The namespaces that are declared where the reader is.
    var scope = XMLScope()
    let keepsSpace: Bool

    /// Reads one document.
    static func parse(
        _ text: String,
        keepsSpace: Bool = false,
        memory: inout Budget
    ) throws(ExpressionError) -> XMLNode {
        try memory.charge(text.utf8.count)
        var reader = XMLReader(bytes: Array(text.utf8), memory: memory, keepsSpace: keepsSpace)
        defer { memory = reader.memory }
        return try reader.document()
    }

    private init(bytes: [UInt8], memory: Budget, keepsSpace: Bool) {
        self.bytes = bytes
        self.memory = memory
        self.keepsSpace = keepsSpace
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { self.position = 3 }
    }

    var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    func failure(_ reason: String) -> ExpressionError {
        let before = self.bytes[..<min(self.position, self.bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let column = String(
            decoding: before.suffix(from: before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0),
            as: UTF8.self
        )
        return .exception(.xml, "\(reason) Line \(line), position \(column.utf16.count + 1).")
    }

    func isAt(_ text: String) -> Bool { self.bytes[self.position...].starts(with: text.utf8) }

    mutating func take(_ text: String) -> Bool {
        guard isAt(text) else { return false }
        self.position += text.utf8.count
        return true
    }

    mutating func skipSpace() {
        while let byte = self.next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { self.position += 1 }
    }

    /// Takes everything up to a mark, and the mark.
    private mutating func text(until mark: String) throws(ExpressionError) -> String {
        let wanted = Array(mark.utf8)
        let start = self.position
        while self.position + wanted.count <= self.bytes.count {
            if self.bytes[self.position] == wanted[0], isAt(mark) {
                let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
                self.position += wanted.count
                return text.replacing("\r\n", with: "\n")
            }
            self.position += 1
        }
        self.position = self.bytes.count
        throw failure("Unexpected end of file has occurred.")
    }

    private mutating func document() throws(ExpressionError) -> XMLNode {
        let document = XMLNode(.document)
        if isAt("<?xml ") || isAt("<?xml\t") || isAt("<?xml\n") { document.declaration = try declaration() }
        var hasRoot = false
        while true {
            skipSpace()
            guard self.next != nil else { break }
            let count = document.children.count
            if let node = try miscellaneous() {
                try document.insert(node, at: count)
            } else if isAt("<!DOCTYPE") {
                try document.insert(try documentType(), at: count)
            } else {
                guard self.next == UInt8(ascii: "<") else { throw failure("Data at the root level is invalid.") }
                guard !hasRoot else { throw failure("There are multiple root elements.") }
                hasRoot = true
                try root(of: document)
            }
        }
        guard hasRoot else { throw failure("Root element is missing.") }
        return document
    }

    private mutating func declaration() throws(ExpressionError) -> XMLDeclaration {
        self.position += 5
        let body = try text(until: "?>")
        func value(_ name: String) -> String? {
            guard let range = body.firstRange(of: name + "=") ?? body.firstRange(of: name + " =") else { return nil }
            let rest = body[range.upperBound...].drop { $0 == " " }
            guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
            return String(rest.dropFirst().prefix { $0 != quote })
        }
        return XMLDeclaration(value("version"), value("encoding"), value("standalone"))
    }

    /// Passes over a document type; nothing that it declares is used.
    private mutating func documentType() throws(ExpressionError) -> XMLNode {
        self.position += 9
        skipSpace()
        let start = self.position
        var brackets = 0
        while let byte = self.next {
            if byte == UInt8(ascii: "[") { brackets += 1 }
            if byte == UInt8(ascii: "]") { brackets -= 1 }
            if byte == UInt8(ascii: ">"), brackets <= 0 { break }
            self.position += 1
        }
        guard self.next != nil else { throw failure("Unexpected end of file has occurred.") }
        let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        self.position += 1
        return XMLNode(.type, value: text)
    }

    /// A comment or an instruction.
    private mutating func miscellaneous() throws(ExpressionError) -> XMLNode? {
        if take("<!--") {
            try self.memory.charge(Budget.node * 2)
            return XMLNode(.comment, value: try text(until: "-->"))
        }
        guard take("<?") else { return nil }
        try self.memory.charge(Budget.node * 2)
        let body = try text(until: "?>")
        let target = body.prefix { $0 != " " && $0 != "\n" && $0 != "\t" }
        let data = body.dropFirst(target.count).drop { $0 == " " }
        return XMLNode(.instruction, name: XMLName(String(target)), value: String(data))
    }

    /// Reads the root element and everything in it, without recursion.
    private mutating func root(of document: XMLNode) throws(ExpressionError) {
        var open: [(node: XMLNode, tag: String, outer: XMLScope)] = []
        var current = document
        repeat {
            if current === document || isAt("<") && !isAt("</") && !isAt("<!") && !isAt("<?") {
                let outer = self.scope
                let (node, tag, isEmpty) = try startTag(in: current)
                if isEmpty {
                    self.scope = outer
                } else {
                    open.append((node, tag, outer))
                    current = node
                }
            } else if take("</") {
                let tag = try name()
                skipSpace()
                guard let last = open.popLast(), last.tag == tag else {
                    let expected = open.last?.tag ?? current.name.local
                    throw failure("The '\(expected)' start tag does not match the end tag of '\(tag)'.")
                }
                guard take(">") else { throw failure("'>' was expected.") }
                if last.node.children.isEmpty { last.node.isOpen = true }
                self.scope = last.outer
                current = open.last?.node ?? document
            } else {
                try contents(of: current)
            }
        } while !open.isEmpty
    }

    private mutating func contents(of element: XMLNode) throws(ExpressionError) {
        let count = element.children.count
        if let node = try miscellaneous() { return try element.insert(node, at: count) }
        try self.memory.charge(Budget.node * 2)
        if take("<![CDATA[") { return try element.insert(XMLNode(.data, value: try text(until: "]]>")), at: count) }
        let start = self.position
        while let byte = self.next, byte != UInt8(ascii: "<") { self.position += 1 }
        guard self.next != nil else {
            throw failure(
                "Unexpected end of file has occurred. The following elements are not closed: \(element.name.local)."
            )
        }
        guard self.position > start else { throw failure("Name cannot begin with the '!' character.") }
        let text = try decoded(start..<self.position)
        if self.keepsSpace || !text.utf8.allSatisfy({ $0 == 0x20 || 0x09...0x0D ~= $0 }) {
            try element.insert(XMLNode(.text, value: text), at: count)
        } else {
            element.isOpen = true
        }
    }

    mutating func name() throws(ExpressionError) -> String {
        let start = self.position
        while let byte = self.next,
            byte >= 0x80 || NumberLexer.isLetter(byte) || Lexer.isDigit(byte) || "_-.:".utf8.contains(byte)
        {
            self.position += 1
        }
        let name = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        guard let first = name.unicodeScalars.first else { throw failure("Name expected.") }
        guard XMLName.allows(first, isFirst: true) else {
            self.position = start
            throw failure("Name cannot begin with the '\(first)' character.")
        }
        return name
    }
}
