// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import SignetGateway

/// The sockets that callers come to.
struct Listeners {
    private let channels: [any Channel]
    /// Where they listen.
    let addresses: GatewayAddresses

    static func open(
        _ options: GatewayOptions,
        _ loops: [LoopHandle],
        _ group: MultiThreadedEventLoopGroup,
        _ contexts: ServerContexts?,
        administration: (any Channel)?
    ) async throws -> Listeners {
        guard options.port != nil || options.httpPort != nil else {
            throw GatewayError(.invalidOptions, "Neither a port for TLS nor one for plain HTTP was given.")
        }
        var channels: [any Channel] = administration.map { [$0] } ?? []
        do {
            var httpsPort: Int?
            if let port = options.port {
                let channel = try await bind(options.host, port, loops, group, contexts)
                channels.append(channel)
                httpsPort = channel.localAddress?.port
            }
            var httpPort: Int?
            if let port = options.httpPort {
                let channel = try await bind(options.host, port, loops, group, nil)
                channels.append(channel)
                httpPort = channel.localAddress?.port
            }
            return Listeners(
                channels: channels,
                addresses: GatewayAddresses(
                    host: options.host,
                    httpsPort: httpsPort,
                    httpPort: httpPort,
                    adminPort: administration?.localAddress?.port
                )
            )
        } catch {
            for channel in channels { try? await channel.close() }
            throw error
        }
    }

    private static func bind(
        _ host: String,
        _ port: Int,
        _ loops: [LoopHandle],
        _ group: MultiThreadedEventLoopGroup,
        _ contexts: ServerContexts?
    ) async throws -> any Channel {
        let handles = Dictionary(loops.map { (ObjectIdentifier($0.eventLoop), $0) }) { first, _ in first }
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                // A connection keeps the buffer that it read last. What is longer makes it grow, at a few more reads once.
                .childChannelOption(
                    .recvAllocator,
                    value: AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 512, maximum: 64 * 1024)
                )
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard let handle = handles[ObjectIdentifier(channel.eventLoop)] else {
                            throw ChannelError.inappropriateOperationForState
                        }
                        if let contexts {
                            try secure(channel, handle.makeDoor(contexts.chains), contexts)
                            return
                        }
                        let caller = Caller(
                            ipAddress: channel.remoteAddress?.ipAddress ?? "",
                            isTLS: false,
                            localPort: channel.localAddress?.port ?? 0
                        )
                        try channel.pipeline.syncOperations.addHandler(handle.makeHandler(caller))
                    }
                }
                .bind(host: host, port: port)
                .get()
        } catch {
            throw GatewayError(
                .cannotListen,
                "The gateway cannot listen on \(host):\(port): \(error)",
                cause: error
            )
        }
    }

    /// Opens the port of the operators.
    static func administration(
        _ options: GatewayOptions,
        _ group: MultiThreadedEventLoopGroup,
        _ answer: @escaping @Sendable (String) async -> AdministrationHandler.Answer
    ) async throws -> (any Channel)? {
        guard let port = options.adminPort else { return nil }
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            IdleStateHandler(allTimeout: .seconds(75)), IdleEnding(),
                            AdministrationHandler(answer: answer),
                        ])
                    }
                }
                .bind(host: options.adminHost, port: port)
                .get()
        } catch {
            throw GatewayError(
                .cannotListen,
                "The gateway cannot listen on \(options.adminHost):\(port): \(error)",
                cause: error
            )
        }
    }

    /// Puts TLS in front of a door, with the context for the name that the caller asks for.
    private static func secure(
        _ channel: any Channel,
        _ door: FrontDoor,
        _ contexts: ServerContexts
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(door)
        guard contexts.hasNames else {
            return try pipeline.addHandler(tls(contexts.entry(for: nil), contexts), position: .before(door))
        }
        let names = SNIHandler { result in
            let name: String? = if case .hostname(let name) = result { name } else { nil }
            return channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations
                    .addHandler(tls(contexts.entry(for: name), contexts), position: .before(door))
            }
        }
        try pipeline.addHandler(ByteToMessageHandler(names), position: .before(door))
    }

    private static func tls(_ entry: ServerContexts.Entry, _ contexts: ServerContexts) -> NIOSSLServerHandler {
        guard entry.negotiates else { return NIOSSLServerHandler(context: entry.context) }
        let chains = contexts.chains
        return NIOSSLServerHandler(
            context: entry.context,
            customVerificationCallback: { certificates, promise in
                promise.succeed(chains.present(certificates) ? .certificateVerified : .failed)
            }
        )
    }

    /// Takes no more callers.
    func close() async {
        for channel in self.channels { try? await channel.close() }
    }
}

/// Ends a connection on which nothing happens.
private final class IdleEnding: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}
