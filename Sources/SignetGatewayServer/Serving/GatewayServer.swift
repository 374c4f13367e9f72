// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
public import SignetCore
import SignetExpressions
public import SignetGateway

/// The gateway as a service: reads a configuration folder, listens, follows the folder, and drains when told to stop.
///
/// ```swift
/// var options = GatewayOptions(folder: "extracted-apim")
/// options.httpPort = 8080
/// let gateway = GatewayServer(options: options, logger: logger)
/// try await ServiceGroup(services: [gateway], gracefulShutdownSignals: [.sigterm], logger: logger).run()
/// ```
public struct GatewayServer: Service, CustomStringConvertible {
    private let options: GatewayOptions
    private let reader: ConfigurationReader
    private let clock: any TimeSource
    private let logger: Logger
    private let onStart: @Sendable (GatewayAddresses) async -> Void

    /// Creates a gateway; nothing is read and nothing listens until ``run()``.
    ///
    /// - Parameters:
    ///   - options: How it runs.
    ///   - environment: Looks up an environment variable, for passwords of certificates.
    ///   - clock: Where the time comes from.
    ///   - logger: Where it says what happens.
    ///   - onStart: Called once, when it listens.
    public init(
        options: GatewayOptions,
        environment: @escaping @Sendable (String) -> String? = { _ in nil },
        clock: any TimeSource = .system,
        logger: Logger,
        onStart: @escaping @Sendable (GatewayAddresses) async -> Void = { _ in }
    ) {
        self.options = options
        self.reader = Self.reader(options.folder, environment, clock, options.traceKeys)
        self.clock = clock
        self.logger = logger
        self.onStart = onStart
    }

    /// The name of the type: a `ServiceGroup` asks for it, and what the gateway holds is nothing for a log.
    public var description: String { "GatewayServer" }

    /// Reads a configuration without serving it.
    ///
    /// - Parameters:
    ///   - folder: The folder in the layout of APIOps.
    ///   - environment: Looks up an environment variable, for passwords of certificates.
    ///   - keyVault: How key vaults are read; without it what they keep is only a warning.
    ///   - clock: Where the time comes from, for certificates that have expired.
    /// - Returns: What is wrong with it; it can be served if no problem is an error.
    public static func check(
        folder: String,
        environment: @escaping @Sendable (String) -> String? = { _ in nil },
        keyVault: KeyVaultAccess? = nil,
        clock: any TimeSource = .system
    ) async -> [ConfigurationProblem] {
        let reader = self.reader(folder, environment, clock)
        let logger = Logger(label: "signet.gateway.check") { _ in SwiftLogNoOpLogHandler() }
        let vault = VaultPoller(access: keyVault, clock: clock, logger: logger)
        vault.follow(reader.vaultReferences())
        await vault.refresh()
        return reader.check(vault: vault.snapshot.contents)
    }

    private static func reader(
        _ folder: String,
        _ environment: @escaping @Sendable (String) -> String?,
        _ clock: any TimeSource,
        _ traceKeys: [SecretBytes] = []
    ) -> ConfigurationReader {
        ConfigurationReader(
            path: folder,
            sources: ConfigurationSources(
                yaml: { text throws(ConfigurationSources.Malformed) in try SpecificationYAML.parse(text) },
                environment: environment,
                clock: clock,
                traceKeys: traceKeys
            )
        )
    }

