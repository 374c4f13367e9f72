// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The parameters of a form body or of a query.
struct FormParameters: Sendable {
    /// Why a text holds no parameters.
    enum Failure: Error, Equatable {
        /// A broken escape, a NUL, bytes that are not UTF-8, or more parameters than anybody sends.
        case malformed
        /// A parameter stands twice, which RFC 6749 §3.2 forbids.
        case duplicate(name: String)
    }

    private static let greatestCount = 100

    private var values: [String: String] = [:]

    /// Reads `name=value&…`.
    init(_ text: some Collection<UInt8>) throws(Failure) {
        let pairs = text.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= Self.greatestCount else { throw .malformed }
        for pair in pairs {
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(halves[0], plusIsSpace: true),
                let value = PercentEncoding.decode(
                    halves.count > 1 ? halves[1] : halves[0].prefix(0),
                    plusIsSpace: true
                )
            else { throw .malformed }
            guard self.values.updateValue(value, forKey: name) == nil else { throw .duplicate(name: name) }
        }
    }

    /// The value of a parameter; `nil` where it is absent or empty, which RFC 6749 §3.2 makes the same.
    subscript(name: String) -> String? {
        guard let value = self.values[name], !value.isEmpty else { return nil }
        return value
    }
}
