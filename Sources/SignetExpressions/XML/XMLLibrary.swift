// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Xml.Linq`: names, attributes, documents, and what all nodes have.
enum XMLLibrary {
    static let tables: [String: @Sendable () -> LibraryTable] = [
        "XName": names, "XNamespace": namespaces, "XDeclaration": declarations, "XAttribute": attributes,
        "XObject": objects, "XNode": nodes, "XContainer": XMLContainerLibrary.table,
        "XElement": XMLElementLibrary.table, "XDocument": documents, "XText": texts, "XCData": data,
        "XComment": comments, "XProcessingInstruction": instructions,
    ]

    static func name(_ a: [ExpressionValue], _ index: Int) throws(ExpressionError) -> XMLName {
        guard let name: XMLName = a.optional(index) else {
            throw .exception(.argumentNull, "Value cannot be null. (Parameter 'name')")
        }
        return name
    }

    static func sequence(_ nodes: [XMLNode], _ state: inout Evaluation) throws(ExpressionError) -> ExpressionValue {
        try state.memory.charge(elements: nodes.count)
        return .array(ExpressionArray(elementType: "System.Xml.Linq.XNode", nodes.map { .object($0) }))
    }

    private static func names() -> LibraryTable {
        LibraryTable(
            "XName",
            [
                .init("string LocalName") { _, a throws(ExpressionError) in .string(try a.object(0, XMLName.self).local)
                },
                .init("string NamespaceName") { _, a throws(ExpressionError) in
                    .string(try a.object(0, XMLName.self).namespace)
                },
                .init("XNamespace Namespace") { _, a throws(ExpressionError) in
                    .object(XMLNamespace(try a.object(0, XMLName.self).namespace))
                },
                .init("static XName Get(string expandedName)") { _, a throws(ExpressionError) in
                    .object(try XMLName(expanded: try a.text(0)))
                },
                .init("static XName Get(string localName, string namespaceName)") { _, a throws(ExpressionError) in
                    .object(try XMLName(checked: try a.text(0), try a.text(1)))
                },
            ]
        )
    }

    private static func namespaces() -> LibraryTable {
        LibraryTable(
            "XNamespace",
            [
                .init("string NamespaceName") { _, a throws(ExpressionError) in
                    .string(try a.object(0, XMLNamespace.self).name)
                },
                .init("XName GetName(string localName)") { _, a throws(ExpressionError) in
                    .object(try XMLName(checked: try a.text(1), try a.object(0, XMLNamespace.self).name))
                },
                .init("static XNamespace Get(string namespaceName)") { _, a throws(ExpressionError) in
                    .object(XMLNamespace(try a.text(0)))
                },
                .init("static XNamespace None") { _, _ in .object(XMLNamespace("")) },
                .init("static XNamespace Xml") { _, _ in .object(XMLNamespace(XMLNamespace.xml)) },
                .init("static XNamespace Xmlns") { _, _ in .object(XMLNamespace(XMLNamespace.xmlns)) },
            ]
        )
    }

    private static func declarations() -> LibraryTable {
        LibraryTable(
            "XDeclaration",
            [
                .init("new(string version, string encoding, string standalone)") { _, a in
                    .object(XMLDeclaration(a[0].string, a[1].string, a[2].string))
                },
                .init("string Version") { _, a throws(ExpressionError) in
                    .optional(try a.object(0, XMLDeclaration.self).version)
                },
                .init("string Encoding") { _, a throws(ExpressionError) in
                    .optional(try a.object(0, XMLDeclaration.self).encoding)
                },
                .init("string Standalone") { _, a throws(ExpressionError) in
                    .optional(try a.object(0, XMLDeclaration.self).standalone)
                },
            ]
        )
    }

    private static let setAttribute: LibraryCode = { state, a throws(ExpressionError) in
        let text = try XMLContent.text(a[1], &state)
        try state.charge(text.utf8.count)
        try a.object(0, XMLAttribute.self).value = text
        return .null
    }