    /// Serves until it is told to stop.
    ///
    /// - Throws: ``GatewayError`` when it cannot start: for a configuration with errors, an unusable certificate, a port
    ///   that is taken.
    public func run() async throws {
        // Before the reading: a change in between is then seen at the first look.
        let signature = self.reader.signature()
        let vault = VaultPoller(access: self.options.keyVault, clock: self.clock, logger: self.logger)
        vault.follow(self.reader.vaultReferences())
        await vault.refresh()
        let (contents, generation) = vault.snapshot
        let loaded = try load(contents)
        let contexts = try clientContexts(loaded.configuration)
        let servers = try serverContexts(loaded.configuration)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, self.options.eventLoops ?? System.coreCount))
        let gateway = RunningParts(
            loaded: loaded,
            contexts: contexts,
            servers: servers,
            vault: vault,
            events: GatewayEvents(loaded),
            traces: TraceStore(),
            accessLog: try self.options.accessLog.map { try AccessLog(path: $0) }
        )
        do {
            try await run(gateway, signature, generation, group)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
        await gateway.accessLog?.finish()
        try await group.shutdownGracefully()
    }

    private func run(
        _ gateway: RunningParts,
        _ signature: ConfigurationSignature,
        _ generation: Int,
        _ group: MultiThreadedEventLoopGroup
    ) async throws {
        let holder = LoopsHolder()
        let vault = gateway.vault
        let administration = Administration(
            events: gateway.events,
            traces: gateway.traces,
            vault: { vault.snapshot.contents },
            snapshot: { await holder.snapshot() },
            lostLogLines: { gateway.accessLog?.lostLines },
            clock: self.clock
        )
        let channel = try await Listeners.administration(self.options, group) { await administration.answer($0) }
        let port = channel?.localAddress?.port
        var accounts = LoopAccounts(accessLog: gateway.accessLog, traces: gateway.traces)
        accounts.traceLocation = port.map { "http://\(self.options.adminHost):\($0)/traces/" }
        let loops = try await makeLoops(group, gateway.loaded.configuration, gateway.contexts, accounts)
        holder.set(loops)
        let servers = gateway.servers
        let watcher = ConfigurationWatcher(
            reader: self.reader,
            contexts: gateway.contexts,
            clock: self.clock,
            logger: self.logger,
            loaded: gateway.loaded,
            signature: signature,
            vault: vault,
            vaultGeneration: generation,
            events: gateway.events
        ) { configuration in
            servers?.use(configuration)
            for loop in loops { await loop.apply(configuration) }
        }
        let listeners = try await Listeners.open(self.options, loops, group, servers, administration: channel)
        try await serve(loops, watcher, vault, listeners)
    }

    private func load(_ vault: VaultContents) throws(GatewayError) -> LoadedConfiguration {
        let (loaded, problems) = self.reader.read(vault: vault)
        guard let loaded else {
            let errors = problems.count { $0.severity == .error }
            throw GatewayError(
                .invalidConfiguration,
                "The configuration has \(errors) error\(errors == 1 ? "" : "s").",
                problems: problems
            )
        }
        for problem in problems { self.logger.warning("\(problem)") }
        return loaded
    }

    private func serverContexts(_ configuration: GatewayConfiguration) throws(GatewayError) -> ServerContexts? {
        guard self.options.port != nil else { return nil }
        let contexts = try ServerContexts(self.options, now: self.clock.now, logger: self.logger)
        contexts.use(configuration)
        return contexts
    }

    private func clientContexts(_ configuration: GatewayConfiguration) throws(GatewayError) -> ClientContexts {
        do {
            let contexts = try ClientContexts(caFile: self.options.caFile)
            try contexts.use(authorities: configuration.authorities)
            return contexts
        } catch {
            throw GatewayError(
                .unusableCertificate,
                "The authorities in '\(self.options.caFile ?? "ca certificates")' cannot be read: give a PEM file.",
                cause: error
            )
        }
    }

    private func makeLoops(
        _ group: MultiThreadedEventLoopGroup,
        _ configuration: GatewayConfiguration,
        _ contexts: ClientContexts,
        _ accounts: LoopAccounts
    ) async throws -> [LoopHandle] {
        let environment = ExpressionEnvironment(clock: self.clock, certificates: ImportedCertificates())
        let logger = self.logger
        let calls = LoopCalls()
        let services = GatewayServices(
            outgoing: calls,
            identity: self.options.keyVault.map(CredentialIdentity.init),
            trace: LogTraceSink(logger: logger),
            clock: self.clock
        )
        var loops: [LoopHandle] = []
        for eventLoop in group.makeIterator() {
            loops.append(
                try await LoopHandle.make(on: eventLoop) {
                    LoopState(
                        eventLoop: eventLoop,
                        configuration: configuration,
                        limits: GatewayLimits(),
                        environment: environment,
                        services: services,
                        contexts: contexts,
                        accounts: accounts,
                        logger: logger
                    )
                }
            )
        }
        calls.use(loops)
        return loops
    }

    private func serve(
        _ loops: [LoopHandle],
        _ watcher: ConfigurationWatcher,
        _ vault: VaultPoller,
        _ listeners: Listeners
    ) async throws {
        await self.onStart(listeners.addresses)
        self.logger.info(
            "The gateway listens.",
            metadata: [
                "https": "\(listeners.addresses.httpsPort.map(String.init) ?? "-")",
                "http": "\(listeners.addresses.httpPort.map(String.init) ?? "-")",
            ]
        )
        await watch(watcher, vault)
        await listeners.close()
        if !Task.isCancelled { await drain(loops) }
        for loop in loops { await loop.stop() }
    }

    /// Follows the folder until the gateway is told to stop.
    private func watch(_ watcher: ConfigurationWatcher, _ vault: VaultPoller) async {
        let (clock, interval) = (self.clock, self.options.pollInterval)
        await cancelWhenGracefulShutdown {
            // A vault that does not answer must not keep changed files waiting.
            async let polling: Void = vault.run(every: interval)
            var watcher = watcher
            while !Task.isCancelled {
                do { try await clock.sleep(for: interval) } catch { break }
                await watcher.look()
            }
            await polling
        }
    }

    /// Waits until no caller is left, but not for ever.
    private func drain(_ loops: [LoopHandle]) async {
        let (clock, limit) = (self.clock, self.options.drainTimeout)
        // Everywhere before the first connection closes, and then all at once: a long call on one loop must not keep the
        // free connections of another.
        for loop in loops { await loop.announceDraining() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { drains in
                    for loop in loops { drains.addTask { try? await loop.drain() } }
                }
            }
            group.addTask { try? await clock.sleep(for: limit) }
            await group.next()
            // The waiting for callers cannot be cancelled, but ends with their connections.
            for loop in loops { await loop.stop() }
            group.cancelAll()
        }
    }
}
