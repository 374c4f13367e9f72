// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A request as it came in, before anybody has believed any of it.
public struct PlatformRequest: Sendable {
    /// The method, in capitals as RFC 9110 writes them.
    public var method: String
    /// The path, still percent-encoded.
    public var path: String
    /// What stood behind the question mark, still percent-encoded; `nil` where there was none.
    public var query: String?
    /// The header fields in order.
    public var headers: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// The certificates with which the client connected, in DER, the leaf first, for whose key it has proved that it has
    /// it; empty where it showed none or was not asked.
    public var clientCertificates: [[UInt8]]

    /// Describes a request.
    public init(
        method: String,
        path: String,
        query: String? = nil,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        clientCertificates: [[UInt8]] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.clientCertificates = clientCertificates
    }

    /// The value of a header field, its name in lower case; the first where it stands several times.
    package func header(_ name: String) -> String? {
        self.headers.first { $0.name.isFolded(to: name) }?.value
    }
}

extension PlatformRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Method and path; never the query, the fields or the body, which hold credentials.
    public var description: String { "\(self.method) \(self.path)" }
    /// Method and path; never the query, the fields or the body.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension String {
    /// Whether this is a text in lower case but for the case of its ASCII letters.
    fileprivate func isFolded(to folded: String) -> Bool {
        guard self.utf8.count == folded.utf8.count else { return false }
        return zip(self.utf8, folded.utf8)
            .allSatisfy { byte, wanted in
                byte == wanted || (0x41...0x5A).contains(byte) && byte | 0x20 == wanted
            }
    }
}
