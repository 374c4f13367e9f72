// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import SignetGateway

/// Answers the requests of policies as a test wants, and remembers them.
final class ScriptedCalls: OutgoingCalls {
    typealias Answer = @Sendable (OutgoingRequest) throws(OutgoingFailure) -> OutgoingResponse

    let answer: Answer
    private let sent = Mutex<[OutgoingRequest]>([])
    private let posted = Mutex<[OutgoingRequest]>([])

    init(_ answer: @escaping Answer = { _ throws(OutgoingFailure) in OutgoingResponse(status: 200) }) {
        self.answer = answer
    }

    var requests: [OutgoingRequest] { self.sent.withLock { $0 } }
    var posts: [OutgoingRequest] { self.posted.withLock { $0 } }

    func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingResponse {
        self.sent.withLock { $0.append(request) }
        return try self.answer(request)
    }

    func post(_ request: OutgoingRequest) { self.posted.withLock { $0.append(request) } }
}

extension OutgoingRequest {
    /// The request as one line for each part.
    var summary: String {
        let head = "\(self.method) \(self.service.text) \(self.target)"
        return ([head] + self.fields.map { "\($0.name): \($0.value)" } + [String(decoding: self.body, as: UTF8.self)])
            .joined(separator: "\n")
    }
}
