// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import SignetPlatformServer
import SignetStorage
import UnixSignals

/// The platform as a process of its own, for the harness that counts its CPU time.
enum PlatformProcess {
    static func run(directory: String) async throws {
        var logger = Logger(label: "platform")
        logger.logLevel = .warning
        var configuration = PlatformServerConfiguration(dataDirectory: directory, port: 0)
        configuration.limits.requestsPerSecond = 0
        let server = PlatformServer(
            configuration: configuration,
            storage: try SQLiteStorage(path: directory + "/signet.db"),
            logger: logger
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: server)],
                gracefulShutdownSignals: [.sigterm],
                logger: logger
            )
        )
        try await group.run()
    }
}
