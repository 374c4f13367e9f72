// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What lies below a node, looked up while it is enumerated: what changes meanwhile is met as .NET meets it, from node
/// to node.
enum XMLAxis {
    /// Gives the children of a node; the enumeration ends with a child that is taken away.
    static func children(
        of node: XMLNode,
        _ state: inout Evaluation,
        _ visit: ElementVisitor,
        where accepts: (XMLNode) -> Bool
    ) throws(ExpressionError) -> Bool {
        var index = 0
        while true {
            let children = node.children
            guard index < children.count else { return true }
            let child = children[index]
            try state.step()
            if accepts(child) {
                guard try visit(&state, .object(child)) else { return false }
                guard child.parent === node else { return true }
                index = try place(of: child, in: node, near: index, &state) ?? index
            }
            index += 1
        }
    }

    /// Gives the attributes of an element; the enumeration ends with one that is taken away.
    static func attributes(
        of node: XMLNode,
        _ state: inout Evaluation,
        _ visit: ElementVisitor,
        where accepts: (XMLAttribute) -> Bool
    ) throws(ExpressionError) -> Bool {
        var index = 0
        while true {
            let attributes = node.attributes
            guard index < attributes.count else { return true }
            let attribute = attributes[index]
            try state.step()
            if accepts(attribute) {
                guard try visit(&state, .object(attribute)) else { return false }
                let now = node.attributes
                try state.work(now.count)
                guard let place = now.firstIndex(where: { $0 === attribute }) else { return true }
                index = place
            }
            index += 1
        }
    }

    /// Gives everything below a node, in the order of the document.
    ///
    /// - Throws: `NullReferenceException` where the way on starts at a node that was taken away, as in .NET.
    static func descendants(
        of top: XMLNode,
        withSelf: Bool,
        _ state: inout Evaluation,
        _ visit: ElementVisitor,
        where accepts: (XMLNode) -> Bool
    ) throws(ExpressionError) -> Bool {
        if withSelf, accepts(top) {
            guard try visit(&state, .object(top)) else { return false }
        }
        var node = top
        // Where the nodes on the way down were found.
        var places: [Int] = []
        while true {
            try state.step()
            if node.isContainer, let first = node.children.first {
                node = first
                places.append(0)
            } else {
                guard let next = try following(node, below: top, &places, &state) else { return true }
                node = next
            }
            if accepts(node) {
                guard try visit(&state, .object(node)) else { return false }
            }
        }
    }

    /// The node behind one and all that is in it; `nil` at the end.
    private static func following(
        _ node: XMLNode,
        below top: XMLNode,
        _ places: inout [Int],
        _ state: inout Evaluation
    ) throws(ExpressionError) -> XMLNode? {
        var node = node
        while node !== top {
            guard let parent = node.parent else { throw .nullReference }
            try state.step()
            let siblings = parent.children
            let place = try place(of: node, in: parent, near: places.popLast() ?? 0, &state) ?? siblings.count
            if place + 1 < siblings.count {
                places.append(place + 1)
                return siblings[place + 1]
            }
            node = parent
        }
        return nil
    }

    private static func place(
        of node: XMLNode,
        in parent: XMLNode,
        near index: Int,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> Int? {
        let children = parent.children
        if index < children.count, children[index] === node { return index }
        try state.work(children.count)
        return children.firstIndex { $0 === node }
    }
}
