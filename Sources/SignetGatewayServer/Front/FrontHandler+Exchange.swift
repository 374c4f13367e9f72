// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import SignetCertificates
import SignetGateway

// The way to the backend.

extension FrontHandler {
    /// Looks for a connection to the backend.
    func forward(_ call: Call) {
        guard let endpoint = call.endpoint else { return answer() }
        self.phase = .connecting
        self.relay = .none
        self.hasSentRequest = false
        // The allowance of the policy counts from here on; the largest stands for "for ever" without overflowing.
        self.patience = max(1, min(call.state.timeoutMilliseconds / 100, 1 << 40))
        self.deadline = self.loop.tick + self.patience
        self.presented = self.pools.accepted(call.state.certificate, at: endpoint)
        let pool = self.pools.pool(endpoint, self.presented)
        self.pool = pool
        if let upstream = pool.acquire(self) { send(call, to: upstream) }
    }

    func connected(_ upstream: UpstreamHandler) { send(self.call, to: upstream) }

    /// A connection was found or made: the request goes out, with what has arrived of its body.
    private func send(_ call: Call, to upstream: UpstreamHandler) {
        self.pool = nil
        self.upstream = upstream
        self.phase = .exchanging
        upstream.begin(self)
        if call.state.trace != nil { traceHandshake(upstream.handshake) }
        let own = call.state.requestBody.bytes
        upstream.output.clear()
        upstream.output.writeRequestHead(call, ownLength: own?.count, upgrades: call.asksForUpgrade)
        if let own {
            upstream.output.writeBytes(own)
            self.hasSentRequest = true
        } else if self.requestFraming.isDone {
            self.hasSentRequest = true
        } else {
            sendContinue()
            guard passBody(to: &upstream.output) else { return refuse(.transferEncoding) }
        }
        upstream.sendOutput()
        process()
    }

    /// Moves what has arrived of the body behind the head.
    private func passBody(to output: inout ByteBuffer) -> Bool {
        self.hasPassedBody = true
        guard var kept = self.kept, kept.readableBytes > 0 else { return true }
        self.kept = nil
        let arrived = kept.readableBytes
        let sound = self.requestFraming.move(from: &kept, to: &output)
        self.transferred += arrived - kept.readableBytes
        self.kept = kept
        self.hasSentRequest = self.requestFraming.isDone
        return sound
    }

    /// Hands on what arrives of the request's body, or passes over it where a policy has written another.
    func upload() -> Bool {
        guard !self.requestFraming.isDone, let upstream, var kept = self.kept, kept.readableBytes > 0 else {
            return false
        }
        let isReplaced = self.call.state.requestBody.bytes != nil
        guard isReplaced || upstream.isWritable else { return false }
        let received = kept
        self.kept = nil
        let count = self.requestFraming.skip(in: &kept)
        self.kept = kept
        guard let count else {
            refuse(.transferEncoding)
            return true
        }
        self.deadline = self.loop.tick + self.loop.limits.bodyTicks
        if !isReplaced, let part = received.getSlice(at: received.readerIndex, length: count) {
            self.transferred += count
            upstream.send(part)
            self.hasSentRequest = self.requestFraming.isDone
        }
        if self.requestFraming.isDone {
            self.deadline = self.loop.tick + self.patience
        }
        return true
    }

    /// No connection could be made.
    func connectionFailed(_ failure: UpstreamFailure) {
        self.pool = nil
        traceHandshake(failure.handshake)
        if !goesBack(failure, wasSent: false) { take(self.call.failed(failure.callError)) }
        process()
    }

    /// Makes the call once more with the version of the certificate before, where the backend has refused the new one.
    ///
    /// A refused handshake has handed nothing to the backend, so that no call happens twice. One that closes the
    /// connection without a word may have seen the request: what must not happen twice is then left to the next call.
    private func goesBack(_ failure: UpstreamFailure, wasSent: Bool) -> Bool {
        guard let endpoint = self.call.endpoint, self.presented === self.call.state.certificate,
            self.pools.goesBack(from: self.presented, at: endpoint, after: failure), !self.hasPassedBody,
            failure.refusesCertificate || !wasSent || isIdempotent
        else { return false }
        forward(self.call)
        return true
    }

    /// The connection closed before anything of an answer came.
    ///
    /// Where it had carried calls before, the backend may just have given up an idle connection: then, and only if
    /// nothing can happen twice, the call is made once more on a new one.
    func upstreamClosed(_ failure: UpstreamFailure, wasUsed: Bool) {
        self.upstream = nil
        if wasUsed, !self.needsFreshConnection, !self.hasPassedBody, isIdempotent {
            self.needsFreshConnection = true
            forward(self.call)
        } else if goesBack(failure, wasSent: true) {
            // On its way again.
        } else {
            take(self.call.failed(failure.callError))
        }
        process()
    }

    private var isIdempotent: Bool {
        if let method = self.call.state.destination.method {
            return ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].contains(method)
        }
        let request = self.call.state.request
        return request.isMethod("GET") || request.isMethod("HEAD") || request.isMethod("PUT")
            || request.isMethod("DELETE") || request.isMethod("OPTIONS") || request.isMethod("TRACE")
    }

    var answerHead: AnswerHead {
        let call = self.call
        return AnswerHead(
            status: call.state.response.status,
            keepsAlive: call.state.response.keepsAlive,
            framing: BodyFraming(
                ofAnswer: call.state.response.status,
                toHead: call.sendsHead,
                inChunks: call.state.response.isChunked,
                length: call.state.response.contentLength
            )
        )
    }

    func parseResponse(_ input: Span<UInt8>, limits: HeadLimits) -> HeadParse {
        self.call.parseResponse(input, limits: limits)
    }
}

extension Call {
    /// Whether the backend is asked for a head only.
    fileprivate var sendsHead: Bool {
        if let method = self.state.destination.method { return method == "HEAD" }
        return self.state.request.isHead
    }

    /// Whether the call is the handshake of a WebSocket API.
    var asksForUpgrade: Bool {
        self.state.request.namesUpgrade && self.state.plan?.api.kind == .webSocket
            && self.state.request.asksForWebSocket
    }
}
