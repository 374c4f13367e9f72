// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An element of a policy document.
public struct PolicyElement: Sendable {
    /// The name.
    public let name: String
    /// The attributes in the order in which they were written.
    public internal(set) var attributes: [PolicyAttribute]
    /// What stands between the tags, in order.
    public internal(set) var children: [PolicyNode]
    /// Where the name stands in the document: the place that API Management names.
    package let offset: Int
    /// Where what stands between the tags begins and ends in the document.
    package internal(set) var content: Range<Int> = 0..<0
    /// Whether it was written as one tag.
    package internal(set) var isOneTag = false

    /// The attribute of a name.
    public func attribute(_ name: String) -> PolicyAttribute? { self.attributes.first { $0.name == name } }

    /// The elements between the tags.
    public var elements: [PolicyElement] {
        self.children.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// All text between the tags, without that of child elements.
    package var text: PolicyText {
        var text = PolicyText()
        for case .text(let part) in self.children { text.append(part) }
        return text
    }
}

/// An attribute of an element.
public struct PolicyAttribute: Sendable {
    /// The name.
    public let name: String
    /// The value, decoded.
    public internal(set) var value: PolicyText
    /// Where the name stands in the document.
    package let offset: Int
}

/// What may stand between two tags.
public enum PolicyNode: Sendable {
    /// An element.
    case element(PolicyElement)
    /// Text, or a section of character data.
    case text(PolicyText)
    /// A comment, without its marks.
    case comment(String)
    /// A processing instruction, without its marks; nothing reads it.
    case instruction(String)
}
