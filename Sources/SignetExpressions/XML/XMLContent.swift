// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What `new XElement(…)`, `Add` and their like take: nodes, attributes, texts, sequences of them.
enum XMLContent {
    /// Adds content at a place among the children; gives the place behind it.
    static func add(
        _ content: ExpressionValue,
        to container: XMLNode,
        at index: Int,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> Int {
        try state.step()
        switch content {
        case .null: return index
        case .object(let node as XMLNode):
            if node.kind == .document { return try add(nodes: node.children, to: container, at: index, &state) }
            try insert(try free(node, for: container, &state), in: container, at: index)
            return index + 1
        case .object(let attribute as XMLAttribute):
            try add(attribute, to: container, &state)
            return index
        case .object(let declaration as XMLDeclaration):
            container.declaration = declaration
            return index
        case .array, .object(is ExpressionList), .object(is RegexCollection):
            var place = index
            for value in try state.elements(of: content) {
                place = try add(value, to: container, at: place, &state)
            }
            return place
        default:
            let text = try self.text(content, &state)
            let children = container.children
            if index > 0, children.indices.contains(index - 1), children[index - 1].kind == .text {
                children[index - 1].content += text
                return index
            }
            guard container.kind != .document || text.isEmpty else {
                throw .exception(.argument, "Non-whitespace characters cannot be added to content.")
            }
            if text.isEmpty {
                container.isOpen = true
                return index
            }
            try state.charge(Budget.node)
            try container.insert(XMLNode(.text, value: text), at: index)
            return index + 1
        }
    }

    private static func add(
        _ attribute: XMLAttribute,
        to container: XMLNode,
        _ state: inout Evaluation
    ) throws(ExpressionError) {
        try state.charge(Budget.node)
        try state.work(container.attributes.count)
        guard !container.attributes.contains(where: { $0.name.matches(attribute.name) }) else {
            throw .exception(.invalidOperation, "Duplicate attribute.")
        }
        let own = attribute.owner == nil ? attribute : XMLAttribute(attribute.name, attribute.value)
        own.owner = container
        container.attributes.append(own)
    }

    static func add(
        nodes: [XMLNode],
        to container: XMLNode,
        at index: Int,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> Int {
        var place = index
        for node in nodes { place = try add(.object(node), to: container, at: place, &state) }
        return place
    }

    private static func insert(_ node: XMLNode, in container: XMLNode, at index: Int) throws(ExpressionError) {
        if container.kind == .document {
            guard node.kind != .element || container.elements.isEmpty else {
                throw .exception(.invalidOperation, "This operation would create an incorrectly structured document.")
            }
        }
        try container.insert(node, at: index)
    }

    /// The node, or a copy of it where it hangs elsewhere or above the container.
    private static func free(
        _ node: XMLNode,
        for container: XMLNode,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> XMLNode {
        var ancestor: XMLNode? = container
        while let current = ancestor {
            if current === node { return try node.copy(&state.memory) }
            ancestor = current.parent
        }
        return node.parent == nil ? node : try node.copy(&state.memory)
    }

    /// A value as XML writes it: `true`, dates and durations in XML's forms.
    static func text(_ value: ExpressionValue, _ state: inout Evaluation) throws(ExpressionError) -> String {
        switch value {
        case .bool(let flag): return flag ? "true" : "false"
        case .dateTime(let date): return date.roundTripText
        case .object(let date as DateOffset): return try date.text("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz")
        case .timeSpan(let ticks): return duration(ticks)
        case .double(let number) where number.isInfinite: return number < 0 ? "-INF" : "INF"
        default: return try state.written(value)
        }
    }

    private static func duration(_ ticks: Int64) -> String {
        let seconds = Int(ticks.magnitude / 10_000_000)
        var text = ticks < 0 ? "-P" : "P"
        if seconds >= 86_400 { text += "\(seconds / 86_400)D" }
        let rest = seconds % 86_400
        guard rest > 0 || seconds == 0 else { return text }
        text += "T"
        if rest >= 3_600 { text += "\(rest / 3_600)H" }
        if rest / 60 % 60 > 0 { text += "\(rest / 60 % 60)M" }
        return rest % 60 > 0 || seconds == 0 ? text + "\(rest % 60)S" : text
    }

    /// `(T)element` and `(T)attribute`.
    static func cast(
        _ value: ExpressionValue,
        to type: StaticType,
        _ memory: inout Budget
    ) throws(ExpressionError) -> ExpressionValue {
        let text: String
        switch value {
        case .object(let node as XMLNode): text = try node.value(&memory)
        case .object(let attribute as XMLAttribute): text = attribute.value
        default:
            guard type.acceptsNull else {
                throw .exception(.argumentNull, "Value cannot be null. (Parameter 'element')")
            }
            return .null
        }
        switch type.underlying {
        case .string: return .string(text)
        case .bool:
            switch NumberText.trimmed(text) {
            case "true", "1", "True": return .bool(true)
            case "false", "0", "False": return .bool(false)
            default: throw .exception(.format, "The string '\(text)' is not a valid Boolean value.")
            }
        case .guid: return .guid(try GuidLibrary.parsed(text))
        case .dateTime: return .dateTime(try DateText.parse(NumberText.trimmed(text)))
        case .offsetDate: return .object(try DateText.offset(text))
        case .timeSpan: return .timeSpan(try DurationText.ticks(text))
        default: return try NumberLibrary.parsed(text, as: type.underlying)
        }
    }
}
