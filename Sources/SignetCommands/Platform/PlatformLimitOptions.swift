// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetPlatformServer

/// What one client may ask of the platform.
struct PlatformLimitOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Requests a second that one client at one address may make on average; 0 sets no limit. More are answered "
                + "429 with Retry-After.",
            valueName: "n"
        )
    )
    var rateLimit: Double = ServerLimits().requestsPerSecond

    @Option(
        name: .long,
        help: ArgumentHelp("Requests that one client may make at once after a pause.", valueName: "n")
    )
    var rateBurst: Double?

    @Option(name: .long, help: ArgumentHelp("Connections at the same time.", valueName: "n"))
    var maxConnections: Int = ServerLimits().connections

    @Option(name: .long, help: ArgumentHelp("Connections at the same time from one address.", valueName: "n"))
    var maxConnectionsPerAddress: Int = ServerLimits().connectionsPerAddress

    @Option(
        name: .long,
        help: ArgumentHelp("Seconds within which a new connection must send a request's head.", valueName: "s")
    )
    var headTimeout: Double = ServerLimits().secondsForHead

    @Option(
        name: .long,
        help: ArgumentHelp("Seconds within which a request must be complete and answered.", valueName: "s")
    )
    var requestTimeout: Double = ServerLimits().secondsForRequest

    @Option(name: .long, help: ArgumentHelp("The largest body in bytes.", valueName: "n"))
    var maxBody: Int = ServerLimits().bodyBytes

    func validate() throws {
        guard self.rateLimit >= 0, (self.rateBurst ?? 1) >= 1, self.maxConnections > 0,
            self.maxConnectionsPerAddress > 0, self.headTimeout > 0, self.requestTimeout > 0, self.maxBody >= 0
        else { throw ValidationError("A limit is a positive number; only '--rate-limit' may be 0, which sets none") }
    }

    var limits: ServerLimits {
        var limits = ServerLimits()
        limits.requestsPerSecond = self.rateLimit
        limits.burst = self.rateBurst ?? max(1, self.rateLimit * 2)
        limits.connections = self.maxConnections
        limits.connectionsPerAddress = self.maxConnectionsPerAddress
        limits.secondsForHead = self.headTimeout
        limits.secondsForRequest = self.requestTimeout
        limits.bodyBytes = self.maxBody
        return limits
    }
}
