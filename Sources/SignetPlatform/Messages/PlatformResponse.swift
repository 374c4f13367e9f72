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
    /// The number behind `AADSTS` of a refusal, for metrics and logs; `nil` for every other answer.
    public var number: Int?

    /// Describes an answer.
    public init(
        status: Int,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        route: String = "none",
        number: Int? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.route = route
        self.number = number
    }

    /// The answer to `HEAD`: the fields as for `GET`, with the length of the body that stays away (RFC 9110 §9.3.2).
    ///
    /// A body behind an answer to `HEAD` would be read as the beginning of the connection's next answer.
    public func withoutBody() -> PlatformResponse {
        guard !self.body.isEmpty else { return self }
        var answer = self
        answer.headers.append(("Content-Length", String(self.body.count)))
        answer.body = []
        return answer
    }

    /// The value of a header field, whatever the case of its name; the first where it stands several times.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return self.headers.first { $0.name.lowercased() == wanted }?.value
    }
}

extension PlatformResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Status and route; never the fields or the body, which hold tokens and secrets.
    public var description: String { "\(self.status) (\(self.route))" }
    /// Status and route; never the fields or the body.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
