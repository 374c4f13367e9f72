// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL
import SignetGateway

/// Makes connections to backends.
enum UpstreamConnecting {
    /// Begins a connection; the pool hears of its end.
    static func connect(_ pool: UpstreamPool, _ loop: LoopState) {
        let handler = UpstreamHandler(pool: pool, loop: loop)
        loop.add(backend: handler)
        guard pool.endpoint.isTLS else { return open(handler, pool, loop, context: nil) }
        if let context = loop.contexts.cached(pool.endpoint.verification, pool.certificate) {
            return open(handler, pool, loop, context: context)
        }
        // Reading the authorities of the system and a key takes milliseconds, which no loop may stand still for.
        let contexts = loop.contexts
        let verification = pool.endpoint.verification
        let certificate = pool.certificate
        let made = NIOThreadPool.singleton.runIfActive(eventLoop: loop.eventLoop) {
            try contexts.context(verification, certificate)
        }
        made.assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let context): open(handler, pool, loop, context: context)
                case .failure(let error): handler.connectingFailed(error)
                }
            }
    }

    private static func open(
        _ handler: UpstreamHandler,
        _ pool: UpstreamPool,
        _ loop: LoopState,
        context: NIOSSLContext?
    ) {
        let endpoint = pool.endpoint
        let bound = NIOLoopBound(handler, eventLoop: loop.eventLoop)
        ClientBootstrap(group: loop.eventLoop)
            .connectTimeout(.milliseconds(Int64(loop.limits.connectTicks) * 100))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        let name = isAddress(endpoint.host) ? nil : endpoint.host
                        let tap = HandshakeTap(sink: bound.value.keyLog)
                        bound.value.tap = tap
                        try channel.pipeline.syncOperations
                            .addHandlers([tap, try NIOSSLClientHandler(context: context, serverHostname: name)])
                    }
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
            .connect(host: endpoint.host, port: endpoint.port)
            .assumeIsolated()
            .whenFailure { handler.connectingFailed($0) }
    }

    /// Whether a host is an address, which has no name to ask for (RFC 6066 §3).
    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}
