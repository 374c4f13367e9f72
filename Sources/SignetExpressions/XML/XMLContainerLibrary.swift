// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What documents and elements have in common.
enum XMLContainerLibrary {
    static func table() -> LibraryTable { LibraryTable("XContainer", looking + changing) }

    private static let looking: [LibraryDeclaration] = [
        .init(
            "IEnumerable<XElement> Elements(XName name = null)",
            each: { state, a, visit throws(ExpressionError) in
                try XMLAxis.children(of: try a.object(0), &state, visit, where: elements(a))
            }
        ),
        .init("XElement Element(XName name)") { state, a throws(ExpressionError) in
            let name = try XMLLibrary.name(a, 1)
            let children = try a.object(0, XMLNode.self).children
            try state.work(children.count)
            return .optional(children.first { $0.kind == .element && $0.name.matches(name) })
        },
        .init(
            "IEnumerable<XElement> Descendants(XName name = null)",
            each: { state, a, visit throws(ExpressionError) in
                try XMLAxis.descendants(of: try a.object(0), withSelf: false, &state, visit, where: elements(a))
            }
        ),
        .init(
            "IEnumerable<XNode> Nodes()",
            each: { state, a, visit throws(ExpressionError) in
                try XMLAxis.children(of: try a.object(0), &state, visit) { _ in true }
            }
        ),
        .init(
            "IEnumerable<XNode> DescendantNodes()",
            each: { state, a, visit throws(ExpressionError) in
                try XMLAxis.descendants(of: try a.object(0), withSelf: false, &state, visit) { _ in true }
            }
        ),
        .init("XNode FirstNode") { _, a throws(ExpressionError) in
            .optional(try a.object(0, XMLNode.self).children.first)
        },
        .init("XNode LastNode") { _, a throws(ExpressionError) in .optional(try a.object(0, XMLNode.self).children.last)
        },
    ]

    /// Tells the elements of the name that is the argument, or all elements.
    static func elements(_ a: [ExpressionValue]) -> (XMLNode) -> Bool {
        let name: XMLName? = a.optional(1)
        return { node in node.kind == .element && name.map(node.name.matches) ?? true }
    }

    private static let changing: [LibraryDeclaration] = [
        .init("void Add(params object[] content)") { state, a throws(ExpressionError) in
            let node: XMLNode = try a.object(0)
            _ = try XMLContent.add(a[1], to: node, at: node.children.count, &state)
            return .null
        },
        .init("void AddFirst(params object[] content)") { state, a throws(ExpressionError) in
            _ = try XMLContent.add(a[1], to: try a.object(0), at: 0, &state)
            return .null
        },
        .init("void RemoveNodes()") { _, a throws(ExpressionError) in
            try a.object(0, XMLNode.self).removeChildren()
            return .null
        },
        .init("void ReplaceNodes(params object[] content)") { state, a throws(ExpressionError) in
            let node: XMLNode = try a.object(0)
            node.removeChildren()
            _ = try XMLContent.add(a[1], to: node, at: 0, &state)
            return .null
        },
    ]
}

/// `XElement`.
enum XMLElementLibrary {
    static func table() -> LibraryTable {
        LibraryTable("XElement", constructors + properties + looking + changing)
    }

    private static func made(_ name: XMLName, _ content: ExpressionValue, _ state: inout Evaluation)
        throws(ExpressionError) -> ExpressionValue
    {
        try state.charge(Budget.node * 2)
        let node = XMLNode(.element, name: name)
        _ = try XMLContent.add(content, to: node, at: 0, &state)
        return state.kept(node)
    }

    private static let constructors: [LibraryDeclaration] = [
        .init("new(XName name)") { state, a throws(ExpressionError) in
            try made(try XMLLibrary.name(a, 0), .null, &state)
        },
        .init("new(XName name, params object[] content)") { state, a throws(ExpressionError) in
            try made(try XMLLibrary.name(a, 0), a[1], &state)
        },
        .init("new(XElement other)") { state, a throws(ExpressionError) in
            state.kept(try a.object(0, XMLNode.self).copy(&state.memory))
        },
        .init("static XElement Parse(string text)") { state, a throws(ExpressionError) in
            let document = try XMLReader.parse(try a.text(0), memory: &state.memory)
            guard let root = document.elements.first else { throw .nullReference }
            document.remove(root)
            return state.kept(root)
        },
    ]

    private static func change(
        _ code: @escaping @Sendable (XMLNode, ExpressionValue, inout Evaluation) throws(ExpressionError) -> Void
    ) -> LibraryCode {
        { state, a throws(ExpressionError) in
            try code(try a.object(0), a[1], &state)
            return .null
        }
    }

