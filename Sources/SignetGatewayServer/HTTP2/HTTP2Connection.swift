// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOHTTP2
import SignetGateway

/// A connection of a caller that speaks HTTP/2: its streams are calls like any other, and it lives as long as they do.
final class HTTP2Connection: ChannelInboundHandler, LoopMember {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    /// How many calls one connection may have under way.
    static let maximumStreams = 128

    private let loop: LoopState
    private var context: ChannelHandlerContext?
    private var streams = 0
    private var isDraining = false
    var registration: Int?
    private(set) var deadline: Int

    private init(loop: LoopState) {
        self.loop = loop
        self.deadline = loop.tick + loop.limits.headTicks
    }

    /// Makes a pipeline speak HTTP/2.
    static func configure(
        _ channel: any Channel,
        _ loop: LoopState,
        _ pools: UpstreamPools,
        _ caller: Caller
    ) throws {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: self.maximumStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: loop.limits.head.bytes),
            HTTP2Setting(parameter: .enablePush, value: 0),
        ]
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.outboundBufferSizeHighWatermark = 64 * 1024
        stream.outboundBufferSizeLowWatermark = 32 * 1024
        // A caller that takes back what it asks for, again and again, costs more than it may (CVE-2023-44487).
        stream.streamResetFrameRateLimit.maximumCount = 200
        stream.streamResetFrameRateLimit.windowLength = .seconds(30)
        let handler = HTTP2Connection(loop: loop)
        let bound = NIOLoopBound((loop: loop, pools: pools, connection: handler), eventLoop: loop.eventLoop)
        _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server,
            connectionConfiguration: connection,
            streamConfiguration: stream
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                let (loop, pools, connection) = bound.value
                let front = FrontHandler(loop: loop, pools: pools, caller: caller)
                try channel.pipeline.syncOperations.addHandlers([HTTP2Stream(limits: loop.limits.head), front])
                connection.streamOpened()
                channel.closeFuture.assumeIsolated().whenComplete { _ in connection.streamClosed() }
            }
        }
        try channel.pipeline.syncOperations.addHandler(handler)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.loop.add(caller: self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        self.loop.remove(caller: self)
    }

    private func streamOpened() {
        self.streams += 1
        self.deadline = .max
    }

    private func streamClosed() {
        self.streams -= 1
        guard self.streams == 0 else { return }
        // The end of the last answer is written, but not on its way yet.
        self.deadline = self.loop.tick + (self.isDraining ? 1 : self.loop.limits.idleTicks)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What concerns one stream leaves the others alone; everything else has spoiled the connection.
        if error is NIOHTTP2Errors.StreamError { return }
        self.loop.logger.debug("A connection of a caller failed.", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    func deadlinePassed() {
        if !self.isDraining { farewell() }
        close()
    }

    /// Takes no more calls, and ends with those under way.
    func drain() {
        guard !self.isDraining else { return }
        self.isDraining = true
        farewell()
        if self.streams == 0 { close() }
    }

    private func farewell() {
        let payload = HTTP2Frame.FramePayload.goAway(lastStreamID: .maxID, errorCode: .noError, opaqueData: nil)
        self.context?
            .writeAndFlush(wrapOutboundOut(HTTP2Frame(streamID: .rootStream, payload: payload)), promise: nil)
    }

    func close() {
        self.deadline = .max
        self.context?.close(promise: nil)
    }
}
