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
    var path: String {
        var parts: [String] = []
        var node = self
        while let parent = node.parent {
            switch parent.content {
            case .array(let elements): parts.append("[\(elements.firstIndex { $0 === node } ?? 0)]")
            case .object: parts.append("." + (node.name ?? ""))
            default: break
            }
            node = parent
        }
        if let name = node.name { parts.append("." + name) }
        let path = parts.reversed().joined()
        return path.hasPrefix(".") ? String(path.dropFirst()) : path
    }

    /// Whether two trees hold the same; the order of properties does not count.
    func isEqual(to other: JSONToken) -> Bool {
        switch (self.content, other.content) {
        case (.value(let left), .value(let right)): return Equality.equal(left, right)
        case (.property(let left, let first), .property(let right, let second)):
            return OrdinalText.equal(left, right) && first.isEqual(to: second)
        case (.array(let left), .array(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { $0.isEqual(to: $1) }
        case (.object(let left, _), .object(let right, _)):
            return left.count == right.count
                && left.allSatisfy { property in
                    other.property(property.name ?? "").map { property.isEqual(to: $0) } ?? false
                }
        default: return false
        }
    }
}
