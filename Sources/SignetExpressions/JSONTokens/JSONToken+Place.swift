// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension JSONToken {
    /// The topmost node.
    var root: JSONToken {
        var node = self
        while let parent = node.parent { node = parent }
        return node
    }

    /// Where the node is: `a.b[0]`.
    func path(_ budget: inout Budget) throws(ExpressionError) -> String {
        var parts: [String] = []
        var node = self
        while let parent = node.parent {
            switch parent.content {
            case .array(let elements):
                try budget.work(elements.count)
                parts.append("[\(elements.firstIndex { $0 === node } ?? 0)]")
            case .object: parts.append("." + (node.name ?? ""))
            default: break
            }
            node = parent
        }
        if let name = node.name { parts.append("." + name) }
        try budget.charge(parts.reduce(0) { $0 + $1.utf8.count })
        let path = parts.reversed().joined()
        return path.hasPrefix(".") ? String(path.dropFirst()) : path
    }

    /// Whether two trees hold the same; the order of properties does not count.
    func isEqual(to other: JSONToken, _ budget: inout Budget) throws(ExpressionError) -> Bool {
        try budget.work(Budget.node)
        switch (self.glimpse, other.glimpse) {
        case (.value(let left), .value(let right)):
            try budget.work(left.weight)
            return Equality.equal(left, right)
        case (.property(let left, let first), .property(let right, let second)):
            return OrdinalText.equal(left, right) ? try first.isEqual(to: second, &budget) : false
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return false }
            for (one, another) in zip(left, right) {
                guard try one.isEqual(to: another, &budget) else { return false }
            }
            return true
        case (.object(let left), .object(let right)):
            guard left.tokens.count == right.tokens.count else { return false }
            for property in left.tokens {
                guard let another = other.property(property.name ?? ""), try property.isEqual(to: another, &budget)
                else { return false }
            }
            return true
        default: return false
        }
    }
}
