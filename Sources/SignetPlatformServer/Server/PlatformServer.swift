// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
public import ServiceLifecycle
public import SignetCore
public import SignetPlatform

/// A platform on an https port, with everything it needs in one directory.
///
/// At its first start it makes in the directory a master key, a private certificate authority and the administrator's
/// application with its certificate; the storage is the caller's, by custom `signet.db` in the same directory. When it
/// answers it writes `connection.json`, and removes it when it stops. A graceful shutdown, such as a `ServiceGroup`
/// starts on SIGTERM, lets the requests in progress finish.
///
/// ```swift
/// let server = PlatformServer(
///     configuration: PlatformServerConfiguration(dataDirectory: "/var/lib/signet"),
///     storage: try SQLiteStorage(path: "/var/lib/signet/signet.db"))
/// try await ServiceGroup(
///     services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
/// ```
public struct PlatformServer: Service {
    /// How long an idle connection is kept.
    private static let idleTimeout = TimeAmount.seconds(120)

    private let configuration: PlatformServerConfiguration
    private let storage: any PlatformStorage
    private let clock: any TimeSource
    private let logger: Logger
    private let onReady: @Sendable (PlatformConnection) async -> Void

    /// Describes a server; ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - configuration: Where it works and listens.
    ///   - storage: Where the platform keeps its records.
    ///   - clock: The time by which tokens and certificates are judged.
    ///   - logger: Where malfunctions are told; secrets never are.
    ///   - onReady: Called when `connection.json` is written.
    public init(
        configuration: PlatformServerConfiguration,
        storage: any PlatformStorage,
        clock: any TimeSource = .system,
        logger: Logger = Logger(label: "signet.platform"),
        onReady: @escaping @Sendable (PlatformConnection) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.storage = storage
        self.clock = clock
        self.logger = logger
        self.onReady = onReady
    }

    /// Serves until it is shut down.
    ///
    /// - Throws: ``PlatformServerError`` where the directory, a certificate or the address is unusable; what `Platform` and
    ///   the storage throw.
    public func run() async throws {
        let directory = try DataDirectory(self.configuration.dataDirectory)
        PlatformConnection.remove(from: directory)
        defer { PlatformConnection.remove(from: directory) }
        let start = try await PlatformStart(
            configuration: self.configuration,
            directory: directory,
            storage: self.storage,
            now: self.clock.now
        )
        let platform = StartedPlatform()
        do {
            try await application(start, platform).run()
        } catch let error as IOError {
            throw PlatformServerError(
                .addressUnusable,
                "cannot listen on \(self.configuration.host):\(self.configuration.port): \(error)",
                cause: error
            )
        }
        if let failure = platform.failure { throw failure }
    }

    private func application(
        _ start: PlatformStart,
        _ platform: StartedPlatform
    ) throws -> Application<PlatformResponder> {
        Application(
            responder: PlatformResponder(platform: platform, counters: RequestCounters()),
            server: try .tls(
                .http1(
                    configuration: HTTP1Channel.Configuration(
                        idleTimeout: Self.idleTimeout,
                        httpDecoderConfiguration: .init(
                            maxHeaderFieldSize: 16 * 1_024,
                            maxHeaderListSize: 64 * 1_024,
                            maxHeaderFieldCount: 100
                        )
                    )
                ),
                tlsConfiguration: start.tlsConfiguration
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(self.configuration.host, port: self.configuration.port),
                backlog: 1_024
            ),
            services: [
                SigningKeyRenewal(platform: platform, clock: self.clock, logger: self.logger),
                VaultRenewal(platform: platform, clock: self.clock, logger: self.logger),
            ],
            onServerRunning: { channel in await self.serve(channel, start, platform) },
            logger: self.logger
        )
    }

    /// Completes the platform with its address and says that it is there; no request is handled before.
    private func serve(_ channel: any Channel, _ start: PlatformStart, _ platform: StartedPlatform) async {
        do {
            let port = channel.localAddress?.port ?? self.configuration.port
            let names = start.names.origins(port: port)
            let started = Platform(
                start.foundation,
                origin: names.origin,
                originAliases: names.aliases,
                clock: self.clock,
                logger: self.logger
            )
            platform.start(started)
            let connection = PlatformConnection(
                origin: names.origin,
                tenantID: started.tenantID,
                administratorClientID: start.administratorClientID,
                directory: start.directory
            )
            try connection.write(to: start.directory)
            await self.onReady(connection)
        } catch {
            platform.fail(error)
            try? await channel.close()
        }
    }
}
