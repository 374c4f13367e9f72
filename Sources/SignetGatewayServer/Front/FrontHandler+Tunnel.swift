// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway

// WebSockets: after the handshake, which the policies have seen, bytes pass both ways as they come.

extension FrontHandler {
    /// Whether the call is the handshake of a WebSocket API.
    var asksForUpgrade: Bool { self.call.asksForUpgrade }

    func switched(_ received: ByteBuffer) {
        var step = self.call.responseArrived()
        // A policy that reads the answer's body finds none: what follows is another protocol.
        if case .collectResponseBody = step { step = self.call.responseBodyArrived([]) }
        guard case .answer = step, self.call.state.response.status == 101 else {
            // The policies want another answer than the switch.
            self.upstream?.close()
            return answerWithoutBackend()
        }
        self.phase = .tunnelling
        self.keepsConnection = false
        self.deadline = self.loop.tick + self.loop.limits.tunnelTicks
        announceTrace(of: self.call)
        endAccount(status: 101)
        self.output.clear()
        self.output.writeResponseHead(
            self.call,
            ownLength: nil,
            dropsFraming: true,
            connection: .upgrade,
            date: self.loop.date()
        )
        var received = received
        self.output.writeBuffer(&received)
        self.context?.writeAndFlush(wrapOutboundOut(self.output), promise: nil)
        process()
    }

    func receiveTunnelled(_ received: ByteBuffer) {
        self.deadline = self.loop.tick + self.loop.limits.tunnelTicks
        self.context?.writeAndFlush(wrapOutboundOut(received), promise: nil)
        if !self.isWritable { self.upstream?.setReading(false) }
    }

    /// Hands on what the caller sends.
    func tunnel() -> Bool {
        guard let upstream, upstream.isWritable, let kept = self.kept, kept.readableBytes > 0 else { return false }
        self.kept = nil
        self.deadline = self.loop.tick + self.loop.limits.tunnelTicks
        upstream.send(kept)
        return false
    }
}
