// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
public import SignetCredentials
public import SignetPlatform

/// Carries a credential's requests to a platform in the same process: the whole wire form, no socket.
public struct PlatformTransport: TokenTransport {
    private let platform: Platform

    /// Creates a transport to a platform.
    public init(_ platform: Platform) {
        self.platform = platform
    }

    /// Hands the request to the platform; one for another origin has no listener.
    ///
    /// - Throws: ``UnreachableOrigin`` for an address that is not the platform's.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        guard request.url.hasPrefix(self.platform.origin + "/") else {
            throw UnreachableOrigin(url: request.url)
        }
        let target = request.url.dropFirst(self.platform.origin.count)
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let answer = await self.platform.respond(
            to: PlatformRequest(
                method: request.method,
                path: String(parts[0]),
                query: parts.count > 1 ? String(parts[1]) : nil,
                headers: request.headers,
                body: request.body.withExposedBytes { $0 }
            )
        )
        return TransportResponse(status: answer.status, headers: answer.headers, body: SecretBytes(answer.body))
    }

    /// There is nobody at the address but the platform of the test.
    public struct UnreachableOrigin: Error, CustomStringConvertible {
        /// The address.
        public let url: String
        /// Names the address.
        public var description: String { "nothing in this test answers at \(self.url)" }
    }
}