    private static func attributes() -> LibraryTable {
        LibraryTable(
            "XAttribute",
            [
                .init("new(XName name, object value)") { state, a throws(ExpressionError) in
                    try state.charge(Budget.node)
                    guard !a[1].isNull else {
                        throw .exception(.argumentNull, "Value cannot be null. (Parameter 'value')")
                    }
                    return .object(XMLAttribute(try name(a, 0), try XMLContent.text(a[1], &state)))
                },
                .init("XName Name") { _, a throws(ExpressionError) in .object(try a.object(0, XMLAttribute.self).name)
                },
                .init("string Value", set: setAttribute) { _, a throws(ExpressionError) in
                    .string(try a.object(0, XMLAttribute.self).value)
                },
                .init("void SetValue(object value)", setAttribute),
                .init("bool IsNamespaceDeclaration") { _, a throws(ExpressionError) in
                    .bool(try a.object(0, XMLAttribute.self).isDeclaration)
                },
                .init("void Remove()") { _, a throws(ExpressionError) in
                    let attribute: XMLAttribute = try a.object(0)
                    attribute.owner?.attributes.removeAll { $0 === attribute }
                    attribute.owner = nil
                    return .null
                },
                .init("XElement Parent") { _, a throws(ExpressionError) in
                    .optional(try a.object(0, XMLAttribute.self).owner)
                },
            ]
        )
    }

    private static func objects() -> LibraryTable {
        LibraryTable(
            "XObject",
            [
                .init("XElement Parent") { _, a throws(ExpressionError) in
                    let parent = try a.object(0, XMLNode.self).parent
                    return .optional(parent?.kind == .document ? nil : parent)
                },
                .init("XDocument Document") { _, a throws(ExpressionError) in
                    let root = try a.object(0, XMLNode.self).root
                    return root.kind == .document ? .object(root) : .null
                },
                .init("XmlNodeType NodeType") { _, a throws(ExpressionError) in
                    if case .object(is XMLAttribute) = a[0] { return .int(2) }
                    let numbers: [XMLNode.Kind: Int] = [
                        .element: 1, .text: 3, .data: 4, .instruction: 7, .comment: 8, .document: 9, .type: 10,
                    ]
                    return .int(numbers[try a.object(0, XMLNode.self).kind] ?? 0)
                },
            ]
        )
    }

