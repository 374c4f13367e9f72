// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension XMLReader {
    mutating func startTag(
        in parent: XMLNode
    ) throws(ExpressionError) -> (node: XMLNode, tag: String, isEmpty: Bool) {
        self.position += 1
        let tag = try name()
        try self.memory.charge(Budget.node * 2)
        let node = XMLNode(.element)
        var written: [(String, String)] = []
        while let pair = try attribute(behind: written) { written.append(pair) }
        for (name, value) in written where name == "xmlns" || name.hasPrefix("xmlns:") {
            let attribute = name == "xmlns" ? XMLName("xmlns") : XMLName(String(name.dropFirst(6)), XMLNamespace.xmlns)
            node.attributes.append(XMLAttribute(attribute, value, owner: node))
            try self.scope.declare(name == "xmlns" ? "" : attribute.local, value, &self.memory)
        }
        try parent.insert(node, at: parent.children.count)
        node.name = try resolved(tag, isAttribute: false)
        var attributes: [XMLAttribute] = []
        var declarations = node.attributes[...]
        for (name, value) in written {
            if name == "xmlns" || name.hasPrefix("xmlns:"), let declaration = declarations.popFirst() {
                attributes.append(declaration)
            } else {
                attributes.append(XMLAttribute(try resolved(name, isAttribute: true), value, owner: node))
            }
        }
        node.attributes = attributes
        let isEmpty = take("/>")
        if !isEmpty { _ = take(">") }
        return (node, tag, isEmpty)
    }

    /// Reads one attribute as it is written; `nil` at the end of the tag.
    private mutating func attribute(behind written: [(String, String)]) throws(ExpressionError) -> (String, String)? {
        let before = self.position
        skipSpace()
        if isAt("/>") || isAt(">") { return nil }
        guard self.position > before else { throw failure("'>' or white space was expected.") }
        let name = try name()
        skipSpace()
        guard take("=") else { throw failure("'=' was expected.") }
        skipSpace()
        guard let quote = self.next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw failure("'\"' or '\\'' was expected.")
        }
        self.position += 1
        let start = self.position
        while let byte = self.next, byte != quote, byte != UInt8(ascii: "<") { self.position += 1 }
        guard self.next == quote else {
            throw failure("'<', hexadecimal value 0x3C, is an invalid attribute character.")
        }
        let value = try decoded(start..<self.position)
        self.position += 1
        guard !written.contains(where: { $0.0 == name }) else {
            throw failure("'\(name)' is a duplicate attribute name.")
        }
        guard written.count < 1_000 else { throw failure("There are too many attributes.") }
        try self.memory.charge(Budget.node)
        return (name, value)
    }

    private func resolved(_ name: String, isAttribute: Bool) throws(ExpressionError) -> XMLName {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            guard parts.count == 1 else {
                throw failure("The ':' character, hexadecimal value 0x3A, cannot be included in a name.")
            }
            return XMLName(name, isAttribute ? "" : self.scope.namespace(of: "") ?? "")
        }
        guard let namespace = self.scope.namespace(of: String(parts[0])) else {
            throw failure("'\(parts[0])' is an undeclared prefix.")
        }
        return XMLName(String(parts[1]), namespace)
    }

    /// Text with its references replaced.
    mutating func decoded(_ range: Range<Int>) throws(ExpressionError) -> String {
        guard self.bytes[range].contains(UInt8(ascii: "&")) || self.bytes[range].contains(0x0D) else {
            return String(decoding: self.bytes[range], as: UTF8.self)
        }
        var result: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = self.bytes[index]
            index += 1
            if byte == 0x0D {
                result.append(0x0A)
                if index < range.upperBound, self.bytes[index] == 0x0A { index += 1 }
                continue
            }
            guard byte == UInt8(ascii: "&") else {
                result.append(byte)
                continue
            }
            guard let end = self.bytes[index..<range.upperBound].prefix(64).firstIndex(of: UInt8(ascii: ";")) else {
                self.position = index
                throw failure("An error occurred while parsing EntityName.")
            }
            let name = String(decoding: self.bytes[index..<end], as: UTF8.self)
            guard let scalar = Self.character(name) else {
                self.position = index
                throw failure("Reference to undeclared entity '\(name)'.")
            }
            result += String(scalar).utf8
            index = end + 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func character(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { return nil }
            let digits = name.dropFirst()
            let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return value.flatMap(Unicode.Scalar.init)
                .flatMap { $0.value < 0x20 && ![9, 10, 13].contains($0.value) ? nil : $0 }
        }
    }
}
