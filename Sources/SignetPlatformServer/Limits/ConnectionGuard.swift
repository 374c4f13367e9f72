// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Ends connections that take their time: a head that never completes, a body that trickles.
///
/// It stands behind the HTTP decoder and looks at the time every now and then, so that a request costs it nothing but two
/// readings of the clock.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = Any
    typealias OutboundIn = Any

    private enum Phase {
        /// Nothing of a request is there.
        case waiting
        /// A head came in and no answer went out.
        case busy
        case answering
    }

    private let limits: ServerLimits
    private let count: ConnectionCount
    private let refused: @Sendable (String) -> Void
    private var phase = Phase.waiting
    private var isFirst = true
    private var since = NIODeadline.now()
    private var ticks: RepeatedTask?
    private var address: String?

    init(_ limits: ServerLimits, _ count: ConnectionCount, refused: @escaping @Sendable (String) -> Void) {
        self.limits = limits
        self.count = count
        self.refused = refused
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let address = context.remoteAddress?.ipAddress ?? ""
        guard self.count.open(address) else {
            self.refused("connections")
            return context.close(promise: nil)
        }
        self.address = address
        self.since = .now()
        let shortest = min(self.limits.secondsForHead, self.limits.secondsForRequest)
        let pause = TimeAmount.nanoseconds(Int64(max(0.05, min(5, shortest / 4)) * 1e9))
        let channel = NIOLoopBound(context, eventLoop: context.eventLoop)
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        self.ticks = context.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in
            handler.value.tick(channel.value)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if self.phase != .busy {
            self.phase = .busy
            self.since = .now()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if self.phase == .busy {
            self.phase = .answering
            self.isFirst = false
            self.since = .now()
        }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.refused("malformed")
        context.fireErrorCaught(error)
    }

    private func tick(_ context: ChannelHandlerContext) {
        let elapsed = Double((NIODeadline.now() - self.since).nanoseconds) / 1e9
        let limit: Double
        switch self.phase {
        case .waiting: limit = self.limits.secondsForHead
        case .busy: limit = self.limits.secondsForRequest
        case .answering: limit = self.limits.secondsIdle
        }
        guard elapsed > limit else { return }
        self.refused(self.phase == .answering ? "idle" : "slow")
        stop()
        // Past the TLS handler, which would wait for a farewell that a slow client does not give.
        context.channel.close(promise: nil)
    }

    private func stop() {
        self.ticks?.cancel()
        self.ticks = nil
        if let address = self.address { self.count.close(address) }
        self.address = nil
    }
}
