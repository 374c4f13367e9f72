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
        memory: inout Budget
    ) throws(ExpressionError) -> String {
        var writer = XMLWriter(isIndented: isIndented)
        try writer.write(node, depth: 0, indents: isIndented, scope: XMLScope(), &memory)
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
        scope: XMLScope,
        _ memory: inout Budget
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
                try write(child, depth: 0, indents: indents, scope: scope, &memory)
            }
        case .element: try write(element: node, depth: depth, indents: indents, scope: scope, &memory)
        }
    }

    private mutating func write(
        element node: XMLNode,
        depth: Int,
        indents: Bool,
        scope: XMLScope,
        _ memory: inout Budget
    ) throws(ExpressionError) {
        var scope = scope
        for attribute in node.attributes where attribute.isDeclaration {
            try scope.declare(attribute.prefix, attribute.value, &memory)
        }
        var declared = ""
        let tag = try qualified(node.name, isAttribute: false, &scope, &declared, &memory)
        self.out += "<" + tag
        for attribute in node.attributes {
            let name: String
            if attribute.isDeclaration {
                name = attribute.prefix.isEmpty ? "xmlns" : "xmlns:" + attribute.prefix
            } else {
                name = try qualified(attribute.name, isAttribute: true, &scope, &declared, &memory)
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
            try write(child, depth: depth + 1, indents: indentsInside, scope: scope, &memory)
        }
        if indentsInside { newLine(depth) }
        self.out += "</" + tag + ">"
    }

    /// A name with the prefix that its namespace has here; a namespace without one is declared.
    private func qualified(
        _ name: XMLName,
        isAttribute: Bool,
        _ scope: inout XMLScope,
        _ declared: inout String,
        _ memory: inout Budget
    ) throws(ExpressionError) -> String {
        if name.namespace == XMLNamespace.xml { return "xml:" + name.local }
        let current = scope.namespace(of: "") ?? ""
        if name.namespace.isEmpty {
            guard !isAttribute, !current.isEmpty else { return name.local }
            try scope.declare("", "", &memory)
            declared += " xmlns=\"\""
            return name.local
        }
        if !isAttribute, current == name.namespace { return name.local }
        if let prefix = scope.prefix(of: name.namespace) { return prefix + ":" + name.local }
        let prefix = isAttribute ? "p\(scope.count + 1)" : ""
        try scope.declare(prefix, name.namespace, &memory)
        declared += " xmlns\(prefix.isEmpty ? "" : ":" + prefix)=\"\(Self.escaped(name.namespace, isAttribute: true))\""
        return prefix.isEmpty ? name.local : prefix + ":" + name.local
    }
}
