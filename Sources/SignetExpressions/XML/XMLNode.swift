// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A node of `System.Xml.Linq`: document, element, text, comment, processing instruction; changed in place.
///
/// A node has at most one parent; what has one already is copied when it is put elsewhere, as .NET does.
final class XMLNode: WrittenObject {
    /// How deeply nodes may nest.
    static let maximumDepth = 128

    enum Kind: String {
        case document = "XDocument"
        case element = "XElement"
        case text = "XText"
        case data = "XCData"
        case comment = "XComment"
        case instruction = "XProcessingInstruction"
        case type = "XDocumentType"
    }

    private struct State {
        var name: XMLName
        var value: String
        var attributes: [XMLAttribute] = []
        var children: [XMLNode] = []
        /// An element with an end tag and nothing inside.
        var isOpen = false
        var declaration: XMLDeclaration?
        weak var parent: XMLNode?
        var height = 1
    }

    let kind: Kind
    private let state: Mutex<State>

    init(_ kind: Kind, name: XMLName = XMLName(""), value: String = "") {
        self.kind = kind
        self.state = Mutex(State(name: name, value: value))
    }

    var expressionType: String { self.kind.rawValue }
    var isContainer: Bool { self.kind == .element || self.kind == .document }
    var parent: XMLNode? { self.state.withLock { $0.parent } }
    var children: [XMLNode] { self.state.withLock { $0.children } }
    var elements: [XMLNode] { self.children.filter { $0.kind == .element } }
    private var height: Int { self.state.withLock { $0.height } }

    var name: XMLName {
        get { self.state.withLock { $0.name } }
        set { self.state.withLock { $0.name = newValue } }
    }

    /// The text of a text, comment or instruction.
    var content: String {
        get { self.state.withLock { $0.value } }
        set { self.state.withLock { $0.value = newValue } }
    }

    var attributes: [XMLAttribute] {
        get { self.state.withLock { $0.attributes } }
        set { self.state.withLock { $0.attributes = newValue } }
    }

    var isOpen: Bool {
        get { self.state.withLock { $0.isOpen } }
        set { self.state.withLock { $0.isOpen = newValue } }
    }

    var declaration: XMLDeclaration? {
        get { self.state.withLock { $0.declaration } }
        set { self.state.withLock { $0.declaration = newValue } }
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func written(_ memory: inout Budget) throws(ExpressionError) -> String {
        try XMLWriter.text(self, isIndented: true, memory: &memory)
    }

    /// The topmost node.
    var root: XMLNode {
        var node = self
        while let parent = node.parent { node = parent }
        return node
    }

    /// Puts a node, which must be free, at a place among the children.
    func insert(_ child: XMLNode, at index: Int) throws(ExpressionError) {
        child.state.withLock { $0.parent = self }
        var height = child.height + 1
        var node: XMLNode? = self
        while let current = node {
            guard height <= Self.maximumDepth else {
                child.state.withLock { $0.parent = nil }
                throw ExpressionError(.limitExceeded, "The expression was stopped: its XML nests too deep.")
            }
            node = current.state.withLock { state -> XMLNode? in
                guard state.height < height else { return nil }
                state.height = height
                return state.parent
            }
            height += 1
        }
        self.state.withLock { state in state.children.insert(child, at: min(index, state.children.count)) }
    }

    /// Takes a child away.
    func remove(_ child: XMLNode) {
        self.state.withLock { $0.children.removeAll { $0 === child } }
        child.state.withLock { $0.parent = nil }
    }

    func removeChildren() {
        for child in self.children { remove(child) }
    }

    /// A deep copy.
    func copy(_ memory: inout Budget) throws(ExpressionError) -> XMLNode {
        try memory.charge(Budget.node * 2)
        let node = XMLNode(self.kind, name: self.name, value: self.content)
        node.isOpen = self.isOpen
        node.declaration = self.declaration
        for attribute in self.attributes {
            try memory.charge(Budget.node)
            node.attributes.append(XMLAttribute(attribute.name, attribute.value, owner: node))
        }
        for (index, child) in self.children.enumerated() { try node.insert(try child.copy(&memory), at: index) }
        return node
    }

    /// The text of an element with everything in it, or of another node.
    func value(_ memory: inout Budget) throws(ExpressionError) -> String {
        guard self.isContainer else {
            try memory.charge(self.content.utf8.count)
            return self.content
        }
        var text = ""
        for child in self.children where child.isContainer || child.kind == .text || child.kind == .data {
            text += try child.value(&memory)
        }
        return text
    }

    /// The namespace of a prefix here.
    func namespace(of prefix: String, _ budget: inout Budget) throws(ExpressionError) -> String? {
        if prefix == "xml" { return XMLNamespace.xml }
        var node: XMLNode? = self
        while let current = node {
            try budget.work(current.attributes.count + 1)
            for attribute in current.attributes where attribute.isDeclaration && attribute.prefix == prefix {
                return attribute.value
            }
            node = current.parent
        }
        return nil
    }
}

/// `XAttribute`.
final class XMLAttribute: LibraryObject {
    private struct State {
        var value: String
        weak var owner: XMLNode?
    }

    let name: XMLName
    private let state: Mutex<State>

    init(_ name: XMLName, _ value: String, owner: XMLNode? = nil) {
        self.name = name
        self.state = Mutex(State(value: value, owner: owner))
    }

    var expressionType: String { "XAttribute" }
    var invariantText: String { "\(self.name.local)=\"\(XMLWriter.escaped(self.value, isAttribute: true))\"" }
    var isDeclaration: Bool {
        self.name.namespace == XMLNamespace.xmlns || self.name.namespace.isEmpty && self.name.local == "xmlns"
    }
    /// The prefix that a declaration declares.
    var prefix: String { self.name.namespace.isEmpty ? "" : self.name.local }

    var value: String {
        get { self.state.withLock { $0.value } }
        set { self.state.withLock { $0.value = newValue } }
    }

    var owner: XMLNode? {
        get { self.state.withLock { $0.owner } }
        set { self.state.withLock { $0.owner = newValue } }
    }
}
