// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import Synchronization

/// A backend that answers as a test tells it to, byte for byte.
final class ScriptedBackend: Sendable {
    /// What it does with what it has received on a connection.
    enum Reply: Sendable {
        /// Waits for more.
        case more
        /// Sends this and begins anew.
        case send(String)
        /// Sends this and closes.
        case sendAndClose(String)
    }

    /// Decides by what a connection has received since the last answer, and by the number of the connection.
    typealias Script = @Sendable (_ received: String, _ connection: Int) -> Reply

    private final class Record: Sendable {
        let received = Mutex<[String]>([])
        let connections = Atomic(0)
    }

    private let channel: any Channel
    private let record: Record

    init(_ script: @escaping Script) async throws {
        let record = Record()
        self.record = record
        self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = record.connections.add(1, ordering: .relaxed).newValue
                    try channel.pipeline.syncOperations.addHandler(Handler(number, script, record))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
    }

    deinit {
        self.channel.close(promise: nil)
    }

    var url: String { "http://127.0.0.1:\(self.channel.localAddress?.port ?? 0)" }
    /// Everything it received, request by request.
    var received: [String] { self.record.received.withLock { $0 } }
    var connections: Int { self.record.connections.load(ordering: .relaxed) }

    /// Answers every whole request without a body with `text`.
    static func answering(_ text: String) async throws -> ScriptedBackend {
        try await ScriptedBackend { received, _ in received.hasSuffix("\r\n\r\n") ? .send(text) : .more }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let number: Int
        private let script: Script
        private let record: Record
        private var received = ""

        init(_ number: Int, _ script: @escaping Script, _ record: Record) {
            self.number = number
            self.script = script
            self.record = record
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.received += String(buffer: unwrapInboundIn(data))
            switch self.script(self.received, self.number) {
            case .more: return
            case .send(let text): answer(context, text)
            case .sendAndClose(let text):
                answer(context, text)
                context.close(promise: nil)
            }
        }

        private func answer(_ context: ChannelHandlerContext, _ text: String) {
            let received = self.received
            self.received = ""
            self.record.received.withLock { $0.append(received) }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }
    }
}
