// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import NIOCore
import NIOPosix
import NIOSSL
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
        now: Date,
        logger: Logger
    ) async throws -> Listeners {
        guard options.port != nil || options.httpPort != nil else {
            throw GatewayError(.invalidOptions, "Neither a port for TLS nor one for plain HTTP was given.")
        }
        var channels: [any Channel] = []
        do {
            var httpsPort: Int?
            if let port = options.port {
                let context = try ServerContext.make(options.serverCertificate, now: now, logger: logger)
                let channel = try await bind(options.host, port, loops, group, context)
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
                addresses: GatewayAddresses(host: options.host, httpsPort: httpsPort, httpPort: httpPort)
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
        _ context: NIOSSLContext?
    ) async throws -> any Channel {
        let handles = Dictionary(loops.map { (ObjectIdentifier($0.eventLoop), $0) }) { first, _ in first }
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        guard let handle = handles[ObjectIdentifier(channel.eventLoop)] else {
                            throw ChannelError.inappropriateOperationForState
                        }
                        if let context {
                            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                        }
                        let caller = Caller(
                            ipAddress: channel.remoteAddress?.ipAddress ?? "",
                            isTLS: context != nil,
                            localPort: channel.localAddress?.port ?? 0
                        )
                        try channel.pipeline.syncOperations
                            .addHandler(handle.makeHandler(caller))
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

    /// Takes no more callers.
    func close() async {
        for channel in self.channels { try? await channel.close() }
    }
}
