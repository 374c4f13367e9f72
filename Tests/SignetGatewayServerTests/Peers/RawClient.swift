// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// A caller that sends bytes as they are.
enum RawClient {
    /// Lends a connection; one that does not read at once reads from ``Connection/startReading()`` on.
    static func with<Result: Sendable>(
        port: Int?,
        reads: Bool = true,
        _ body: (inout Connection) async throws -> Result
    ) async throws -> Result {
        let (inbound, continuation) = AsyncStream.makeStream(of: String.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Receiver(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port ?? 0)
            .get()
        var connection = Connection(channel: channel, inbound: inbound)
        do {
            let result = try await body(&connection)
            try? await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Receiver: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncStream<String>.Continuation

        init(_ continuation: AsyncStream<String>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.continuation.yield(String(buffer: unwrapInboundIn(data)))
        }

        func channelInactive(context: ChannelHandlerContext) {
            self.continuation.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    struct Connection {
        let channel: any Channel
        let inbound: AsyncStream<String>
        private var received = ""

        init(channel: any Channel, inbound: AsyncStream<String>) {
            self.channel = channel
            self.inbound = inbound
        }

        func send(_ text: String) async throws {
            try await self.channel.writeAndFlush(ByteBuffer(string: text))
        }

        func startReading() async throws {
            try await self.channel.setOption(.autoRead, value: true).get()
            self.channel.read()
        }

        /// What comes until the text ends with, or holds so many times, `mark`; or until the connection ends.
        mutating func receive(until mark: String, count: Int = 1) async throws -> String {
            while self.received.components(of: mark) < count {
                guard let part = await self.next() else { break }
                self.received += part
            }
            defer { self.received = "" }
            return self.received
        }

        private func next() async -> String? {
            for await part in self.inbound { return part }
            return nil
        }

        /// What comes until the other side closes.
        mutating func receiveAll() async throws -> String {
            while let part = await self.next() { self.received += part }
            defer { self.received = "" }
            return self.received
        }
    }

    /// Sends a text and gives what comes until the other side closes.
    static func exchange(port: Int?, _ text: String) async throws -> String {
        try await with(port: port) { connection in
            try await connection.send(text)
            return try await connection.receiveAll()
        }
    }
}

extension String {
    fileprivate func components(of mark: String) -> Int {
        var count = 0
        var rest = self.utf8[...]
        let mark = Array(mark.utf8)
        while rest.count >= mark.count {
            if rest.starts(with: mark) { count += 1 }
            rest = rest.dropFirst()
        }
        return count
    }
}
