// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyDocument {
    /// The document in the usual layout: four spaces for each level, one element a line, at most one blank line.
    ///
    /// Comments, the order of everything, quotes and the text of values and expressions stay as they are. An element whose
    /// tag is longer than a line gets a line for each attribute. Formatting a second time changes nothing.
    ///
    /// - Returns: The bytes, in the encoding of the document; `nil` for a document with errors.
    public func formatted() -> [UInt8]? {
        guard let root = self.root, self.diagnostics.isEmpty else { return nil }
        var formatter = PolicyFormatter(self)
        for node in self.outside.before { formatter.node(node, depth: 0) }
        formatter.element(root, depth: 0)
        for node in self.outside.behind { formatter.node(node, depth: 0) }
        formatter.endLine()
        return self.encoding.encoded(formatter.output)
    }
}

/// Writes a document anew, line by line.
struct PolicyFormatter {
    private static let width = 120

    private let source: [UInt8]
    private let lineEnd: [UInt8]
    private(set) var output: [UInt8] = []

    init(_ document: PolicyDocument) {
        self.source = document.source.bytes
        // What the first line ends with, all others do.
        let first = self.source.firstIndex(of: 0x0A) ?? 0
        self.lineEnd = first > 0 && self.source[first - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
    }

    mutating func endLine() { self.output += self.lineEnd }

    private mutating func startLine(_ depth: Int) {
        if !self.output.isEmpty { endLine() }
        indent(depth)
    }

    private mutating func indent(_ depth: Int) { self.output += Array(repeating: 0x20, count: depth * 4) }

    /// Writes a comment or an instruction on a line of its own.
    mutating func node(_ node: PolicyNode, depth: Int) {
        switch node {
        case .element(let element): self.element(element, depth: depth)
        case .comment, .instruction:
            startLine(depth)
            mark(node)
        case .text: break
        }
    }

    private mutating func mark(_ node: PolicyNode) {
        switch node {
        case .comment(let text): self.output += Array("<!--\(text)-->".utf8)
        case .instruction(let text): self.output += Array("<?\(text)?>".utf8)
        case .element, .text: break
        }
    }

    mutating func element(_ element: PolicyElement, depth: Int) {
        startLine(depth)
        let hasContent = !element.isOneTag && (element.keepsText || !element.isBare)
        startTag(element, depth: depth, isOneTag: !hasContent)
        guard hasContent else { return }
        if element.keepsText {
            self.output += self.source[element.content]
        } else {
            children(element, depth: depth + 1)
            startLine(depth)
        }
        self.output += Array("</\(element.name)>".utf8)
    }

    /// Writes what stands between the tags, with a blank line where one or more were.
    private mutating func children(_ element: PolicyElement, depth: Int) {
        var gap = 0
        var isFirst = true
        for child in element.children {
            if case .text(let text) = child {
                gap += text.bytes.count { $0 == 0x0A }
                continue
            }
            if gap == 0, !isFirst, case .comment = child {
                self.output.append(0x20)
                mark(child)
            } else {
                if gap > 1, !isFirst { endLine() }
                node(child, depth: depth)
            }
            gap = 0
            isFirst = false
        }
    }

    private mutating func startTag(_ element: PolicyElement, depth: Int, isOneTag: Bool) {
        let end = isOneTag ? " />" : ">"
        let attributes = element.attributes.map { attribute in
            let value = attribute.value.range
            let quote = value.lowerBound - 1
            return Array("\(attribute.name)=".utf8) + self.source[quote...value.upperBound]
        }
        let length = depth * 4 + element.name.utf8.count + 1 + attributes.reduce(0) { $0 + $1.count + 1 } + end.count
        let isOneLine = attributes.count < 2 || length <= Self.width || attributes.contains { $0.contains(0x0A) }
        self.output += Array("<\(element.name)".utf8)
        for attribute in attributes {
            if isOneLine {
                self.output.append(0x20)
            } else {
                startLine(depth + 1)
            }
            self.output += attribute
        }
        self.output += Array(end.utf8)
    }
}

extension PolicyElement {
    /// Whether nothing but white space stands between the tags.
    fileprivate var isBare: Bool {
        self.children.allSatisfy { if case .text(let text) = $0 { text.isBlank } else { false } }
    }

    /// Whether what stands between the tags is a value, in which every space counts.
    fileprivate var keepsText: Bool {
        if self.attribute("xml:space")?.value.string == "preserve" { return true }
        for case .text(let text) in self.children where !text.isBlank || text.isCharacterData { return true }
        if ["policies", "fragment"].contains(self.name) || PolicySection(rawValue: self.name) != nil { return false }
        guard let definition = PolicyCatalogue.definition(self.name) else {
            // What is not known here may be part of a value; only its elements may be moved.
            return self.isBare && !self.isOneTag
        }
        return definition.holdsText
    }
}
