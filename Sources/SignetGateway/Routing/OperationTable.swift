// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Finds the operation of an API: literal segments before parameters, parameters before the wildcard.
package struct OperationTable: Sendable {
    private struct Node: Sendable {
        var literals: [(text: [UInt8], node: Int)] = []
        var parameters: [(prefix: [UInt8], suffix: [UInt8], node: Int)] = []
        var operations: [(method: [UInt8], operation: Int)] = []
        var wildcards: [(method: [UInt8], operation: Int)] = []
    }

    /// The operation that a call means.
    package struct Match: Sendable, Equatable {
        /// The number that ``insert(method:template:operation:)`` was given.
        package var operation: Int
        /// Where in the head the parameters stand, in the order of the template's names.
        package var parameters: [Range<Int>]
    }

    private var nodes = [Node()]

    package init() {}

    /// Adds an operation.
    ///
    /// - Returns: Whether it is the first with its method and shape of template.
    package mutating func insert(method: String, template: PathTemplate, operation: Int) -> Bool {
        var node = 0
        let method = Array(method.uppercased().utf8)
        for segment in template.segments {
            switch segment {
            case .literal(let text):
                node = child(of: node, literal: text)
            case .parameter(let prefix, _, let suffix):
                node = child(of: node, prefix: prefix, suffix: suffix)
            case .wildcard:
                guard !self.nodes[node].wildcards.contains(where: { $0.method == method }) else { return false }
                self.nodes[node].wildcards.append((method, operation))
                return true
            }
        }
        guard !self.nodes[node].operations.contains(where: { $0.method == method }) else { return false }
        self.nodes[node].operations.append((method, operation))
        return true
    }

    private mutating func child(of node: Int, literal: [UInt8]) -> Int {
        if let known = self.nodes[node].literals.first(where: { $0.text == literal }) { return known.node }
        self.nodes.append(Node())
        self.nodes[node].literals.append((literal, self.nodes.count - 1))
        return self.nodes.count - 1
    }

    private mutating func child(of node: Int, prefix: [UInt8], suffix: [UInt8]) -> Int {
        let known = self.nodes[node].parameters.first { $0.prefix == prefix && $0.suffix == suffix }
        if let known { return known.node }
        self.nodes.append(Node())
        let place = self.nodes[node].parameters
            .firstIndex { $0.prefix.count + $0.suffix.count < prefix.count + suffix.count }
        self.nodes[node].parameters
            .insert((prefix, suffix, self.nodes.count - 1), at: place ?? self.nodes[node].parameters.count)
        return self.nodes.count - 1
    }

    /// The operation for a method and the segments behind the API's own path.
    package func match(
        method: Range<Int>,
        segments: ArraySlice<Range<Int>>,
        of bytes: [UInt8]
    ) -> Match? {
        var parameters: [Range<Int>] = []
        let operation = find(0, method, segments, bytes, &parameters)
        return operation.map { Match(operation: $0, parameters: parameters) }
    }

    private func find(
        _ node: Int,
        _ method: Range<Int>,
        _ segments: ArraySlice<Range<Int>>,
        _ bytes: [UInt8],
        _ parameters: inout [Range<Int>]
    ) -> Int? {
        guard let segment = segments.first else {
            if let operation = Self.operation(self.nodes[node].operations, method, bytes) { return operation }
            return wildcard(node, method, segments, bytes, &parameters)
        }
        for child in self.nodes[node].literals where SegmentComparison.equal(bytes, segment, child.text) {
            if let found = find(child.node, method, segments.dropFirst(), bytes, &parameters) { return found }
        }
        for child in self.nodes[node].parameters {
            guard let value = SegmentComparison.between(bytes, segment, child.prefix, child.suffix) else { continue }
            parameters.append(value)
            if let found = find(child.node, method, segments.dropFirst(), bytes, &parameters) { return found }
            parameters.removeLast()
        }
        return wildcard(node, method, segments, bytes, &parameters)
    }

    private func wildcard(
        _ node: Int,
        _ method: Range<Int>,
        _ segments: ArraySlice<Range<Int>>,
        _ bytes: [UInt8],
        _ parameters: inout [Range<Int>]
    ) -> Int? {
        guard let operation = Self.operation(self.nodes[node].wildcards, method, bytes) else { return nil }
        // A named wildcard reads its range; for one without a name nobody looks at it.
        if let first = segments.first, let last = segments.last {
            parameters.append(first.lowerBound..<last.upperBound)
        } else {
            parameters.append(0..<0)
        }
        return operation
    }

    private static func operation(
        _ candidates: [(method: [UInt8], operation: Int)],
        _ method: Range<Int>,
        _ bytes: [UInt8]
    ) -> Int? {
        for candidate in candidates
        where candidate.method.count == method.count && bytes[method].elementsEqual(candidate.method) {
            return candidate.operation
        }
        return nil
    }
}
