// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import SignetGateway

// The way back to the caller.

extension FrontHandler {
    /// Hands on an interim answer such as `103 Early Hints`; a `100` was the gateway's own affair.
    func forwardInterim() {
        let head = self.call.state.response
        guard head.status != 100, self.call.state.request.minorVersion == 1 else { return }
        self.output.clear()
        self.output.write(head.bytes, 0..<head.receivedCount)
        self.context?.writeAndFlush(wrapOutboundOut(self.output), promise: nil)
    }

    /// The head of the answer is there: the policies see it.
    func headArrived(_ framing: BodyFraming) -> AnswerReception {
        let call = self.call
        let step = call.responseArrived()
        self.next = step
        switch step {
        case .collectResponseBody:
            self.relay = .collecting(ByteBuffer())
            return .reads
        case .answer:
            guard case .passing = call.state.responseBody else { return .discards }
            relayHead(of: call, framing)
            return .reads
        case .forward, .collectRequestBody, .errand, .pause: return .discards
        }
    }

    private func relayHead(of call: Call, _ framing: BodyFraming) {
        let isOld = call.state.request.minorVersion == 0
        var coding = Coding.asReceived
        var ownLength: Int?
        settleConnection(after: call)
        switch framing {
        // What the caller takes for the body must be what is sent, whatever policies made of method and status.
        case .done where call.hasBody && call.state.response.contentLength != 0: ownLength = 0
        case .done: break
        case _ where !call.hasBody: coding = .dropped
        case .chunked where isOld:
            coding = .withoutChunks
            self.keepsConnection = false
        case .untilClose where isOld: self.keepsConnection = false
        case .untilClose: coding = .inChunks
        case .length, .chunked: break
        }
        announceTrace(of: call)
        self.relay = .passing(coding)
        self.output.clear()
        self.output.writeResponseHead(
            call,
            ownLength: ownLength,
            dropsFraming: coding == .withoutChunks || call.state.response.status == 204,
            isChunked: coding == .inChunks,
            connection: notice(to: call),
            date: self.loop.date()
        )
        if framing.isDone { send() }
    }

    /// Decides whether another request may follow on the connection: not while a part of this one is missing.
    private func settleConnection(after call: Call) {
        self.keepsConnection =
            self.requestFraming.isDone && !self.loop.isDraining && call.state.request.keepsAlive
    }

    private func notice(to call: Call) -> ConnectionNotice {
        guard self.keepsConnection else { return .close }
        return call.state.request.minorVersion == 0 ? .keepAlive : .silent
    }

    private func send() {
        self.context?.writeAndFlush(wrapOutboundOut(self.output), promise: nil)
        self.output.clear()
    }

    /// Receives a part of the answer's body.
    ///
    /// - Returns: Whether its framing is sound.
    func receive(_ received: inout ByteBuffer, _ framing: inout BodyFraming) -> Bool {
        self.deadline = self.loop.tick + self.patience
        let arrived = received.readableBytes
        defer { self.transferred += arrived - received.readableBytes }
        switch self.relay {
        case .none: return false
        case .collecting(var body):
            self.relay = .none
            let sound = framing.move(from: &received, to: &body, decodes: true)
            self.relay = .collecting(body)
            return sound && body.readableBytes <= self.loop.limits.collectedBody
        case .passing(.dropped):
            if self.output.readableBytes > 0 { send() }
            return framing.skip(in: &received) != nil
        case .passing(let coding):
            guard received.readableBytes > 0, !framing.isDone else {
                if self.output.readableBytes > 0 { send() }
                return true
            }
            if coding != .asReceived || self.output.readableBytes > 0 {
                // A head waits in the buffer, and what came with it goes along.
                if coding == .inChunks { self.output.writeString("\(String(received.readableBytes, radix: 16))\r\n") }
                guard framing.move(from: &received, to: &self.output, decodes: coding == .withoutChunks) else {
                    return false
                }
                if coding == .inChunks { self.output.writeStaticString("\r\n") }
                send()
            } else {
                let source = received
                guard let count = framing.skip(in: &received) else { return false }
                if let part = source.getSlice(at: source.readerIndex, length: count) {
                    self.context?.writeAndFlush(wrapOutboundOut(part), promise: nil)
                }
            }
            if !self.isWritable, !framing.isDone { self.upstream?.setReading(false) }
            return true
        }
    }

