// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// Another program that a test runs, ended with it.
final class Peer: @unchecked Sendable {
    // Unchecked: the process is started before anybody else knows it and only terminated afterwards.
    private let process: Process

    init(_ executable: String, _ arguments: [String]) throws {
        self.process = Process()
        self.process.executableURL = URL(fileURLWithPath: executable)
        self.process.arguments = arguments
        self.process.standardOutput = FileHandle.nullDevice
        self.process.standardError = FileHandle.nullDevice
        self.process.standardInput = Pipe()
        try self.process.run()
    }

    deinit {
        guard self.process.isRunning else { return }
        // Not SIGTERM: a child inherits the signals that the test runner's threads block, and would never see it.
        kill(self.process.processIdentifier, SIGKILL)
        self.process.waitUntilExit()
    }

    /// Whether a program is there; where it must be (CI), its absence is a failure.
    static func isInstalled(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path) || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    /// The ports that were given out, so that tests which run side by side do not meet.
    private static let given = Mutex<Set<Int>>([])

    /// A port that was free a moment ago, for programs that cannot pick one themselves.
    ///
    /// It lies below those that the system picks for listeners on port 0 and for connections, so that none of them takes
    /// it in between.
    static func freePort() async throws -> Int {
        while true {
            let port = Int.random(in: 12_000..<32_000)
            guard self.given.withLock({ $0.insert(port).inserted }) else { continue }
            let channel = try? await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: port).get()
            guard let channel else { continue }
            try await channel.close()
            return port
        }
    }

    /// Waits until something listens on a port.
    static func awaitListener(_ port: Int) async throws {
        let listens = await eventually {
            let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            try? await channel?.close()
            return channel != nil
        }
        try #require(listens)
    }

    /// Runs a program to its end.
    static func run(_ executable: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        // Waiting for a process blocks its thread: not one that the gateway's tasks need.
        try await NIOThreadPool.singleton.runIfActive { try wait(executable, arguments) }
    }

    private static func wait(_ executable: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
