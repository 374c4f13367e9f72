// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What one client may ask of a platform server.
public struct ServerLimits: Sendable, Equatable {
    /// Requests a second that one client at one address may make on average; 0 sets no limit.
    public var requestsPerSecond: Double = 5_000
    /// Requests that one client may make at once after a pause.
    public var burst: Double = 10_000
    /// Connections at the same time; further ones wait to be accepted.
    public var connections = 4_096
    /// Connections from one address at the same time; further ones are closed.
    public var connectionsPerAddress = 2_048
    /// Seconds within which a new connection must have sent the head of a request, the TLS handshake included.
    public var secondsForHead: Double = 15
    /// Seconds within which a request must be complete and answered.
    public var secondsForRequest: Double = 60
    /// Seconds for which an idle connection is kept.
    public var secondsIdle: Double = 120
    /// The largest body, in bytes; the token endpoints have a smaller limit of their own.
    public var bodyBytes = 512 * 1_024
    /// The largest header field, in bytes.
    public var headerFieldBytes = 16 * 1_024
    /// All header fields together, in bytes.
    public var headerBytes = 64 * 1_024
    /// The number of header fields.
    public var headerFields = 100

    /// The limits that suit a laptop, a test and a small service.
    public init() {}
}
