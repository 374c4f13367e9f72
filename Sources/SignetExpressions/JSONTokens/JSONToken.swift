// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A node of Newtonsoft's JSON: `JObject`, `JArray`, `JProperty` or `JValue`, which policies also change in place.
///
/// A node has at most one parent; what has one already is copied when it is put elsewhere, as Newtonsoft does.
final class JSONToken: WrittenObject {
    /// How deeply tokens may nest, as Newtonsoft's reader limits it.
    static let maximumDepth = 64

    enum Content: Sendable {
        /// A text, number, Boolean, date, GUID, duration, byte array or `null`.
        case value(ExpressionValue)
        case property(String, JSONToken)
        case array([JSONToken])
        case object(JSONMembers)
    }

    private enum Holding {
        case content(Content)
        /// A container of a text, by its index: nobody has looked into it yet.
        case unread(JSONSource, Int)
    }

    private struct State {
        var holding: Holding
        weak var parent: JSONToken?
        /// At least how many nodes lie on the longest way down, this one included.
        var height: Int
        /// The children were read and have not been given out: they do not know their parent yet.
        var isFresh = false
        /// Another number after every change of the children.
        var version = 0

        /// The content, read from the text where it has not been.
        mutating func read() -> Content {
            switch self.holding {
            case .content(let content): return content
            case .unread(let source, let index):
                let content = JSONTokenParser.content(of: index, in: source)
                self.holding = .content(content)
                self.isFresh = true
                return content
            }
        }
    }

    private let state: Mutex<State>

    private init(_ content: Content, height: Int) {
        self.state = Mutex(State(holding: .content(content), height: height))
    }

    /// A container or property as it was read: nobody else has its children, which nest so deep.
    init(read content: Content, height: Int) {
        self.state = Mutex(State(holding: .content(content), height: height, isFresh: true))
    }

    /// A container of a text, which is read when somebody looks into it.
    init(unread source: JSONSource, _ index: Int) {
        self.state = Mutex(State(holding: .unread(source, index), height: source.containers[index].height))
    }

    /// A `JValue`.
    convenience init(value: ExpressionValue) {
        if case .int(let number) = value {
            self.init(.value(.long(Int64(number))), height: 1)
        } else {
            self.init(.value(value), height: 1)
        }
    }

    /// An empty `JArray` or `JObject`.
    static func empty(isArray: Bool) -> JSONToken {
        JSONToken(isArray ? .array([]) : .object(JSONMembers()), height: 1)
    }

    /// A `JProperty`.
    static func property(_ name: String, _ value: JSONToken) throws(ExpressionError) -> JSONToken {
        let property = JSONToken(.property(name, value), height: 1)
        _ = try property.adopt(value)
        return property
    }

    /// The content, whose children know their parent.
    var content: Content {
        let (content, isFresh) = self.state.withLock { state in
            defer { state.isFresh = false }
            return (state.read(), state.isFresh)
        }
        guard isFresh else { return content }
        switch content {
        case .value: break
        case .property(_, let value): value.state.withLock { $0.parent = self }
        case .array(let elements): for element in elements { element.state.withLock { $0.parent = self } }
        case .object(let members): for token in members.tokens { token.state.withLock { $0.parent = self } }
        }
        return content
    }

    /// The content for those who only look at it and give none of the children out.
    var glimpse: Content { self.state.withLock { $0.read() } }

    /// The property of an object by its name.
    func property(_ name: String) -> JSONToken? {
        let (property, isFresh) = self.state.withLock { state -> (JSONToken?, Bool) in
            guard case .object(let members) = state.read() else { return (nil, false) }
            return (members.place(of: name).map { members.tokens[$0] }, state.isFresh)
        }
        if isFresh, let property { property.state.withLock { $0.parent = self } }
        return property
    }

    var parent: JSONToken? { self.state.withLock { $0.parent } }
    var height: Int { self.state.withLock { $0.height } }
    var version: Int { self.state.withLock { $0.version } }

    var expressionType: String {
        self.state.withLock { state in
            switch state.holding {
            case .content(.value): "JValue"
            case .content(.property): "JProperty"
            case .content(.array): "JArray"
            case .content(.object): "JObject"
            case .unread(let source, let index): source.isObject(index) ? "JObject" : "JArray"
            }
        }
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    /// What `ToString()` gives: a value as itself, everything else as indented JSON.
    func written(_ memory: inout Budget) throws(ExpressionError) -> String {
        if case .value(let value) = self.glimpse { return value.invariantText }
        return try JSONTokenWriter.text(self, isIndented: true, memory: &memory)
    }

    /// Replaces the content, whose children must have been adopted.
    func replace(_ content: Content) {
        self.state.withLock { state in
            state.holding = .content(content)
            state.isFresh = false
            state.version &+= 1
        }
    }

    /// Adds an adopted child behind the others, in place: building a large container costs no copies.
    func add(_ child: JSONToken, named name: String?) {
        _ = self.content
        self.state.withLock { state in
            state.version &+= 1
            switch state.holding {
            case .content(.array(var elements)):
                state.holding = .content(.value(.null))
                elements.append(child)
                state.holding = .content(.array(elements))
            case .content(.object(var members)):
                state.holding = .content(.value(.null))
                members.append(child, named: name ?? "")
                state.holding = .content(.object(members))
            default: break
            }
        }
    }

    /// Makes this node the parent of another, which must be free, and counts the depth.
    func adopt(_ child: JSONToken) throws(ExpressionError) -> JSONToken {
        var height = child.height + 1
        child.state.withLock { $0.parent = self }
        var node: JSONToken? = self
        while let current = node {
            guard height <= 2 * Self.maximumDepth else {
                throw ExpressionError(.limitExceeded, "The expression was stopped: its JSON nests too deep.")
            }
            let next: JSONToken? = current.state.withLock { state in
                guard state.height < height else { return nil }
                state.height = height
                return state.parent
            }
            node = next
            height += 1
        }
        return child
    }

    /// Takes the node away from its parent.
    func release() { self.state.withLock { $0.parent = nil } }
}
