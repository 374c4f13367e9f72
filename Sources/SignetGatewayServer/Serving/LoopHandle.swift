// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway
import Synchronization

/// The loops, for those who are made before them.
final class LoopsHolder: Sendable {
    private let loops = Mutex<[LoopHandle]>([])

    func set(_ loops: [LoopHandle]) { self.loops.withLock { $0 = loops } }

    /// What all loops have counted together.
    func snapshot() async -> LoopMetrics.Snapshot {
        var snapshot = LoopMetrics.Snapshot()
        for loop in self.loops.withLock({ $0 }) { snapshot.add(await loop.snapshot()) }
        return snapshot
    }
}

/// A loop's state as other threads hold it: they can only send it something.
struct LoopHandle: Sendable {
    private let bound: NIOLoopBound<(loop: LoopState, pools: UpstreamPools)>
    let eventLoop: any EventLoop

    /// Makes the state on its own loop.
    static func make(
        on eventLoop: any EventLoop,
        _ state: @escaping @Sendable () -> LoopState
    ) async throws -> LoopHandle {
        try await eventLoop.submit {
            let state = state()
            state.start()
            return LoopHandle(state, eventLoop)
        }
        .get()
    }

    private init(_ state: LoopState, _ eventLoop: any EventLoop) {
        self.bound = NIOLoopBound((state, UpstreamPools(loop: state)), eventLoop: eventLoop)
        self.eventLoop = eventLoop
    }

    /// Makes the handler of a new connection; only on the loop's own thread.
    func makeHandler(_ caller: Caller) -> FrontHandler {
        FrontHandler(loop: self.bound.value.loop, pools: self.bound.value.pools, caller: caller)
    }

    /// Begins a request of a policy; only on the loop's own thread.
    func begin(_ request: OutgoingRequest, _ end: @escaping OutgoingExchange.End) -> OutgoingExchange {
        let exchange = OutgoingExchange(request, self.bound.value.loop, self.bound.value.pools, end)
        exchange.start()
        return exchange
    }

    /// Makes the door of a new connection over TLS; only on the loop's own thread.
    func makeDoor(_ chains: CallerChains) -> FrontDoor {
        FrontDoor(loop: self.bound.value.loop, pools: self.bound.value.pools, chains: chains)
    }

    /// Takes another configuration into use.
    func apply(_ configuration: GatewayConfiguration) async {
        try? await self.eventLoop
            .submit {
                self.bound.value.loop.use(configuration)
                self.bound.value.pools.configurationChanged()
            }
            .get()
    }

    /// What the loop has counted.
    func snapshot() async -> LoopMetrics.Snapshot {
        let counted = self.eventLoop.submit {
            var snapshot = self.bound.value.loop.metrics.snapshot
            snapshot.callers = self.bound.value.loop.callerCount
            self.bound.value.pools.enter(into: &snapshot)
            return snapshot
        }
        return (try? await counted.get()) ?? LoopMetrics.Snapshot()
    }

    /// Lets no connection outlive its call from now on.
    func announceDraining() async {
        try? await self.eventLoop.submit { self.bound.value.loop.announceDraining() }.get()
    }

    /// Lets the calls under way end.
    func drain() async throws {
        try await self.eventLoop.flatSubmit { self.bound.value.loop.drain() }.get()
    }

    /// Ends everything at once.
    func stop() async {
        try? await self.eventLoop.submit { self.bound.value.loop.stop() }.get()
    }
}
