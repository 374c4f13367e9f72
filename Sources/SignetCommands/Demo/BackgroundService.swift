// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle

/// Runs a service beside a piece of work: the service is there when the work begins and gone when it has ended.
enum BackgroundService {
    /// Starts the service, waits until it is ready, does the work, and shuts the service down.
    ///
    /// - Parameters:
    ///   - service: The service.
    ///   - ready: Ends when the service is ready.
    ///   - work: What is done meanwhile.
    /// - Returns: What the work gives.
    /// - Throws: What the work throws, or the service when it ends early.
    static func with<Result: Sendable>(
        _ service: any Service,
        ready: AsyncStream<Void>,
        _ work: () async throws -> Result
    ) async throws -> Result {
        var logger = Logger(label: "signet.service")
        logger.logLevel = .error
        let group = ServiceGroup(services: [service], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask { for await _ in ready {} }
            // Whichever comes first: readiness, or the service's failure to start.
            try await tasks.next()
            do {
                let result = try await work()
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return result
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
    }
}
