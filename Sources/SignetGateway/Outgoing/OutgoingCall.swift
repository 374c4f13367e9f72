// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A request that a policy makes of its own.
package struct OutgoingRequest: Sendable {
    /// The method.
    package var method: String
    /// The service.
    package var service: ServiceURL
    /// The path and query.
    package var target: String
    /// The headers; `Host` and `Content-Length` are written by whoever sends.
    package var fields: [(name: String, value: String)] = []
    /// The body.
    package var body: [UInt8] = []
    /// The certificate that is presented.
    package var certificate: CertificateVersion?
    /// How the server's certificate is checked.
    package var verification = Endpoint.Verification.full
    /// How long the answer may take.
    package var timeoutMilliseconds = 60_000

    /// A request of a URL.
    ///
    /// - Throws: ``ServiceURL/Malformed`` for anything that is no `http` or `https` URL.
    package init(method: String, url: String) throws(ServiceURL.Malformed) {
        self.method = method
        let text = String(url.prefix { $0 != "#" })
        self.service = try ServiceURL(Self.escaped(String(text.prefix { $0 != "?" })))
        let query = text.contains("?") ? "?" + Self.escaped(String(text.drop { $0 != "?" }.dropFirst())) : ""
        // A service's path has no slash at its end; a request's may have one.
        let slash = text.prefix { $0 != "?" }.hasSuffix("/") || self.service.path.isEmpty ? "/" : ""
        self.target = self.service.path + slash + query
    }

    /// What must be percent-encoded and is not, as .NET's `Uri` does it.
    private static func escaped(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            guard byte <= 0x20 || byte >= 0x7F else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(ascii: "%"))
            bytes.append(contentsOf: Array(Hexadecimal.encode(CollectionOfOne(byte)).uppercased().utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What came back.
package struct OutgoingResponse: Sendable {
    /// The status.
    package var status: Int
    /// The reason.
    package var reason: String
    /// The headers in order.
    package var fields: [(name: String, value: String)]
    /// The body.
    package var body: [UInt8]

    package init(status: Int, reason: String = "", fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.reason = reason
        self.fields = fields
        self.body = body
    }

    /// The values of a header.
    package func values(of name: String) -> [String] {
        let name = name.lowercased()
        return self.fields.filter { $0.name.lowercased() == name }.map(\.value)
    }
}

/// Why nothing came back.
package struct OutgoingFailure: Error, Sendable {
    /// Whether it took too long.
    package let isTimeout: Bool
    /// What an error says.
    package let message: String
    /// What the log adds.
    package let detail: String?

    package init(isTimeout: Bool = false, _ message: String, detail: String? = nil) {
        self.isTimeout = isTimeout
        self.message = message
        self.detail = detail
    }
}

/// Makes requests: over the network, or as a test wants them answered.
package protocol OutgoingCalls: Sendable {
    /// Sends a request and waits for the whole answer.
    func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingResponse

    /// Sends a request whose answer nobody waits for.
    func post(_ request: OutgoingRequest)
}

/// No network at all.
package struct NoOutgoingCalls: OutgoingCalls {
    package init() {}

    package func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingResponse {
        throw OutgoingFailure("This gateway makes no calls of its own.")
    }

    package func post(_ request: OutgoingRequest) {}
}
