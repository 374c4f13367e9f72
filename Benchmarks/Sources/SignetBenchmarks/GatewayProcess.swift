// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import SignetGatewayServer
import UnixSignals

/// The gateway as a process of its own, on one event loop, for the harness that measures it beside nginx.
enum GatewayProcess {
    static func run(folder: String, httpPort: String, caFile: String) async throws {
        var options = GatewayOptions(folder: folder)
        options.port = nil
        options.httpPort = Int(httpPort)
        options.caFile = caFile
        options.eventLoops = 1
        let logger = Logger(label: "gateway")
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: GatewayServer(options: options, logger: logger))],
                gracefulShutdownSignals: [.sigterm],
                logger: logger
            )
        )
        try await group.run()
    }
}
