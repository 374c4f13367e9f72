// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A request with what the service itself adds to it: the time and the identifiers of the exchange.
///
/// A class, because it goes through many hands: each copy of a value would count a dozen references.
final class Exchange: Sendable {
    let request: PlatformRequest
    /// The time at which the request is judged; taken once, so that all checks and texts agree.
    let now: Date
    /// The service's identifier of the exchange: `trace_id`, `x-ms-request-id`, `request-id`.
    let traceID: String
    /// The client's `client-request-id`, or a new one.
    let correlationID: String
    /// Whether the client wants its `client-request-id` back.
    let returnsClientRequestID: Bool
    /// How the service behaves where the real one is uncertain.
    let profile: PlatformProfile

    /// Whether the request may change what the trail tells of; reading does not, nor does the issuing of tokens.
    var mayChangeTheDirectory: Bool {
        self.request.method != "GET" && self.request.method != "HEAD"
            && !self.request.path.hasSuffix("/oauth2/token") && !self.request.path.hasSuffix("/oauth2/v2.0/token")
    }

    init(_ request: PlatformRequest, now: Date, profile: PlatformProfile = .entra) {
        self.request = request
        self.profile = profile
        self.now = now
        let (traceID, correlationID) = GUID.randomPair()
        self.traceID = traceID
        let sent = request.header("client-request-id")
        self.correlationID = sent.flatMap { GUID.isWellFormed($0) ? $0 : nil } ?? correlationID
        self.returnsClientRequestID = request.header("return-client-request-id")?.lowercased() == "true"
    }
}
