// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The place in a collection at which a page begins, as `$skiptoken` carries it.
struct SkipToken: Sendable, Equatable {
    /// The last object of the page before.
    let id: String
    /// The value by which the collection is ordered; `nil` where it stands in the order of its identifiers.
    let value: String?

    init(id: String, value: String? = nil) {
        self.id = id
        self.value = value
    }

    init(_ text: String) throws(GraphRefusal) {
        guard let bytes = Base64URL.decode(Array(text.utf8)[...]), let object = (try? JSONValue.parse(bytes))?.object,
            let id = object["id"]?.string, (1...64).contains(id.utf8.count),
            id.utf8.allSatisfy({ UInt8(ascii: "-") == $0 || (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { throw .badRequest("The skip token is malformed.") }
        self.init(id: id, value: object["value"]?.string)
    }

    var text: String {
        let content: JSONValue = ["id": .string(self.id), "value": .optional(self.value)]
        return Base64URL.encode(content.serialized)
    }
}
