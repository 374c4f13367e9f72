// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOPosix
import SignetCore
import SignetExpressions
import SignetGateway
import Testing

@testable import SignetGatewayServer

/// The end of a loop: it waits for its callers, and for nobody who is gone.
@Suite(.timeLimit(.minutes(15))) struct LoopDrainTests {
    /// A caller that does not leave by itself.
    private final class Guest: LoopMember {
        var registration: Int?
        let deadline = Int.max

        func deadlinePassed() {}
        func drain() {}
        func close() {}
    }

    private struct NeverOpened: Error {}

    private let eventLoop = MultiThreadedEventLoopGroup.singleton.next()

    @Test func forgetsConnectionThatClosedBeforeItOpened() async throws {
        let loop = try await LoopHandle.make(on: self.eventLoop, TestLoop.stateMaker(on: self.eventLoop))
        let accepted = Flag()
        let listener = try await ServerBootstrap(group: loop.eventLoop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let caller = Caller(ipAddress: "127.0.0.1", isTLS: false, localPort: 0)
                    try channel.pipeline.syncOperations.addHandler(loop.makeHandler(caller))
                    accepted.set()
                    // As for one that is accepted while the listener closes.
                    throw NeverOpened()
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        _ = try? await RawClient.exchange(port: listener.localAddress?.port, "GET / HTTP/1.1\r\n\r\n")
        #expect(accepted.isSet)
        #expect(await eventually { await loop.snapshot().callers == 0 })
        try await loop.drain()
        try await listener.close()
        await loop.stop()
    }

    @Test func stopsWaitingForCallersWhenItIsStopped() async throws {
        let makeState = try TestLoop.stateMaker(on: self.eventLoop)
        let drained = self.eventLoop.flatSubmit {
            let state = makeState()
            state.add(caller: Guest())
            let drained = state.drain()
            state.stop()
            return drained
        }
        try await drained.get()
    }
}
