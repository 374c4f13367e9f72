// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHPACK
import NIOHTTP2
import SignetGateway

/// One stream of HTTP/2: hands its request on as the bytes of HTTP/1.1, and the answer back as frames.
///
/// So every call is read by one parser under one set of rules. What would be two requests, or another one, behind such a
/// translation is refused here.
final class HTTP2Stream: ChannelDuplexHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = HTTP2Frame.FramePayload

    private enum RequestPhase {
        case head
        case body(isChunked: Bool)
        case ended
    }

    private var phase = RequestPhase.head
    private var answer: HTTP2Answer
    private var context: ChannelHandlerContext?

    init(limits: HeadLimits) {
        self.answer = HTTP2Answer(limits: limits)
    }

    // MARK: The request

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let frame): read(frame, context)
        case .data(let frame): read(frame, context)
        default: break
        }
    }

    private func read(_ frame: HTTP2Frame.FramePayload.Headers, _ context: ChannelHandlerContext) {
        switch self.phase {
        case .head:
            guard let request = HTTP2Request(frame.headers, endStream: frame.endStream) else {
                return reset(context, .protocolError)
            }
            self.answer.isToHead = request.method == "HEAD"
            self.phase = frame.endStream ? .ended : .body(isChunked: request.isChunked)
            context.fireChannelRead(wrapInboundOut(request.bytes))
        case .body(let isChunked):
            guard frame.endStream, let trailers = HTTP2Request.trailers(frame.headers) else {
                return reset(context, .protocolError)
            }
            self.phase = .ended
            if isChunked { context.fireChannelRead(wrapInboundOut(ByteBuffer(string: "0\r\n\(trailers)\r\n"))) }
        case .ended: break
        }
    }

    private func read(_ frame: HTTP2Frame.FramePayload.Data, _ context: ChannelHandlerContext) {
        guard case .body(let isChunked) = self.phase, case .byteBuffer(var data) = frame.data else { return }
        if frame.endStream { self.phase = .ended }
        guard isChunked else {
            if data.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(data)) }
            return
        }
        var chunk = context.channel.allocator.buffer(capacity: data.readableBytes + 32)
        if data.readableBytes > 0 {
            chunk.writeString("\(String(data.readableBytes, radix: 16))\r\n")
            chunk.writeBuffer(&data)
            chunk.writeString("\r\n")
        }
        if frame.endStream { chunk.writeString("0\r\n\r\n") }
        if chunk.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(chunk)) }
    }

    private func reset(_ context: ChannelHandlerContext, _ code: HTTP2ErrorCode) {
        self.phase = .ended
        self.answer.abandon()
        context.writeAndFlush(wrapOutboundOut(.rstStream(code)), promise: nil)
        context.close(promise: nil)
    }

    // MARK: The answer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let frames = self.answer.frames(unwrapOutboundIn(data)) else {
            promise?.succeed()
            return reset(context, .internalError)
        }
        guard let last = frames.last else {
            promise?.succeed()
            return
        }
        for frame in frames.dropLast() { context.write(wrapOutboundOut(frame), promise: nil) }
        context.write(wrapOutboundOut(last), promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode != .input else { return context.close(mode: mode, promise: promise) }
        // An answer that stopped in the middle must not look like a whole one; one that came before the request's end
        // tells the caller that the rest is not wanted.
        if !self.answer.isEnded {
            self.answer.abandon()
            context.writeAndFlush(wrapOutboundOut(.rstStream(.internalError)), promise: nil)
        } else if case .ended = self.phase {
            // Both sides have ended: the stream closes by itself.
        } else {
            context.writeAndFlush(wrapOutboundOut(.rstStream(.noError)), promise: nil)
        }
        context.close(mode: .all, promise: promise)
    }
}
