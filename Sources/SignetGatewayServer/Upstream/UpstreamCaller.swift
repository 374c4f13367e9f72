// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway

/// Who makes a call of a backend: what a connection to one tells of the answer.
protocol UpstreamCaller: AnyObject {
    /// What the head of the answer says about its connection and its body.
    var answerHead: AnswerHead { get }
    /// Whether a connection that was used before will not do.
    var needsFreshConnection: Bool { get }
    /// Whether the backend may switch to another protocol.
    var asksForUpgrade: Bool { get }
    /// The backend has switched to the protocol that it was asked for; what it sends from now on is handed on as it is.
    func switched(_ received: ByteBuffer)
    /// Bytes of the protocol that was switched to.
    func receiveTunnelled(_ received: ByteBuffer)
    /// Whether the whole request was sent.
    var hasSentRequest: Bool { get }

    /// Reads the head of the answer.
    func parseResponse(_ input: Span<UInt8>, limits: HeadLimits) -> HeadParse
    /// A connection is ready for the call.
    func connected(_ upstream: UpstreamHandler)
    /// No connection could be made.
    func connectionFailed(_ failure: UpstreamFailure)
    /// The backend begins a second handshake, in which the certificate is presented.
    func renegotiated(_ report: HandshakeReport)
    /// The backend takes more, or less, of the request.
    func upstreamWritabilityChanged()
    /// An interim answer has come.
    func forwardInterim()
    /// The head of the answer has come.
    func headArrived(_ framing: BodyFraming) -> AnswerReception
    /// A part of the answer's body has come; whether its framing is sound.
    func receive(_ received: inout ByteBuffer, _ framing: inout BodyFraming) -> Bool
    /// The answer was not wanted, and its connection is dealt with.
    func answerWithoutBackend()
    /// The answer has come to its end.
    func answerCompleted()
    /// The answer broke off.
    func answerCutOff()
    /// The connection closed before anything of an answer came.
    func upstreamClosed(_ failure: UpstreamFailure, wasUsed: Bool)
}

/// What a connection to a backend must know of the head of an answer: less than a copy of it costs.
struct AnswerHead {
    let status: Int
    let keepsAlive: Bool
    /// Where the body ends.
    let framing: BodyFraming
}

extension AnswerHead {
    init(_ head: borrowing MessageHead, toHead isHead: Bool) {
        self.init(
            status: head.status,
            keepsAlive: head.keepsAlive,
            framing: BodyFraming(
                ofAnswer: head.status,
                toHead: isHead,
                inChunks: head.isChunked,
                length: head.contentLength
            )
        )
    }
}

/// What happens with the body of a backend's answer.
enum AnswerReception {
    /// The caller receives it.
    case reads
    /// Nobody wants it.
    case discards
}

extension UpstreamCaller {
    // Requests of policies switch to nothing.
    var asksForUpgrade: Bool { false }
    func switched(_ received: ByteBuffer) {}
    func receiveTunnelled(_ received: ByteBuffer) {}
    // Nor is there a trace of them.
    func renegotiated(_ report: HandshakeReport) {}
}
