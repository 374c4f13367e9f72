// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetCore
import SignetGateway

/// Answers operators: what was counted, whether the gateway is well, its certificates, traces.
///
/// It changes nothing.
final class AdministrationHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// An answer.
    struct Answer: Sendable {
        var status = 200
        var type = "application/json"
        var body: String
    }

    /// How many bytes a head may have.
    private static let limit = 16 * 1024

    private let answer: @Sendable (_ path: String) async -> Answer
    private var kept = ByteBuffer()
    private var head = MessageHead()
    private var isAnswering = false

    init(answer: @escaping @Sendable (_ path: String) async -> Answer) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var received = unwrapInboundIn(data)
        self.kept.keep(&received)
        // Whoever asks on and on all the same is not kept.
        guard self.kept.readableBytes <= Self.limit * 4 else { return context.close(promise: nil) }
        read(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        read(context)
        context.fireChannelWritabilityChanged()
    }

    private func read(_ context: ChannelHandlerContext) {
        // Who does not read the answers gets no more of them.
        guard !self.isAnswering, self.kept.readableBytes > 0, context.channel.isWritable else { return }
        let kept = self.kept
        switch self.head.parseRequest(
            kept.readableBytesUInt8Span,
            limits: HeadLimits(bytes: Self.limit, fields: 64)
        ) {
        case .incomplete: return
        case .refused: context.close(promise: nil)
        case .complete(let count):
            self.kept.moveReaderIndex(forwardBy: count)
            guard self.head.contentLength ?? 0 == 0, !self.head.isChunked else { return context.close(promise: nil) }
            self.isAnswering = true
            let isHead = self.head.isMethod("HEAD")
            let isRead = self.head.isMethod("GET") || isHead
            let path = self.head.text(self.head.pathRange)
            let answer = self.answer
            let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
            context.eventLoop
                .makeFutureWithTask {
                    isRead ? await answer(path) : Answer(status: 405, body: #"{"error":"MethodNotAllowed"}"#)
                }
                .whenSuccess { bound.value.handler.send($0, isHead: isHead, bound.value.context) }
        }
    }

    private func send(_ answer: Answer, isHead: Bool, _ context: ChannelHandlerContext) {
        self.isAnswering = false
        guard context.channel.isActive else { return }
        let reason = [200: "OK", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"][answer.status]
        var output = ByteBuffer(string: "HTTP/1.1 \(answer.status) \(reason ?? "")\r\n")
        output.writeString("Content-Type: \(answer.type)\r\nContent-Length: \(answer.body.utf8.count)\r\n")
        output.writeString("Cache-Control: no-store\r\n\(self.head.keepsAlive ? "" : "Connection: close\r\n")\r\n")
        if !isHead { output.writeString(answer.body) }
        let written = context.writeAndFlush(wrapOutboundOut(output))
        if !self.head.keepsAlive {
            written.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        } else {
            read(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
