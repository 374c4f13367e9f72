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

    private var values: [String: String] = [:]

    /// Reads `name=value&…`.
    package init(_ text: [UInt8]) throws(Failure) {
        var count = 0
        var start = text.startIndex
        while start < text.endIndex {
            let next = text[start...].firstIndex(of: UInt8(ascii: "&")) ?? text.endIndex
            let pair = text[start..<next]
            start = next + 1
            guard !pair.isEmpty else { continue }
            count += 1
            guard count <= Self.greatestCount else { throw .malformed }
            let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = PercentEncoding.decode(pair[..<end], plusIsSpace: true),
                let value = PercentEncoding.decode(pair[end...].dropFirst(), plusIsSpace: true)
            else { throw .malformed }
            guard self.values.updateValue(value, forKey: name) == nil else { throw .duplicate(name: name) }
        }
    }

    /// The value of a parameter; `nil` where it is absent or empty, which RFC 6749 §3.2 makes the same.
    package subscript(name: String) -> String? {
        guard let value = self.values[name], !value.isEmpty else { return nil }
        return value
    }
}
