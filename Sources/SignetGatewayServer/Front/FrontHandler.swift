// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import SignetGateway

/// One connection from a caller: reads requests, lets the policies run, sends answers.
///
/// It is a machine of its own over ``Call``: the phase says what the next bytes are, and ``process()`` goes on until it
/// must wait. Requests that arrive ahead are kept and answered in turn.
final class FrontHandler: ChannelInboundHandler, LoopMember, UpstreamCaller {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        /// Between requests, or within a head.
        case waiting
        /// Receiving a body that the policies need as a whole.
        case collecting
        /// Waiting for a connection to the backend.
        case connecting
        /// A policy waits for something else than the backend.
        case onErrand
        /// A policy waits for a time to pass.
        case pausing
        /// The request is on its way, or its answer is.
        case exchanging
        /// Both sides have switched to another protocol, whose bytes pass as they come.
        case tunnelling
        /// The answer was sent; the caller gets time to read it before the connection closes.
        case lingering
        case closed
    }

    /// What is done with the body of the backend's answer.
    enum Relay {
        /// No head has come yet.
        case none
        /// It is handed on.
        case passing(Coding)
        /// It is kept until it is there as a whole.
        case collecting(ByteBuffer)
    }

    /// How a body is handed on.
    enum Coding {
        /// As it comes.
        case asReceived
        /// Without its chunks, for callers that know none.
        case withoutChunks
        /// In chunks, for a body that ends with its connection: so the caller sees whether it came to its end.
        case inChunks
        /// Not at all: the caller asked for a head only, or a policy has given the answer a status without a body.
        case dropped
    }

    let loop: LoopState
    let pools: UpstreamPools
    /// Who calls.
    private let caller: Caller
    /// The machine of ``call``, while there is one.
    private(set) var heldCall: Call?
    var context: ChannelHandlerContext?
    var phase = Phase.waiting
    /// Bytes that were received and not dealt with.
    var kept: ByteBuffer?
    /// The bytes in ``kept`` that were already found to be no whole head.
    var examined = 0
    /// The buffer that answers are written into, again and again.
    var output = ByteBuffer()
    /// The part of the request's body that has not been received.
    var requestFraming = BodyFraming.done
    var collected = ByteBuffer()
    var relay = Relay.none
    var upstream: UpstreamHandler?
    var pool: UpstreamPool?
    /// When the call began.
    var callStart = NIODeadline.now()
    /// Whether a call is under way that nobody has written down yet.
    var isCallOpen = false
    /// The certificate that the call presents, if the backend asks for one.
    var presented: CertificateVersion?
    /// Whether a part of the request's body was handed on, so that it cannot be sent again.
    var hasPassedBody = false
    /// Whether the whole request was sent to the backend.
    var hasSentRequest = false
    /// Whether the call is made for the second time, after a used connection had closed under it.
    var needsFreshConnection = false
    /// Whether the connection serves another request after this one.
    var keepsConnection = true
    var registration: Int?
    var deadline: Int
    /// How many ticks the backend may take.
    var patience = 1
    /// How many bytes the bodies of the call have had.
    var transferred = 0
    /// What the call does once an answer that nobody wants is out of the way.
    var next: CallStep?
    /// What a policy waits for.
    var errand: (number: Int, task: Task<Void, Never>)?
    /// How many errands there have been.
    var errands = 0
    /// Whether the caller takes more at the moment; asking the channel costs more than being told.
    private(set) var isWritable = true
    /// Whether it still has the memory of the last call.
    var isWarm = false
    private var isProcessing = false
    private var isReading = true

    init(loop: LoopState, pools: UpstreamPools, caller: Caller) {
        self.loop = loop
        self.pools = pools
        self.caller = caller
        self.deadline = loop.tick + loop.limits.headTicks
    }

    /// The call that is under way, or the last one: it is made for the first request, and given up when the connection
    /// has been silent, since it holds more than everything else of a connection.
    var call: Call {
        if let call = self.heldCall { return call }
        let call = Call(
            caller: self.caller,
            identity: self.loop.nextIdentity(),
            configuration: self.loop.configuration,
            environment: self.loop.environment,
            services: self.loop.services
        )
        self.heldCall = call
        return call
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.loop.add(caller: self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var received = unwrapInboundIn(data)
        if self.kept == nil {
            self.kept = received
        } else {
            self.kept?.keep(&received)
        }
        process()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        self.phase = .closed
        self.kept = nil
        endAccount(status: 0)
        abandonBackend()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        self.loop.remove(caller: self)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A caller that vanished or spoke something else than TLS: nothing to answer, and nothing wrong here.
        self.loop.logger.debug("A connection of a caller failed.", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.isWritable = context.channel.isWritable
        switch self.phase {
        case .exchanging, .tunnelling: self.upstream?.setReading(self.isWritable)
        case .waiting: process()
        default: break
        }
    }

    func upstreamWritabilityChanged() {
        process()
    }

    /// Goes on as far as the bytes received allow.
    func process() {
        // An answer that comes at once leads back here: the loop below sees to what is left.
        guard !self.isProcessing else { return }
        self.isProcessing = true
        while advance() {}
        self.isProcessing = false
        if let kept = self.kept, kept.readableBytes == 0 { self.kept = nil }
        updateReading()
    }

    private func advance() -> Bool {
        switch self.phase {
        // Who does not read what it was answered and only asks would fill the memory with answers.
        case .waiting: return self.isWritable && readRequest()
        case .collecting: return collect()
        case .exchanging: return upload()
        case .connecting, .onErrand, .pausing: return false
        case .tunnelling: return tunnel()
        case .lingering, .closed:
            self.kept = nil
            return false
        }
    }

    /// Stops reading only where what is read could not be put anywhere.
    private func updateReading() {
        var wants = (self.kept?.readableBytes ?? 0) < self.loop.limits.receivedAhead
        if case .waiting = self.phase, !self.isWritable { wants = false }
        if let upstream, !upstream.isWritable {
            switch self.phase {
            case .exchanging where !self.requestFraming.isDone, .tunnelling: wants = false
            default: break
            }
        }
        guard wants != self.isReading, let channel = self.context?.channel else { return }
        self.isReading = wants
        try? channel.syncOptions?.setOption(.autoRead, value: wants)
        if wants { channel.read() }
    }

    /// Gives up what is under way with the backend.
    func abandonBackend() {
        self.errand?.task.cancel()
        self.errand = nil
        self.pool?.forget(self)
        self.pool = nil
        self.upstream?.close()
        self.upstream = nil
    }

    func close() {
        self.phase = .closed
        self.deadline = .max
        endAccount(status: 0)
        abandonBackend()
        self.context?.close(promise: nil)
    }

    /// Ends the connection as soon as it is free.
    func drain() {
        // The last answer may still be on its way.
        if case .waiting = self.phase, self.kept == nil { linger() }
    }

    /// Gives back what only the next call would use: most of many connections are silent for long.
    private func coolDown() {
        self.isWarm = false
        self.output = ByteBuffer()
        self.collected = ByteBuffer()
        self.heldCall = nil
        self.deadline = self.loop.tick + self.loop.limits.idleTicks - self.loop.limits.warmTicks
    }

    func deadlinePassed() {
        switch self.phase {
        // Within a head its own time counts.
        case .waiting where self.isWarm && self.examined == 0: coolDown()
        case .waiting, .collecting, .lingering, .tunnelling, .closed: close()
        case .pausing:
            take(self.call.resumed())
            process()
        case .connecting, .onErrand:
            abandonBackend()
            take(self.call.failed(.timeout("The backend could not be reached in time.")))
            process()
        case .exchanging:
            // A backend that takes no more of the request does not answer in time either.
            guard case .none = self.relay, self.hasSentRequest || self.upstream?.isWritable == false else {
                return close()
            }
            abandonBackend()
            take(self.call.failed(.timeout("The backend did not answer in time.")))
            process()
        }
    }
}
