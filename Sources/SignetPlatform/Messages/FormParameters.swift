// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The parameters of a form body or of a query.
package struct FormParameters: Sendable {
    /// Why a text holds no parameters.
    package enum Failure: Error, Equatable {
        /// A broken escape, a NUL, bytes that are not UTF-8, or more parameters than anybody sends.
        case malformed
        /// A parameter stands twice, which RFC 6749 §3.2 forbids.
        case duplicate(name: String)
    }

    private static let greatestCount = 100

    /// In the order of the text: to look at each of the few that come is faster than to hash their names.
    private var parameters: [(name: String, value: String)] = []

    /// Reads `name=value&…`.
    package init(_ text: [UInt8]) throws(Failure) {
        var start = text.startIndex
        while start < text.endIndex {
            let next = text.position(of: UInt8(ascii: "&"), from: start) ?? text.endIndex
            let pair = text[start..<next]
            start = next + 1
            guard !pair.isEmpty else { continue }
            guard self.parameters.count < Self.greatestCount else { throw .malformed }
            let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = PercentEncoding.decode(pair[..<end], plusIsSpace: true),
                let value = PercentEncoding.decode(pair[end...].dropFirst(), plusIsSpace: true)
            else { throw .malformed }
            guard !self.parameters.contains(where: { $0.name == name }) else { throw .duplicate(name: name) }
            self.parameters.append((name, value))
        }
    }

    /// The value of a parameter; `nil` where it is absent or empty, which RFC 6749 §3.2 makes the same.
    package subscript(name: String) -> String? {
        guard let value = self.parameters.first(where: { $0.name == name })?.value, !value.isEmpty else { return nil }
        return value
    }
}
