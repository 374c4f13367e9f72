// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import SignetCore
import SignetExpressions
import SignetGateway
import Testing

@testable import SignetGatewayServer

/// A loop of a gateway without the gateway around it, under a configuration that knows no API.
///
/// Its deadlines are hours away: on a busy machine none of them may pass before the test lets it.
enum TestLoop {
    private static let limits = {
        var limits = GatewayLimits()
        limits.warmTicks = 100_000
        limits.idleTicks = 200_000
        limits.headTicks = 100_000
        limits.bodyTicks = 100_000
        limits.connectTicks = 100_000
        limits.upstreamIdleTicks = 100_000
        return limits
    }()

    static func stateMaker(on eventLoop: any EventLoop) throws -> @Sendable () -> LoopState {
        let folder = try GatewayConfigurationFolder()
        try folder.writePolicy("policy.xml", inbound: "")
        let reader = ConfigurationReader(
            path: folder.path,
            sources: ConfigurationSources(
                yaml: { text throws(ConfigurationSources.Malformed) in try SpecificationYAML.parse(text) },
                environment: { _ in nil },
                clock: .system
            )
        )
        let configuration = try #require(reader.read(vault: VaultContents()).0).configuration
        let contexts = try ClientContexts(caFile: nil)
        let logger = Logger(label: "loop") { _ in SwiftLogNoOpLogHandler() }
        return {
            LoopState(
                eventLoop: eventLoop,
                configuration: configuration,
                limits: limits,
                environment: ExpressionEnvironment(clock: .system),
                services: GatewayServices(
                    outgoing: LoopCalls(),
                    identity: nil,
                    trace: LogTraceSink(logger: logger),
                    clock: .system
                ),
                contexts: contexts,
                accounts: LoopAccounts(accessLog: nil, traces: TraceStore()),
                logger: logger
            )
        }
    }
}
