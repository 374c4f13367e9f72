// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import SignetGateway
import Synchronization
import Testing

@testable import SignetGatewayServer

/// What a connection keeps between its calls.
@Suite(.timeLimit(.minutes(15))) struct SilentConnectionTests {
    private let eventLoop = MultiThreadedEventLoopGroup.singleton.next()

    /// The handler of the connection that was accepted last.
    private final class Accepted: Sendable {
        private let handler = Mutex<NIOLoopBound<FrontHandler>?>(nil)

        func set(_ handler: NIOLoopBound<FrontHandler>) { self.handler.withLock { $0 = handler } }
        var value: NIOLoopBound<FrontHandler>? { self.handler.withLock { $0 } }
    }

    @Test func givesItsCallBackAndServesOn() async throws {
        let loop = try await LoopHandle.make(on: self.eventLoop, TestLoop.stateMaker(on: self.eventLoop))
        let accepted = Accepted()
        let listener = try await ServerBootstrap(group: loop.eventLoop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = loop.makeHandler(Caller(ipAddress: "127.0.0.1", isTLS: false, localPort: 0))
                    try channel.pipeline.syncOperations.addHandler(handler)
                    accepted.set(NIOLoopBound(handler, eventLoop: channel.eventLoop))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        try await RawClient.with(port: listener.localAddress?.port) { connection in
            for _ in 0..<3 {
                try await connection.send("GET /nothing HTTP/1.1\r\nHost: g\r\n\r\n")
                #expect(try await connection.receive(until: "found\" }").hasPrefix("HTTP/1.1 404"))
                let handler = try #require(accepted.value)
                let held = try await self.eventLoop
                    .submit {
                        let before = handler.value.heldCall != nil
                        // As when the time has passed for which it stays ready for the next.
                        handler.value.deadlinePassed()
                        return (before, handler.value.heldCall != nil)
                    }
                    .get()
                #expect(held == (true, false))
            }
        }
        try await listener.close()
        await loop.stop()
    }
}
