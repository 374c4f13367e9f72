// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import SignetGateway

extension FrontHandler {
    /// Reads the head of the next request and begins its call.
    func readRequest() -> Bool {
        guard let kept = self.kept, kept.readableBytes > 0 else { return false }
        if self.examined > 0 {
            // Without another end of line the head cannot be whole: it is not read again for every byte.
            guard kept.readableBytesView.dropFirst(self.examined).contains(0x0A) || isTooLong(kept) else {
                self.examined = kept.readableBytes
                return false
            }
        }
        let call = self.call
        switch call.parseRequest(kept.readableBytesUInt8Span, limits: self.loop.limits.head) {
        case .incomplete:
            if self.examined == 0 { self.deadline = self.loop.tick + self.loop.limits.headTicks }
            self.examined = kept.readableBytes
            return false
        case .refused(let refusal):
            refuse(refusal)
            return true
        case .complete(let count):
            self.kept?.moveReaderIndex(forwardBy: count)
            self.examined = 0
            begin(call)
            return true
        }
    }

    private func isTooLong(_ buffer: ByteBuffer) -> Bool { buffer.readableBytes >= self.loop.limits.head.bytes }

    private func begin(_ call: Call) {
        self.requestFraming = BodyFraming(
            ofRequestInChunks: call.state.request.isChunked,
            length: call.state.request.contentLength
        )
        self.relay = .none
        self.transferred = 0
        self.hasPassedBody = false
        self.hasSentRequest = false
        self.needsFreshConnection = false
        beginAccount()
        self.deadline = self.loop.tick + self.loop.limits.bodyTicks
        take(call.begin(self.loop.configuration, identity: self.loop.nextIdentity()), of: call)
    }

    /// Does what the call asks for next.
    func take(_ step: CallStep) { take(step, of: self.call) }

    private func take(_ step: CallStep, of call: Call) {
        switch step {
        case .collectRequestBody:
            self.phase = .collecting
            self.collected.clear()
            sendContinue()
        case .forward: forward(call)
        case .errand: performErrand()
        case .pause(let milliseconds):
            self.phase = .pausing
            self.deadline = self.loop.tick + max(1, milliseconds / 100)
        case .answer: answer()
        case .collectResponseBody:
            // Only an answer that has arrived can be collected, and ``headArrived`` deals with it.
            answer()
        }
    }

    /// Receives a body that the policies need as a whole.
    func collect() -> Bool {
        guard var kept = self.kept, kept.readableBytes > 0 else { return false }
        self.kept = nil
        let sound = self.requestFraming.move(from: &kept, to: &self.collected, decodes: true)
        self.kept = kept
        guard sound else {
            refuse(.transferEncoding)
            return true
        }
        guard self.collected.readableBytes <= self.loop.limits.collectedBody else {
            let error = CallError(
                source: "request",
                reason: "RequestBodyTooLarge",
                message: "The body is longer than \(self.loop.limits.collectedBody) bytes.",
                status: 413
            )
            take(self.call.failed(error))
            return true
        }
        self.deadline = self.loop.tick + self.loop.limits.bodyTicks
        guard self.requestFraming.isDone else { return false }
        self.transferred += self.collected.readableBytes
        take(self.call.requestBodyArrived(Array(self.collected.readableBytesView)))
        self.collected.clear()
        return true
    }

    /// Tells a caller that waits with its body to send it.
    func sendContinue() {
        guard self.call.state.request.expectsContinue, !self.requestFraming.isDone,
            (self.kept?.readableBytes ?? 0) == 0
        else { return }
        self.context?
            .writeAndFlush(wrapOutboundOut(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
    }

    /// Answers a request that must not be acted on, and ends the connection.
    func refuse(_ refusal: HeadRefusal) {
        self.loop.logger.debug("A request was refused.", metadata: ["reason": "\(refusal.rawValue)"])
        self.loop.metrics.countRefusal("\(refusal.rawValue)")
        abandonBackend()
        guard case .none = self.relay else { return close() }
        let (status, reason) =
            switch refusal {
            case .tooLarge, .tooManyFields: (431, "Request Header Fields Too Large")
            case .unsupportedVersion: (505, "HTTP Version Not Supported")
            case .expectation: (417, "Expectation Failed")
            default: (400, "Bad Request")
            }
        let body = #"{ "statusCode": \#(status), "message": "\#(reason)" }"#
        self.output.clear()
        self.output.writeString("HTTP/1.1 \(status) \(reason)\r\nContent-Type: application/json\r\n")
        self.output.writeImmutableBuffer(self.loop.date())
        self.output.writeString("Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
        self.context?.writeAndFlush(wrapOutboundOut(self.output), promise: nil)
        // Where the request would have ended is not known: all that comes is passed over.
        self.requestFraming = .untilClose
        linger()
    }
}
