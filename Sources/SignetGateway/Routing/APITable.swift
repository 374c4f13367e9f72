// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Finds the API whose path is the longest beginning of a request's path.
package struct APITable: Sendable {
    private struct Node: Sendable {
        var children: [(text: [UInt8], node: Int)] = []
        var api: Int?
    }

    private var nodes = [Node()]

    package init() {}

    /// Adds an API at its path.
    ///
    /// - Returns: Whether it is the first at that path.
    package mutating func insert(path: String, api: Int) -> Bool { place(path: path, new: api) == api }

    /// The number of a path: the one that it has, or else the new one.
    package mutating func place(path: String, new: Int) -> Int {
        var node = 0
        for part in path.split(separator: "/") {
            let text = PercentEncoding.decode(Array(part.utf8)).map(\.lowercased)
            if let known = self.nodes[node].children.first(where: { $0.text == text }) {
                node = known.node
            } else {
                self.nodes.append(Node())
                // Sorted by length and content, so that a search halves.
                let place = self.nodes[node].children.firstIndex { Self.precedes(text, $0.text) }
                self.nodes[node].children
                    .insert((text, self.nodes.count - 1), at: place ?? self.nodes[node].children.count)
                node = self.nodes.count - 1
            }
        }
        if let known = self.nodes[node].api { return known }
        self.nodes[node].api = new
        return new
    }

    /// The API, and how many segments its path takes.
    package func match(_ segments: [Range<Int>], of bytes: [UInt8]) -> (api: Int, segments: Int)? {
        var node = 0
        var found = self.nodes[0].api.map { ($0, 0) }
        for (index, segment) in segments.enumerated() {
            guard let next = child(of: node, bytes, segment) else { break }
            node = next
            if let api = self.nodes[node].api { found = (api, index + 1) }
        }
        return found
    }

    private func child(of node: Int, _ bytes: [UInt8], _ segment: Range<Int>) -> Int? {
        if bytes[segment].contains(UInt8(ascii: "%")) {
            return self.nodes[node].children.first { SegmentComparison.equal(bytes, segment, $0.text) }?.node
        }
        var low = 0
        var high = self.nodes[node].children.count
        while low < high {
            let middle = (low + high) / 2
            switch Self.compare(bytes, segment, self.nodes[node].children[middle].text) {
            case 0: return self.nodes[node].children[middle].node
            case ..<0: high = middle
            default: low = middle + 1
            }
        }
        return nil
    }

    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count != right.count ? left.count < right.count : left.lexicographicallyPrecedes(right)
    }

    private static func compare(_ bytes: [UInt8], _ segment: Range<Int>, _ text: [UInt8]) -> Int {
        guard segment.count == text.count else { return segment.count - text.count }
        var index = segment.lowerBound
        for expected in text {
            let byte = bytes[index].lowercased
            if byte != expected { return Int(byte) - Int(expected) }
            index += 1
        }
        return 0
    }
}
