// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A header line that many heads get: checked and written once.
struct FieldLine: Sendable {
    /// The line with its end.
    let bytes: [UInt8]
    /// Where in ``bytes`` everything stands.
    let field: HeaderField

    /// Writes a line; `nil` for one that no head may hold.
    init?(_ name: String, _ value: String) {
        var head = MessageHead()
        guard head.append(name, value), let field = head.fields.first else { return nil }
        self.bytes = head.bytes
        self.field = field
    }
}
