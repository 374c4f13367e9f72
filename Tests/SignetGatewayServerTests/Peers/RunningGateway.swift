// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOPosix
import SignetCertificates
import SignetCore
import Synchronization

@testable import SignetGatewayServer

/// Runs a gateway for the time of `body`.
func withGateway<Result: Sendable>(
    _ folder: GatewayConfigurationFolder,
    log: LogRecorder = LogRecorder(),
    caFile: String? = nil,
    serverCertificate: CertificateSource? = nil,
    _ body: @escaping @Sendable (GatewayAddresses) async throws -> Result
) async throws -> Result {
    var options = GatewayOptions(folder: folder.path)
    options.port = 0
    options.httpPort = 0
    options.eventLoops = 2
    options.pollInterval = .milliseconds(20)
    options.caFile = caFile
    options.serverCertificate = serverCertificate
    return try await withGateway(options, log: log, body)
}

/// Runs a gateway with options of a test's own for the time of `body`.
func withGateway<Result: Sendable>(
    _ options: GatewayOptions,
    log: LogRecorder = LogRecorder(),
    _ body: @escaping @Sendable (GatewayAddresses) async throws -> Result
) async throws -> Result {
    let (addresses, continuation) = AsyncStream.makeStream(of: GatewayAddresses.self)
    let gateway = GatewayServer(
        options: options,
        logger: Logger(label: "gateway") { _ in log },
        onStart: {
            continuation.yield($0)
            continuation.finish()
        }
    )
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await gateway.run()
            return nil
        }
        group.addTask {
            for await address in addresses { return try await body(address) }
            return nil
        }
        while let result = try await group.next() {
            guard let result else { continue }
            group.cancelAll()
            return result
        }
        throw CancellationError()
    }
}

/// Keeps what a gateway says.
struct LogRecorder: LogHandler {
    private final class Lines: Sendable {
        let lines = Mutex<[String]>([])
    }

    private let storage = Lines()
    var logLevel = Logger.Level.debug
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let details = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        self.storage.lines.withLock { $0.append("\(event.level): \(event.message)\(details)") }
    }

    var lines: [String] { self.storage.lines.withLock { $0 } }

    /// Waits until a line contains `text`.
    func contains(_ text: String) async -> Bool {
        await eventually { self.lines.contains { $0.contains(text) } }
    }
}

/// Asks again and again whether something has become true, for at most twenty seconds.
func eventually(_ condition: @Sendable () async throws -> Bool) async rethrows -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(180)
    while clock.now < end {
        if try await condition() { return true }
        // A moment for the others, by an event loop's timer: asking without pause would take their processor away.
        try? await MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: .milliseconds(5)) {}.futureResult.get()
    }
    return false
}

/// Something that is set once.
final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { self.value.load(ordering: .relaxed) }

    func set() { self.value.store(true, ordering: .relaxed) }
}
