// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOSSL
import SignetPlatform

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Has the requests of one connection answered, one after the other, and writes the answers.
///
/// A request that needs nobody else is answered by the event loop that read it, so that no thread waits for another;
/// where it has to wait for the storage after all, and for every other request, the work goes to the threads of tasks.
final class RequestHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private let responder: PlatformResponder
    private let date: DateField
    private let work: ConnectionWork
    private var queue: RequestQueue
    private var address = ""
    private var certificates: [[UInt8]]?
    private var isProceeding = false
    private var isReadHeld = false

    init(_ responder: PlatformResponder, _ date: DateField, _ work: ConnectionWork) {
        self.responder = responder
        self.date = date
        self.work = work
        self.queue = RequestQueue(greatestBody: responder.limits.bodyBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.address = context.remoteAddress?.ipAddress ?? "" }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.queue.receive(unwrapInboundIn(data))
        proceed(context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.close(promise: nil) }
        self.queue.receiveMalformed()
        proceed(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: self.queue.receiveInputEnd()
        case is ChannelShouldQuiesceEvent: self.queue.quiesce()
        default: return context.fireUserInboundEventTriggered(event)
        }
        proceed(context)
    }

    /// What the client sends while it waits for an answer stays with the kernel.
    func read(context: ChannelHandlerContext) {
        if self.queue.isAnswering {
            self.isReadHeld = true
        } else {
            context.read()
        }
    }

    // MARK: One after the other

    private func proceed(_ context: ChannelHandlerContext) {
        guard !self.isProceeding else { return }
        self.isProceeding = true
        while let step = self.queue.next() {
            switch step {
            case .answer(let request): answer(request, context)
            case .invite: invite(context)
            case .refuse: refuse(context)
            case .end: context.close(mode: .output, promise: nil)
            case .close: context.close(promise: nil)
            }
        }
        self.isProceeding = false
        guard self.isReadHeld, !self.queue.isAnswering else { return }
        self.isReadHeld = false
        context.read()
    }

    private func answer(_ complete: RequestQueue.Complete, _ context: ChannelHandlerContext) {
        let request = request(complete, context)
        let responder = self.responder
        let loop = context.eventLoop
        let handler = NIOLoopBound(self, eventLoop: loop)
        let channel = NIOLoopBound(context, eventLoop: loop)
        let isPrompt = request.isPrompt
        let operation: @Sendable () async -> Void = {
            let answer = await responder.answer(request)
            if loop.inEventLoop {
                handler.value.finish(answer, channel.value)
            } else {
                loop.execute { handler.value.finish(answer, channel.value) }
            }
        }
        if isPrompt, #available(macOS 26.0, iOS 26.0, tvOS 26.0, watchOS 26.0, visionOS 26.0, *) {
            self.work.begin(Task.immediate { await operation() })
        } else {
            self.work.begin(Task { await operation() })
        }
    }

    private func request(_ complete: RequestQueue.Complete, _ context: ChannelHandlerContext) -> ServerRequest {
        let head = complete.head
        let mark = head.uri.utf8.firstIndex(of: UInt8(ascii: "?"))
        let message = PlatformRequest(
            method: head.method.rawValue,
            path: mark.map { String(head.uri[..<$0]) } ?? head.uri,
            query: mark.map { String(head.uri[head.uri.utf8.index(after: $0)...]) },
            headers: head.headers.map { (name: $0.name, value: $0.value) },
            body: complete.body,
            clientCertificates: self.responder.asksForCertificates ? clientCertificates(context) : []
        )
        return ServerRequest(message, isTooLarge: complete.isTooLarge, address: self.address)
    }

    /// The certificates with which the client connected, in DER, the leaf first.
    ///
    /// A session that is taken up again knows the leaf only.
    private func clientCertificates(_ context: ChannelHandlerContext) -> [[UInt8]] {
        if let certificates = self.certificates { return certificates }
        guard let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self) else {
            return []
        }
        let chain = handler.peerValidatedCertificateChain.map(Array.init)
        // One that cannot be written counts as none shown, as a whole: a chain with a gap proves nothing.
        let shown = chain ?? [handler.peerCertificate].compactMap(\.self)
        let certificates = (try? shown.map { try $0.toDERBytes() }) ?? []
        self.certificates = certificates
        return certificates
    }

    // MARK: Writing

    private func finish(_ answer: ServerAnswer, _ context: ChannelHandlerContext) {
        switch answer {
        case .answer(let response):
            write(response, isLast: self.queue.endsBehindAnswer, context)
        case .cut(let response):
            write(response, isLast: false, bodyBytes: response.body.count / 2, context)
            context.close(promise: nil)
        case .reset:
            reset(context)
        }
        self.queue.finishAnswer()
        proceed(context)
    }

    private func write(
        _ response: PlatformResponse,
        isLast: Bool,
        bodyBytes: Int? = nil,
        _ context: ChannelHandlerContext
    ) {
        let allocator = context.channel.allocator
        let date = self.date.text
        let bytes = AnswerEncoding.encode(response, date: date, isLast: isLast, bodyBytes: bodyBytes, allocator)
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    private func invite(_ context: ChannelHandlerContext) {
        let bytes = context.channel.allocator.buffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    private func refuse(_ context: ChannelHandlerContext) {
        write(PlatformResponse(status: 400), isLast: true, context)
        context.close(mode: .output, promise: nil)
    }

    /// Ends the connection with a TCP reset, without TLS's farewell.
    private func reset(_ context: ChannelHandlerContext) {
        let channel = NIOLoopBound(context, eventLoop: context.eventLoop)
        let lingering = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        (lingering ?? context.eventLoop.makeSucceededVoidFuture())
            .whenComplete { _ in
                let pipeline = channel.value.pipeline.syncOperations
                try? pipeline.context(handlerType: NIOSSLServerHandler.self).close(promise: nil)
            }
    }
}
