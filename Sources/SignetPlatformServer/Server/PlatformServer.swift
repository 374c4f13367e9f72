// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import Logging
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
public struct PlatformServer: Service, CustomStringConvertible {
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

    /// The name of the type: a `ServiceGroup` asks for it, and what the server holds is nothing for a log.
    public var description: String { "PlatformServer" }

    /// Serves until it is shut down.
    ///
    /// - Throws: ``PlatformServerError`` where the directory, a certificate or the address is unusable; what `Platform` and
    ///   the storage throw.
    public func run() async throws {
        let directory = try DataDirectory(self.configuration.dataDirectory)
        PlatformConnection.remove(from: directory)
        defer { PlatformConnection.remove(from: directory) }
        let figures = ServerFigures()
        let virtual = self.configuration.isForTesting ? VirtualClock(self.clock) : nil
        let clock: any TimeSource = virtual ?? self.clock
        let start = try await PlatformStart(
            configuration: self.configuration,
            directory: directory,
            storage: MeasuredStorage(self.storage) { figures.measure($0, $1) },
            now: clock.now
        )
        let testing = try virtual.map { clock throws(PlatformServerError) in
            TestingSurface(clock: clock, faults: FaultPlan(), key: try directory.testingKey())
        }
        let run = ServerRun(
            configuration: self.configuration,
            start: start,
            figures: figures,
            testing: testing,
            clock: clock,
            machineClock: self.clock,
            logger: self.logger,
            onReady: self.onReady
        )
        try await run.serve()
    }
}
