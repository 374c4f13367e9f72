// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The parameters of a query, decoded, in order.
package struct QueryParameters: Sendable {
    /// The names with their values.
    package var items: [(name: String, value: String)] = []

    /// Reads a query without its question mark.
    package init(_ query: some Collection<UInt8>) {
        for part in query.split(separator: UInt8(ascii: "&")) {
            let name = part.prefix { $0 != UInt8(ascii: "=") }
            let value = part.dropFirst(name.count + 1)
            self.items.append((Self.text(name), Self.text(value)))
        }
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: PercentEncoding.decode(bytes, plusIsSpace: true), as: UTF8.self)
    }

    /// The first value of a name; letter case does not matter.
    package func first(_ name: String) -> String? {
        self.items.first { Self.equal($0.name, name) }?.value
    }

    /// The values of a name.
    package func values(_ name: String) -> [String] {
        self.items.filter { Self.equal($0.name, name) }.map(\.value)
    }

    /// Removes the values of a name.
    package mutating func remove(_ name: String) {
        self.items.removeAll { Self.equal($0.name, name) }
    }

    private static func equal(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8) { $0.lowercased == $1.lowercased }
    }

    /// The query in the form that is sent.
    package var text: String {
        self.items
            .map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }
}
