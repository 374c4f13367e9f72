// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Nodes as XML text, as .NET writes them.
struct XMLWriter {
    private let isIndented: Bool
    private var out = ""
    private var counted = 0

    static func text(
        _ node: XMLNode,
        isIndented: Bool,
        memory: inout MemoryBudget
    ) throws(ExpressionError) -> String {
        var writer = XMLWriter(isIndented: isIndented)
        try writer.write(node, depth: 0, indents: isIndented, scopes: [], &memory)
        try memory.charge(writer.out.utf8.count - writer.counted)
        return writer.out
    }

    private init(isIndented: Bool) {
        self.isIndented = isIndented
    }

    static func escaped(_ text: String, isAttribute: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"" where isAttribute: result += "&quot;"
            case "\n" where isAttribute: result += "&#xA;"
            case "\r": result += "&#xD;"
            case "\t" where isAttribute: result += "&#x9;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private mutating func newLine(_ depth: Int) {
        // The line end of the platform: the real service runs on Windows.
        self.out += "\r\n" + String(repeating: "  ", count: depth)
    }

    private mutating func write(
        _ node: XMLNode,
        depth: Int,
        indents: Bool,
        scopes: [(prefix: String, namespace: String)],
        _ memory: inout MemoryBudget
    ) throws(ExpressionError) {
        if self.out.utf8.count - self.counted > 4_096 {
            try memory.charge(self.out.utf8.count - self.counted)
            self.counted = self.out.utf8.count
        }
        guard node.content.utf8.count <= memory.remaining else { return try memory.charge(.max) }
        switch node.kind {
        case .text: self.out += Self.escaped(node.content, isAttribute: false)
        case .data: self.out += "<![CDATA[" + node.content.replacing("]]>", with: "]]]]><![CDATA[>") + "]]>"
        case .comment: self.out += "<!--" + node.content + "-->"
        case .instruction: self.out += "<?" + node.name.local + (node.content.isEmpty ? "" : " " + node.content) + "?>"
        case .type: self.out += "<!DOCTYPE " + node.content + ">"
        case .document:
            for (index, child) in node.children.enumerated() {
                if index > 0, indents { newLine(0) }
                try write(child, depth: 0, indents: indents, scopes: scopes, &memory)
            }
        case .element: try write(element: node, depth: depth, indents: indents, scopes: scopes, &memory)
        }
    }

    private mutating func write(
        element node: XMLNode,
        depth: Int,
        indents: Bool,
        scopes: [(prefix: String, namespace: String)],
        _ memory: inout MemoryBudget
    ) throws(ExpressionError) {
        var scopes = scopes + node.attributes.filter(\.isDeclaration).map { ($0.prefix, $0.value) }
        var declared = ""
        let tag = qualified(node.name, isAttribute: false, &scopes, &declared)
        self.out += "<" + tag
        for attribute in node.attributes {
            let name: String
            if attribute.isDeclaration {
                name = attribute.prefix.isEmpty ? "xmlns" : "xmlns:" + attribute.prefix
            } else {
                name = qualified(attribute.name, isAttribute: true, &scopes, &declared)
            }
            guard attribute.value.utf8.count <= memory.remaining else { return try memory.charge(.max) }
            self.out += " \(name)=\"\(Self.escaped(attribute.value, isAttribute: true))\""
        }
        self.out += declared
        let children = node.children
        guard !children.isEmpty || node.isOpen else {
            self.out += " />"
            return
        }
        self.out += ">"
        let isMixed = children.contains { $0.kind == .text || $0.kind == .data }
        let indentsInside = indents && !isMixed && !children.isEmpty
        for child in children {
            if indentsInside { newLine(depth + 1) }
            try write(child, depth: depth + 1, indents: indentsInside, scopes: scopes, &memory)
        }
        if indentsInside { newLine(depth) }
        self.out += "</" + tag + ">"
    }

    /// A name with the prefix that its namespace has here; a namespace without one is declared.
    private func qualified(
        _ name: XMLName,
        isAttribute: Bool,
        _ scopes: inout [(prefix: String, namespace: String)],
        _ declared: inout String
    ) -> String {
        if name.namespace == XMLNamespace.xml { return "xml:" + name.local }
        let current = scopes.last { $0.prefix.isEmpty }?.namespace ?? ""
        if name.namespace.isEmpty {
            guard !isAttribute, !current.isEmpty else { return name.local }
            scopes.append(("", ""))
            declared += " xmlns=\"\""
            return name.local
        }
        if !isAttribute, current == name.namespace { return name.local }
        for (index, scope) in scopes.enumerated().reversed()
        where scope.namespace == name.namespace && !scope.prefix.isEmpty {
            let isHidden = scopes[(index + 1)...].contains { $0.prefix == scope.prefix }
            if !isHidden { return scope.prefix + ":" + name.local }
        }
        let prefix = isAttribute ? "p\(scopes.count + 1)" : ""
        scopes.append((prefix, name.namespace))
        declared += " xmlns\(prefix.isEmpty ? "" : ":" + prefix)=\"\(Self.escaped(name.namespace, isAttribute: true))\""
        return prefix.isEmpty ? name.local : prefix + ":" + name.local
    }
}
