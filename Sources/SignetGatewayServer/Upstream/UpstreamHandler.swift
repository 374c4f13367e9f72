// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOSSL
import NIOTLS
import SignetGateway

/// One connection to a backend: sends requests and reads answers, one after another.
final class UpstreamHandler: ChannelInboundHandler, LoopMember {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        /// Not ready yet.
        case connecting
        /// Ready, without a call.
        case idle
        /// A request was sent or is being sent; the head of the answer is awaited.
        case awaitingHead
        /// The body of the answer is coming.
        case readingBody(BodyFraming)
        /// The protocol was switched: bytes pass as they come.
        case tunnel
        /// Given up.
        case closed
    }

    let pool: UpstreamPool
    let loop: LoopState
    private(set) var context: ChannelHandlerContext?
    var phase = Phase.connecting
    var caller: (any UpstreamCaller)?
    private var kept: ByteBuffer?
    private var failure: (any Error)?
    private var keepsAlive = true
    private var isReading = true
    /// The buffer that requests are written into, again and again.
    var output = ByteBuffer()
    /// What keeps the handshake until it is explained.
    var tap: HandshakeTap?
    /// What happened in the handshake.
    var handshake: HandshakeReport?
    /// How many calls it has carried.
    private(set) var calls = 0
    var registration: Int?
    var deadline: Int

    init(pool: UpstreamPool, loop: LoopState) {
        self.pool = pool
        self.loop = loop
        self.deadline = loop.tick + loop.limits.connectTicks + 10
    }

    var keyLog: KeyLogSink { self.loop.contexts.keyLog }

    /// Whether a call may be given to it: one whose channel has closed has heard of it.
    var isUsable: Bool {
        if case .idle = self.phase { self.context != nil } else { false }
    }

    /// Whether the backend takes more at the moment; asking the channel costs more than being told.
    private(set) var isWritable = true

    // MARK: Connecting

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func channelActive(context: ChannelHandlerContext) {
        if !self.pool.endpoint.isTLS { ready() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSUserEvent, case .handshakeCompleted = event { ready() }
    }

    private func ready() {
        guard case .connecting = self.phase else { return }
        explainHandshake()
        self.loop.metrics.countHandshake(self.pool.endpoint, outcome: "success")
        self.phase = .idle
        self.pool.connected(self)
    }

    /// The connection could not be made.
    func connectingFailed(_ error: any Error) {
        guard case .connecting = self.phase else { return }
        self.phase = .closed
        self.loop.remove(backend: self)
        self.context?.close(promise: nil)
        self.pool.failed(explained(error))
    }

    /// Has no call and waits for one.
    func rest() {
        self.phase = .idle
        self.deadline = self.loop.tick + self.loop.limits.upstreamIdleTicks
        setReading(true)
    }

    // MARK: Sending

    /// Takes a call.
    func begin(_ caller: any UpstreamCaller) {
        self.caller = caller
        self.phase = .awaitingHead
        self.keepsAlive = true
        self.deadline = .max
        self.calls += 1
    }

    /// Sends what stands in ``output``.
    func sendOutput() {
        self.context?.writeAndFlush(wrapOutboundOut(self.output), promise: nil)
    }

    /// Sends a part of a request's body.
    func send(_ part: ByteBuffer) {
        self.context?.writeAndFlush(wrapOutboundOut(part), promise: nil)
    }

    /// Reads on, or stops reading, because the caller takes what is read or does not.
    func setReading(_ isReading: Bool) {
        guard isReading != self.isReading, let channel = self.context?.channel else { return }
        self.isReading = isReading
        try? channel.syncOptions?.setOption(.autoRead, value: isReading)
        if isReading { channel.read() }
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var received = unwrapInboundIn(data)
        if var kept = self.kept {
            self.kept = nil
            kept.keep(&received)
            received = kept
        }
        read(&received)
    }

    private func read(_ received: inout ByteBuffer) {
        while true {
            switch self.phase {
            case .awaitingHead:
                guard let caller = self.caller else { return close() }
                switch caller.parseResponse(received.readableBytesUInt8Span, limits: self.loop.limits.head) {
                case .incomplete:
                    self.kept = received
                    return
                case .refused(let refusal):
                    return fail("The backend's answer is malformed: \(refusal.rawValue).")
                case .complete(let count):
                    received.moveReaderIndex(forwardBy: count)
                    guard accept(caller, received) else { return }
                }
            case .readingBody(var framing):
                guard let caller = self.caller else { return close() }
                let sound = caller.receive(&received, &framing)
                guard sound else { return fail("The framing of the body of the backend's answer is broken.") }
                self.phase = .readingBody(framing)
                guard framing.isDone else { return }
                return finish(caller, rest: received)
            case .tunnel:
                if received.readableBytes > 0 { self.caller?.receiveTunnelled(received) }
                return
            case .connecting, .idle, .closed:
                // Nobody asked for anything: whatever it is, it must not become the answer to the next request.
                if received.readableBytes > 0 { close() }
                return
            }
        }
    }

    /// Deals with the head that was read.
    ///
    /// - Returns: Whether reading goes on.
    private func accept(_ caller: any UpstreamCaller, _ received: ByteBuffer) -> Bool {
        let head = caller.answerHead
        self.pool.hasAnswered = true
        if head.status < 200 {
            if head.status == 101, caller.asksForUpgrade {
                self.phase = .tunnel
                self.keepsAlive = false
                caller.switched(received)
                return false
            }
            guard head.status != 101 else {
                fail("The backend switched to another protocol without being asked.")
                return false
            }
            caller.forwardInterim()
            return true
        }
        self.keepsAlive = head.keepsAlive
        let framing = head.framing
        if case .untilClose = framing { self.keepsAlive = false }
        self.phase = .readingBody(framing)
        switch caller.headArrived(framing) {
        case .reads: return true
        case .discards:
            discard(caller, framing, received)
            return false
        }
    }

    /// The call needs nothing more from here: a body that has arrived already is passed over, any other is cut off.
    private func discard(_ caller: any UpstreamCaller, _ framing: BodyFraming, _ received: ByteBuffer) {
        var framing = framing
        var rest = received
        self.caller = nil
        if framing.skip(in: &rest) != nil, framing.isDone, rest.readableBytes == 0, self.keepsAlive,
            caller.hasSentRequest
        {
            release()
        } else {
            close()
        }
        caller.answerWithoutBackend()
    }

    private func finish(_ caller: any UpstreamCaller, rest: ByteBuffer) {
        self.caller = nil
        // Bytes behind the answer belong to nobody, and a request that was not sent to its end spoils the connection.
        if self.keepsAlive, rest.readableBytes == 0, caller.hasSentRequest { release() } else { close() }
        caller.answerCompleted()
    }

    private func release() {
        rest()
        self.pool.release(self)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.isWritable = context.channel.isWritable
        self.caller?.upstreamWritabilityChanged()
    }

    // MARK: Ending

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if self.failure == nil { self.failure = error }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        self.loop.remove(backend: self)
        let phase = self.phase
        let caller = self.caller
        self.phase = .closed
        self.caller = nil
        switch phase {
        case .connecting:
            self.pool.failed(explained(self.failure))
        case .idle: self.pool.remove(self)
        case .awaitingHead:
            var failure = explained(self.failure)
            // Who has begun to answer has refused nothing.
            if self.kept != nil { failure.mayRefuseCertificate = false }
            caller?.upstreamClosed(failure, wasUsed: self.calls > 1 && self.kept == nil)
        case .tunnel: caller?.answerCutOff()
        case .readingBody(.untilClose) where self.failure == nil: caller?.answerCompleted()
        case .readingBody: caller?.answerCutOff()
        case .closed: break
        }
    }

    private func fail(_ message: String) {
        let caller = self.caller
        self.caller = nil
        let isInBody = if case .readingBody = self.phase { true } else { false }
        close()
        if isInBody {
            caller?.answerCutOff()
        } else {
            let detail = "\(self.pool.endpoint.host):\(self.pool.endpoint.port): \(message)"
            caller?.upstreamClosed(UpstreamFailure(message: message, detail: detail), wasUsed: false)
        }
    }
}