    private static let setValue = change { node, value, state throws(ExpressionError) in
        guard !value.isNull else { throw .exception(.argumentNull, "Value cannot be null. (Parameter 'value')") }
        node.removeChildren()
        _ = try XMLContent.add(.string(try XMLContent.text(value, &state)), to: node, at: 0, &state)
    }

    private static let setName = change { node, value, _ throws(ExpressionError) in
        node.name = try [value].object(0)
    }

    private static let properties: [LibraryDeclaration] = [
        .init("XName Name", set: setName) { _, a throws(ExpressionError) in .object(try a.object(0, XMLNode.self).name)
        },
        .init("string Value", set: setValue) { state, a throws(ExpressionError) in
            .string(try a.object(0, XMLNode.self).value(&state.memory))
        },
        .init("bool HasAttributes") { _, a throws(ExpressionError) in
            .bool(!(try a.object(0, XMLNode.self).attributes.isEmpty))
        },
        .init("bool HasElements") { _, a throws(ExpressionError) in
            .bool(!(try a.object(0, XMLNode.self).elements.isEmpty))
        },
        .init("bool IsEmpty") { _, a throws(ExpressionError) in
            let node: XMLNode = try a.object(0)
            return .bool(node.children.isEmpty && !node.isOpen)
        },
        .init("XAttribute FirstAttribute") { _, a throws(ExpressionError) in
            .optional(try a.object(0, XMLNode.self).attributes.first)
        },
        .init("XAttribute LastAttribute") { _, a throws(ExpressionError) in
            .optional(try a.object(0, XMLNode.self).attributes.last)
        },
    ]

    private static let looking: [LibraryDeclaration] = [
        .init("XAttribute Attribute(XName name)") { state, a throws(ExpressionError) in
            try state.work(try a.object(0, XMLNode.self).attributes.count)
            let name = try XMLLibrary.name(a, 1)
            return .optional(try a.object(0, XMLNode.self).attributes.first { $0.name.matches(name) })
        },
        .init(
            "IEnumerable<XAttribute> Attributes(XName name = null)",
            each: { state, a, visit throws(ExpressionError) in
                let name: XMLName? = a.optional(1)
                return try XMLAxis.attributes(of: try a.object(0), &state, visit) { attribute in
                    name.map(attribute.name.matches) ?? true
                }
            }
        ),
        .init(
            "IEnumerable<XElement> DescendantsAndSelf(XName name = null)",
            each: { state, a, visit throws(ExpressionError) in
                let accepts = XMLContainerLibrary.elements(a)
                return try XMLAxis.descendants(of: try a.object(0), withSelf: true, &state, visit, where: accepts)
            }
        ),
        .init("XNamespace GetDefaultNamespace()") { state, a throws(ExpressionError) in
            .object(XMLNamespace(try a.object(0, XMLNode.self).namespace(of: "", &state.memory) ?? ""))
        },
        .init("XNamespace GetNamespaceOfPrefix(string prefix)") { state, a throws(ExpressionError) in
            let node: XMLNode = try a.object(0)
            return .optional(try node.namespace(of: try a.text(1), &state.memory).map(XMLNamespace.init))
        },
    ]

    private static let changing: [LibraryDeclaration] = [
        .init("void SetValue(object value)", setValue),
        .init("void SetAttributeValue(XName name, object value)") { state, a throws(ExpressionError) in
            let (node, name): (XMLNode, XMLName) = (try a.object(0), try XMLLibrary.name(a, 1))
            try state.work(node.attributes.count)
            let existing = node.attributes.first { $0.name.matches(name) }
            if a[2].isNull {
                node.attributes.removeAll { $0.name.matches(name) }
                return .null
            }
            let text = try XMLContent.text(a[2], &state)
            try state.charge(text.utf8.count + Budget.node)
            if let existing {
                existing.value = text
            } else {
                node.attributes.append(XMLAttribute(name, text, owner: node))
            }
            return .null
        },
        .init("void SetElementValue(XName name, object value)") { state, a throws(ExpressionError) in
            let (node, name): (XMLNode, XMLName) = (try a.object(0), try XMLLibrary.name(a, 1))
            try state.work(node.children.count)
            let existing = node.elements.first { $0.name.matches(name) }
            if a[2].isNull {
                if let existing { node.remove(existing) }
                return .null
            }
            if let existing { return try setValue(&state, [.object(existing), a[2]]) }
            let child = try made(name, .string(try XMLContent.text(a[2], &state)), &state)
            _ = try XMLContent.add(child, to: node, at: node.children.count, &state)
            return .null
        },
        .init("void RemoveAttributes()") { _, a throws(ExpressionError) in
            try a.object(0, XMLNode.self).attributes = []
            return .null
        },
        .init("void RemoveAll()") { _, a throws(ExpressionError) in
            let node: XMLNode = try a.object(0)
            node.removeChildren()
            node.attributes = []
            return .null
        },
    ]
}
