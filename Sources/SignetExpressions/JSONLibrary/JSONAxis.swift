// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What lies below a token, looked up while it is enumerated: a container that changes meanwhile ends that with an
/// exception, as .NET's lists do.
enum JSONAxis {
    /// A container whose children are being enumerated.
    private struct Open {
        let token: JSONToken
        let children: [JSONToken]
        let version: Int
        var next = 0

        init(_ token: JSONToken) {
            self.token = token
            self.children = token.children
            self.version = token.version
        }

        mutating func child() throws(ExpressionError) -> JSONToken? {
            // A property has its value as the only child, which may be replaced.
            guard self.token.version == self.version || self.token.name != nil else { throw .collectionModified }
            guard self.next < self.children.count else { return nil }
            defer { self.next += 1 }
            return self.children[self.next]
        }
    }

    /// Gives the children of a token.
    static func children(
        of token: JSONToken,
        _ state: inout Evaluation,
        _ visit: ElementVisitor
    ) throws(ExpressionError) -> Bool {
        var open = Open(token)
        while let child = try open.child() {
            try state.step()
            guard try visit(&state, .object(child)) else { return false }
        }
        return true
    }

    /// Gives everything below a token, each before what is below it.
    static func descendants(
        of token: JSONToken,
        _ state: inout Evaluation,
        _ visit: ElementVisitor
    ) throws(ExpressionError) -> Bool {
        var open = [Open(token)]
        while !open.isEmpty {
            guard let child = try open[open.count - 1].child() else {
                open.removeLast()
                continue
            }
            try state.step()
            guard try visit(&state, .object(child)) else { return false }
            if child.scalar == nil { open.append(Open(child)) }
        }
        return true
    }
}
