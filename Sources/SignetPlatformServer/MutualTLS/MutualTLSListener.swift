// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// The second port, at which clients connect with a certificate; the same platform answers there.
struct MutualTLSListener: Service {
    private let host: String
    private let port: Int
    private let server: any Service
    private let ports: AsyncStream<Result<Int, PlatformServerError>>
    private let announcement: AsyncStream<Result<Int, PlatformServerError>>.Continuation

    init(
        _ configuration: PlatformServerConfiguration,
        port: Int,
        tls: TLSConfiguration,
        channel: PlatformChannel,
        group: any EventLoopGroup,
        logger: Logger
    ) throws {
        self.host = configuration.host
        self.port = port
        let (ports, announcement) = AsyncStream.makeStream(of: Result<Int, PlatformServerError>.self)
        self.ports = ports
        self.announcement = announcement
        self.server = try MutualTLSChannel(channel, configuration: tls)
            .server(
                configuration: configuration.listener(port: port, logger),
                onServerRunning: { channel in announcement.yield(.success(channel.localAddress?.port ?? port)) },
                eventLoopGroup: group,
                logger: logger
            )
    }

    func run() async throws {
        defer { self.announcement.finish() }
        do {
            try await self.server.run()
        } catch let error as IOError {
            let failure = PlatformServerError(
                .addressUnusable,
                "cannot listen on \(self.host):\(self.port) for mutual TLS: \(error)",
                cause: error
            )
            self.announcement.yield(.failure(failure))
            throw failure
        }
    }

    /// The port, as soon as it is open.
    func openPort() async throws -> Int {
        for await result in self.ports { return try result.get() }
        throw CancellationError()
    }
}
