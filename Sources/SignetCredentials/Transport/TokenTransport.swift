// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Carries one request to a token service and brings the answer; retries, caching and meaning are not its affair.
///
/// The default is ``AsyncHTTPClientTransport``. A transport of your own must not follow redirects (the request would carry
/// the assertion to another host), must not print bodies, and should bound the size of the answer.
public protocol TokenTransport: Sendable {
    /// Sends a request.
    ///
    /// - Throws: Where no complete answer came; an answer of any status is no error. `CancellationError` at once when the
    ///   task is cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}

/// A failure of a transport that another attempt cannot mend.
public protocol PermanentTransportFailure: Error {}

/// One HTTP request.
public struct TransportRequest: Sendable {
    /// The method: `POST` or `GET`.
    public let method: String
    /// The address: https, but for the endpoints of managed identities, which are the machine's own.
    public let url: String
    /// The header fields in order.
    public let headers: [(name: String, value: String)]
    /// The body.
    ///
    /// It holds an assertion or a secret.
    public let body: SecretBytes

    /// Creates a request.
    public init(method: String, url: String, headers: [(name: String, value: String)], body: SecretBytes) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

extension TransportRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The method, the address and the names of the header fields; never their values or the body.
    public var description: String {
        "TransportRequest(\(self.method) \(self.url), \(self.headers.map(\.name).joined(separator: ", ")))"
    }
    /// The same as ``description``.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows no value of a header field.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// One HTTP answer.
public struct TransportResponse: Sendable {
    /// The status.
    public let status: Int
    /// The header fields in order.
    public let headers: [(name: String, value: String)]
    /// The body.
    ///
    /// It may hold a token.
    public let body: SecretBytes

    /// Creates an answer.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: SecretBytes) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header field, whatever the case of its name.
    public subscript(header name: String) -> String? {
        let wanted = name.lowercased()
        return self.headers.first { $0.name.lowercased() == wanted }?.value
    }
}