    /// The backend's answer has come to its end; its connection is free.
    func answerCompleted() {
        self.upstream = nil
        switch self.relay {
        case .collecting(let body):
            take(self.call.responseBodyArrived(Array(body.readableBytesView)))
        case .passing(let coding):
            if coding == .inChunks { self.output.writeStaticString("0\r\n\r\n") }
            if self.output.readableBytes > 0 { send() }
            complete()
        case .none: close()
        }
        process()
    }

    /// The backend's answer broke off.
    func answerCutOff() {
        self.upstream = nil
        if case .tunnelling = self.phase { return linger() }
        guard case .collecting = self.relay else { return close() }
        self.relay = .none
        let message = "The backend's answer broke off, or is longer than a policy may see."
        take(self.call.failed(.backendConnectionFailure(message)))
        process()
    }

    /// The policies have written an answer of their own while the backend's was coming, or want another.
    func answerWithoutBackend() {
        self.upstream = nil
        take(self.next ?? .answer)
        process()
    }

    /// Sends an answer that is there as a whole.
    func answer() {
        report()
        abandonBackend()
        // What has come of the body already need not end the connection.
        if !self.requestFraming.isDone, var kept = self.kept {
            self.kept = nil
            if self.requestFraming.skip(in: &kept) == nil { self.requestFraming = .untilClose }
            self.kept = kept
        }
        let call = self.call
        settleConnection(after: call)
        let body = call.state.responseBody.bytes ?? []
        let keepsLength = call.state.request.isHead && call.state.responseBody.isCollected
        announceTrace(of: call)
        self.output.clear()
        self.output.writeResponseHead(
            call,
            ownLength: call.isBodiless || keepsLength ? nil : body.count,
            dropsFraming: call.isBodiless,
            connection: notice(to: call),
            date: self.loop.date()
        )
        if call.hasBody {
            self.output.writeBytes(body)
            if !call.state.responseBody.isCollected { self.transferred += body.count }
        }
        send()
        complete()
    }

    /// Tells the operator of calls that failed in the gateway or behind it.
    private func report() {
        guard let error = self.call.state.lastError, error.status >= 500 else { return }
        self.loop.logger.warning(
            "\(error.message)",
            metadata: [
                "activityId": "\(self.call.state.identity.text)",
                "api": "\(self.call.state.plan?.api.id ?? "")",
                "operation": "\(self.call.state.plan?.operation?.id ?? "")",
                "source": "\(error.source)",
                "reason": "\(error.reason)",
                "detail": "\(error.detail ?? "")",
            ]
        )
    }

    /// The answer is sent: the next request, or the end.
    private func complete() {
        let call = self.call
        call.finished(bytes: self.transferred)
        if self.isCallOpen { endAccount(of: call, status: call.state.response.status) }
        guard self.keepsConnection, self.requestFraming.isDone, !self.loop.isDraining else { return linger() }
        self.phase = .waiting
        self.relay = .none
        self.isWarm = true
        self.deadline = self.loop.tick + self.loop.limits.warmTicks
    }

    /// Ends the connection after the caller has had time to read: closing with bytes unread would take the answer back.
    func linger() {
        self.phase = .lingering
        self.deadline = self.loop.tick + self.loop.limits.bodyTicks
        guard let context = self.context else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()))
            .assumeIsolated()
            .whenComplete { _ in
                // Nothing more is expected from the caller, or what it still sends is passed over for a moment.
                if self.requestFraming.isDone {
                    context.close(promise: nil)
                } else {
                    // The end is told at once, so that a caller which reads need not wait for it.
                    self.deadline = self.loop.tick + self.loop.limits.lingerTicks
                    context.close(mode: .output, promise: nil)
                }
            }
    }
}

extension Call {
    /// Whether the status of the answer allows no body.
    fileprivate var isBodiless: Bool { self.state.response.status == 204 || self.state.response.status == 304 }

    /// Whether the caller expects a body behind the head of the answer.
    fileprivate var hasBody: Bool { !self.isBodiless && !self.state.request.isHead }
}