    private static func siblings(
        _ node: XMLNode,
        after: Bool,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [XMLNode] {
        try state.work(node.parent?.children.count ?? 0)
        guard let all = node.parent?.children, let index = all.firstIndex(where: { $0 === node }) else { return [] }
        return Array(after ? all[(index + 1)...] : all[..<index])
    }

    private static func nodes() -> LibraryTable {
        LibraryTable("XNode", looking + changing)
    }

    private static let looking: [LibraryDeclaration] = [
        .init("XNode NextNode") { state, a throws(ExpressionError) in
            .optional(try siblings(try a.object(0), after: true, &state).first)
        },
        .init("XNode PreviousNode") { state, a throws(ExpressionError) in
            .optional(try siblings(try a.object(0), after: false, &state).last)
        },
        .init("IEnumerable<XNode> NodesAfterSelf()") { state, a throws(ExpressionError) in
            try sequence(try siblings(try a.object(0), after: true, &state), &state)
        },
        .init("IEnumerable<XElement> ElementsAfterSelf()") { state, a throws(ExpressionError) in
            try sequence(try siblings(try a.object(0), after: true, &state).filter { $0.kind == .element }, &state)
        },
        .init("IEnumerable<XElement> ElementsBeforeSelf()") { state, a throws(ExpressionError) in
            try sequence(try siblings(try a.object(0), after: false, &state).filter { $0.kind == .element }, &state)
        },
        .init("IEnumerable<XElement> Ancestors(XName name = null)") { state, a throws(ExpressionError) in
            var found: [XMLNode] = []
            let name: XMLName? = a.optional(1)
            var node = try a.object(0, XMLNode.self).parent
            while let current = node {
                if current.kind == .element, name.map(current.name.matches) ?? true { found.append(current) }
                node = current.parent
            }
            return try sequence(found, &state)
        },
        .init("static bool DeepEquals(XNode n1, XNode n2)") { state, a throws(ExpressionError) in
            let (left, right): (XMLNode?, XMLNode?) = (a.optional(0), a.optional(1))
            guard let left, let right else { return .bool(left === right) }
            let first = try XMLWriter.text(left, isIndented: false, memory: &state.memory)
            let second = try XMLWriter.text(right, isIndented: false, memory: &state.memory)
            return .bool(left.kind == right.kind && OrdinalText.equal(first, second))
        },
        .init("string ToString(SaveOptions options)") { state, a throws(ExpressionError) in
            let isIndented = a.integer(1) & 1 == 0
            return .string(try XMLWriter.text(try a.object(0), isIndented: isIndented, memory: &state.memory))
        },
    ]

    private static let changing: [LibraryDeclaration] = [
        .init("void Remove()") { state, a throws(ExpressionError) in
            let node: XMLNode = try a.object(0)
            try state.work(node.parent?.children.count ?? 0)
            guard let parent = node.parent else { throw .exception(.invalidOperation, "The parent is missing.") }
            parent.remove(node)
            return .null
        },
        .init("void AddAfterSelf(params object[] content)") { state, a throws(ExpressionError) in
            try insert(&state, a, behind: 1, removes: false)
        },
        .init("void AddBeforeSelf(params object[] content)") { state, a throws(ExpressionError) in
            try insert(&state, a, behind: 0, removes: false)
        },
        .init("void ReplaceWith(params object[] content)") { state, a throws(ExpressionError) in
            try insert(&state, a, behind: 0, removes: true)
        },
    ]

    private static func insert(
        _ state: inout Evaluation,
        _ a: [ExpressionValue],
        behind offset: Int,
        removes: Bool
    ) throws(ExpressionError) -> ExpressionValue {
        let node: XMLNode = try a.object(0)
        try state.work(node.parent?.children.count ?? 0)
        guard let parent = node.parent, let index = parent.children.firstIndex(where: { $0 === node }) else {
            throw .exception(.invalidOperation, "The parent is missing.")
        }
        if removes { parent.remove(node) }
        _ = try XMLContent.add(a[1], to: parent, at: index + offset, &state)
        return .null
    }

    private static let setContent: LibraryCode = { state, a throws(ExpressionError) in
        try a.object(0, XMLNode.self).content = try a.text(1)
        return .null
    }

    private static func leaf(_ name: String, _ kind: XMLNode.Kind) -> LibraryTable {
        LibraryTable(
            name,
            [
                .init("new(string value)") { state, a throws(ExpressionError) in
                    try state.charge(Budget.node)
                    return .object(XMLNode(kind, value: try a.text(0)))
                },
                .init("string Value", set: setContent) { _, a throws(ExpressionError) in
                    .string(try a.object(0, XMLNode.self).content)
                },
            ]
        )
    }

    private static func texts() -> LibraryTable { leaf("XText", .text) }
    private static func data() -> LibraryTable { leaf("XCData", .data) }
    private static func comments() -> LibraryTable { leaf("XComment", .comment) }

    private static func instructions() -> LibraryTable {
        LibraryTable(
            "XProcessingInstruction",
            [
                .init("new(string target, string data)") { _, a throws(ExpressionError) in
                    .object(XMLNode(.instruction, name: XMLName(try a.text(0)), value: try a.text(1)))
                },
                .init("string Target") { _, a throws(ExpressionError) in
                    .string(try a.object(0, XMLNode.self).name.local)
                },
                .init("string Data", set: setContent) { _, a throws(ExpressionError) in
                    .string(try a.object(0, XMLNode.self).content)
                },
            ]
        )
    }
}
