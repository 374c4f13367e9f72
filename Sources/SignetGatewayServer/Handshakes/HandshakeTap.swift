// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Keeps what passes between the gateway and a backend until their handshake has ended, so that it can be explained.
final class HandshakeTap: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// More than any handshake takes.
    private static let maximum = 128 * 1024

    private let sink: KeyLogSink
    private var context: ChannelHandlerContext?
    private var received: [UInt8] = []
    private var clientRandom: [UInt8]?

    init(sink: KeyLogSink) {
        self.sink = sink
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if self.received.count < Self.maximum { self.received += bytes.readableBytesView }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // The random stands behind the headers of the record and of the message, and the version.
        if self.clientRandom == nil {
            let hello = Array(unwrapOutboundIn(data).readableBytesView.prefix(43))
            if hello.count == 43 { self.clientRandom = Array(hello.suffix(32)) }
        }
        context.write(data, promise: promise)
    }

    /// What the handshake tells.
    func report() -> HandshakeReport {
        var transcript = HandshakeTranscript { [sink, clientRandom] in
            clientRandom.flatMap { sink.secret(clientRandom: $0) }
        }
        let report = transcript.read(self.received)
        // A secret that was not needed is not left behind.
        if let clientRandom { _ = self.sink.secret(clientRandom: clientRandom) }
        return report
    }

    /// Leaves the pipeline.
    ///
    /// - Parameter noticed: Where given, a handshake that the backend begins later is told to it.
    func end(noticing noticed: (() -> Void)?) {
        defer { self.received = [] }
        guard let operations = self.context?.pipeline.syncOperations else { return }
        if let noticed, self.received.count < Self.maximum {
            var records = RecordStream()
            _ = records.pass(over: self.received, lookingFor: RecordStream.handshake)
            try? operations.addHandler(RenegotiationWatch(records: records, noticed: noticed), position: .first)
        }
        operations.removeHandler(self, promise: nil)
    }
}
