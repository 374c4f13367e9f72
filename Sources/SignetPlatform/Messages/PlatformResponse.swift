// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The answer to a ``PlatformRequest``.
public struct PlatformResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The header fields in order.
    public var headers: [(name: String, value: String)]
    /// The body; empty for the answers that have none.
    public var body: [UInt8]
    /// The kind of route that answered, for metrics: one of a small fixed set, never a path.
    public var route: String

    /// Describes an answer.
    public init(
        status: Int,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        route: String = "none"
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.route = route
    }

    /// The value of a header field, whatever the case of its name; the first where it stands several times.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return self.headers.first { $0.name.lowercased() == wanted }?.value
    }
}
