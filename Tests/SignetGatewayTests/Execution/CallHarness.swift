// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetExpressions
import Testing

@testable import SignetGateway

/// Drives calls through a configuration without a socket.
struct CallHarness {
    let configuration: GatewayConfiguration
    let call: Call
    private var identities = RequestIdentitySource()

    init(_ configuration: GatewayConfiguration) {
        self.configuration = configuration
        self.call = Call(
            caller: Caller(ipAddress: "192.0.2.1", isTLS: true, localPort: 443),
            identity: RequestIdentity(&self.identities),
            configuration: self.configuration,
            environment: ExpressionEnvironment(clock: FixedTime())
        )
    }

    struct FixedTime: TimeSource {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        func sleep(for duration: Duration) async throws {}
    }

    init(_ folder: ConfigurationOnDisk) throws {
        let (loaded, problems) = folder.read()
        try #require(loaded != nil, "\(problems)")
        self.init(try #require(loaded).configuration)
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

    var status: Int { self.call.state.response.status }
    var body: String? { self.call.state.responseBody.bytes.map { String(decoding: $0, as: UTF8.self) } }
    func requestHeader(_ name: String) -> [String] { self.call.state.request.values(of: name) }
    func responseHeader(_ name: String) -> [String] { self.call.state.response.values(of: name) }
}
