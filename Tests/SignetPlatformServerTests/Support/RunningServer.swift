// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import ServiceLifecycle
import SignetCore
import SignetPlatform
import SignetPlatformServer
import SignetStorage
import Testing

/// A server that runs while a test's body does, and is shut down gracefully behind it.
struct RunningServer: Sendable {
    let connection: PlatformConnection
    let directory: String
    let group: ServiceGroup

    static func with(
        directory: String,
        storage: (any PlatformStorage)? = nil,
        _ body: (RunningServer) async throws -> Void
    ) async throws {
        let (ready, signal) = AsyncStream.makeStream(of: PlatformConnection.self)
        let server = PlatformServer(
            configuration: PlatformServerConfiguration(
                dataDirectory: directory,
                port: 0,
                domainNames: ["contoso.example"]
            ),
            storage: try storage ?? SQLiteStorage(path: directory + "/signet.db"),
            logger: quiet,
            onReady: { signal.yield($0) }
        )
        let group = ServiceGroup(services: [server], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { signal.finish() }
                try await group.run()
            }
            var iterator = ready.makeAsyncIterator()
            if let connection = await iterator.next() {
                let running = RunningServer(connection: connection, directory: directory, group: group)
                do {
                    try await body(running)
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    static var quiet: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }

    /// Runs `curl` with the server's authority trusted.
    func curl(_ arguments: String...) async throws -> String {
        try await Command.run("curl", ["-sS", "--cacert", self.connection.caCertificatePath] + arguments)
    }
}

/// A directory that is gone when the test is.
func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("signet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try await body(url.resolvingSymlinksInPath().path)
}
