// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway

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

    /// Takes another configuration into use.
    func apply(_ configuration: GatewayConfiguration) async {
        try? await self.eventLoop
            .submit {
                self.bound.value.loop.use(configuration)
                self.bound.value.pools.configurationChanged()
            }
            .get()
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
