// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a path below `/v1.0/users` or `/v1.0/me` points at.
struct UserTarget: Sendable {
    enum Key: Sendable {
        case id(String)
        case principalName(String)
    }

    let key: Key?
    /// The segments behind the person.
    let rest: [String]

    /// Reads the segments behind `users`.
    init(users segments: ArraySlice<String>) throws(GraphRefusal) {
        self.key = try segments.first.map { segment throws(GraphRefusal) in
            if GUID.isWellFormed(segment) { return .id(segment.lowercased()) }
            guard User.domain(of: segment) != nil else { throw .notFound(segment) }
            return .principalName(segment)
        }
        self.rest = Array(segments.dropFirst())
    }

    /// Reads the segments behind `me`.
    init(me id: String, _ segments: ArraySlice<String>) {
        self.key = .id(id)
        self.rest = Array(segments)
    }
}
