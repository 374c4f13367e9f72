// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetExpressions
import Synchronization
import Testing

@testable import SignetGateway

/// Drives calls through a configuration without a socket.
struct CallHarness {
    let configuration: GatewayConfiguration
    let call: Call
    private var identities = RequestIdentitySource()

    /// A clock that stands still until it is told.
    final class FixedTime: TimeSource {
        private let seconds = Mutex(1_800_000_000.0)

        var now: Date { Date(timeIntervalSince1970: self.seconds.withLock { $0 }) }
        func advance(_ seconds: Double) { self.seconds.withLock { $0 += seconds } }
        func sleep(for duration: Duration) async throws {}
    }

    /// Who calls.
    static let caller = Caller(ipAddress: "192.0.2.1", isTLS: true, localPort: 443)

    init(
        _ folder: ConfigurationOnDisk,
        services: GatewayServices? = nil,
        clock: FixedTime = FixedTime(),
        caller: Caller = Self.caller
    ) throws {
        let (loaded, problems) = folder.read()
        try #require(loaded != nil, "\(problems)")
        self.init(try #require(loaded).configuration, services: services, clock: clock, caller: caller)
    }

    init(
        _ configuration: GatewayConfiguration,
        services: GatewayServices? = nil,
        clock: FixedTime = FixedTime(),
        caller: Caller = Self.caller
    ) {
        self.configuration = configuration
        self.call = Call(
            caller: caller,
            identity: RequestIdentity(&self.identities),
            configuration: self.configuration,
            environment: ExpressionEnvironment(clock: clock),
            services: services ?? GatewayServices(clock: clock)
        )
    }

    /// Begins a call.
    mutating func begin(_ method: String, _ target: String, _ fields: String...) throws -> CallStep {
        let lines = (["\(method) \(target) HTTP/1.1", "Host: gateway.example"] + fields).map { "\($0)\r\n" }
        let bytes = Array((lines.joined() + "\r\n").utf8)
        try #require(self.call.parseRequest(bytes.span, limits: HeadLimits()) == .complete(bytes.count))
        return self.call.begin(self.configuration, identity: RequestIdentity(&self.identities))
    }

    /// The head of the backend's answer arrives.
    func respond(_ status: String, _ fields: String...) throws -> CallStep {
        let lines = (["HTTP/1.1 \(status)"] + fields).map { "\($0)\r\n" }
        let bytes = Array((lines.joined() + "\r\n").utf8)
        try #require(self.call.parseResponse(bytes.span, limits: HeadLimits()) == .complete(bytes.count))
        return self.call.responseArrived()
    }

    /// Does what the call waits for, until it wants something of its connection again.
    func settled(_ step: CallStep) async throws -> CallStep {
        var step = step
        while step == .errand {
            step = self.call.errandDone(await self.call.services.perform(try #require(self.call.errand)))
        }
        return step
    }

    var lastError: String? {
        self.call.state.lastError.map { "\($0.source)|\($0.reason)|\($0.message)" }
    }

    func variable(_ name: String) -> String? { self.call.state.variables[name]?.invariantText }

    var status: Int { self.call.state.response.status }
    var body: String? { self.call.state.responseBody.bytes.map { String(decoding: $0, as: UTF8.self) } }
    func requestHeader(_ name: String) -> [String] { self.call.state.request.values(of: name) }
    func responseHeader(_ name: String) -> [String] { self.call.state.response.values(of: name) }
}
