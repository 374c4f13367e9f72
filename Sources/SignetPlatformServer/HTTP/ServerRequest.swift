// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPlatform

/// A request as its connection hands it on, with what is known of it before anybody judges it.
struct ServerRequest: Sendable {
    var message: PlatformRequest
    /// What counts and limits need to know, where it goes to a token endpoint.
    let facts: TokenRequestFacts?
    /// Whether the body was larger than anything may be, so that none of it was kept.
    let isTooLarge: Bool
    /// The client's address.
    let address: String

    /// Whether it is answered without waiting for anybody, most times: the thread that reads it may answer it.
    ///
    /// An assertion costs a signature and its verification; whatever may take longer goes to threads of its own.
    var isPrompt: Bool { self.facts?.isProvedByAssertion ?? false }

    init(_ message: PlatformRequest, isTooLarge: Bool, address: String) {
        self.message = message
        self.facts = TokenRequestFacts(path: message.path, body: message.body)
        self.isTooLarge = isTooLarge
        self.address = address
    }
}

/// What a connection does about a request.
enum ServerAnswer: Sendable {
    case answer(PlatformResponse)
    /// Ends the connection with a TCP reset, without TLS's farewell.
    case reset
    /// Sends half of the body and ends the connection.
    case cut(PlatformResponse)
}
