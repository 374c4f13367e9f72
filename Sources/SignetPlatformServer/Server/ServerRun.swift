// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SignetCore
import SignetPlatform

/// One run of a server, from the opening of the port to the last answer.
struct ServerRun: Sendable {
    let configuration: PlatformServerConfiguration
    let start: PlatformStart
    let figures: ServerFigures
    let testing: TestingSurface?
    /// The clock by which the platform judges.
    let clock: any TimeSource
    /// The machine's clock, by which the server itself works.
    let machineClock: any TimeSource
    let logger: Logger
    let onReady: @Sendable (PlatformConnection) async -> Void

    func serve() async throws {
        let platform = StartedPlatform()
        let state = ServerState()
        do {
            let services = try services(platform, state)
            try await withGracefulShutdownHandler {
                try await ServiceGroup(configuration: Self.group(services, self.logger)).run()
            } onGracefulShutdown: {
                state.drain()
            }
        } catch let error {
            // The server that was closed because of it would otherwise be what is complained of.
            if let failure = platform.failure { throw failure }
            guard let error = error as? IOError else { throw error }
            throw PlatformServerError(
                .addressUnusable,
                "cannot listen on \(self.configuration.host):\(self.configuration.port): \(error)",
                cause: error
            )
        }
        if let failure = platform.failure { throw failure }
    }

    /// Each by the name of its type: by default the group describes the whole value, which takes milliseconds.
    private static func group(_ services: [any Service], _ logger: Logger) -> ServiceGroupConfiguration {
        ServiceGroupConfiguration(
            services: services.map { .init(service: $0, serviceName: "\(type(of: $0))") },
            logger: logger
        )
    }

    /// The work that goes on beside the ports, then the ports: what is last in the list is stopped first.
    private func services(_ platform: StartedPlatform, _ state: ServerState) throws -> [any Service] {
        let limits = self.configuration.limits
        let group = MultiThreadedEventLoopGroup.singleton
        let responder = responder(platform, state)
        let date = DateField(clock: self.machineClock)
        let count = ConnectionCount(greatest: limits.connectionsPerAddress)
        let mutualTLS = try self.configuration.mutualTLSPort.map { port in
            var responder = responder
            responder.asksForCertificates = true
            return try MutualTLSListener(
                self.configuration,
                port: port,
                tls: self.start.identity.mutualTLSConfiguration,
                channel: PlatformChannel(responder, ConnectionCount(greatest: limits.connectionsPerAddress), date),
                group: group,
                logger: self.logger
            )
        }
        let channel = PlatformChannel(responder, count, date)
        let server = try TLSChannel(channel, tlsConfiguration: self.start.identity.tlsConfiguration)
            .server(
                configuration: self.configuration.listener(port: self.configuration.port, self.logger),
                onServerRunning: { channel in await self.complete(channel, platform, mutualTLS) },
                eventLoopGroup: group,
                logger: self.logger
            )
        return background(platform) + [mutualTLS].compactMap(\.self) + [server]
    }

    private func responder(_ platform: StartedPlatform, _ state: ServerState) -> PlatformResponder {
        PlatformResponder(
            platform: platform,
            figures: self.figures,
            limits: self.configuration.limits,
            limiter: RateLimiter(self.configuration.limits),
            operations: OperationsSurface(
                platform: platform,
                state: state,
                figures: self.figures,
                things: StateFigures(),
                identity: self.start.identity,
                clock: self.clock
            ),
            testing: self.testing,
            clock: self.machineClock,
            logger: self.logger
        )
    }

    private func background(_ platform: StartedPlatform) -> [any Service] {
        var services: [any Service] = [
            SigningKeyRenewal(platform: platform, clock: self.machineClock, logger: self.logger),
            SignInLogWriting(platform: platform, clock: self.machineClock, logger: self.logger),
            VaultRenewal(platform: platform, clock: self.machineClock, logger: self.logger),
        ]
        if let path = self.configuration.certificatePath {
            services.append(
                ServerCertificateFiles(
                    certificatePath: path,
                    keyPath: self.configuration.keyPath,
                    identity: self.start.identity,
                    clock: self.machineClock,
                    logger: self.logger
                )
            )
        }
        return services
    }

    /// Completes the platform with its address and says that it is there; no request is handled before.
    private func complete(
        _ channel: any Channel,
        _ platform: StartedPlatform,
        _ mutualTLS: MutualTLSListener?
    ) async {
        do {
            let port = channel.localAddress?.port ?? self.configuration.port
            let names = self.start.names.origins(port: port)
            let second = try await mutualTLS?.openPort()
            let secondOrigin = second.map { self.start.names.secondOrigin(port: $0) }
            let secondAliases = second.map { self.start.names.origins(port: $0).aliases } ?? []
            let started = Platform(
                self.start.foundation,
                origin: names.origin,
                originAliases: names.aliases + secondAliases,
                mutualTLSOrigin: secondOrigin,
                clock: self.clock,
                logger: self.logger
            )
            platform.start(started, try await furnished(started))
            let connection = PlatformConnection(
                origin: names.origin,
                mutualTLSOrigin: secondOrigin,
                tenantID: started.tenantID,
                start: self.start
            )
            try connection.write(to: self.start.directory)
            await self.onReady(connection)
        } catch {
            platform.fail(error)
            try? await channel.close()
        }
    }

    /// Puts in what the seed wants to be there, and gives the pages of a platform.
    private func furnished(_ platform: Platform) async throws -> Portal {
        if let seed = self.configuration.seedPath {
            try await SeedRun.apply(
                seed,
                to: platform,
                administrator: self.start.administrator,
                clientID: self.start.administratorClientID,
                now: self.clock.now
            )
        }
        return try Portal(
            platform: platform,
            certificate: self.start.administrator,
            clientID: self.start.administratorClientID,
            clock: self.clock,
            logger: self.logger
        )
    }
}

extension PlatformServerConfiguration {
    /// How a port of the server is opened.
    func listener(port: Int, _ logger: Logger) -> ServerConfiguration {
        ServerConfiguration(
            address: .hostname(self.host, port: port),
            backlog: 1_024,
            availableConnectionsDelegate: MaximumAvailableConnections(self.limits.connections, logger: logger)
        )
    }
}
