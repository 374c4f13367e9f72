// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import SignetCore
import SignetCredentials
import SignetTesting
import Synchronization

/// A client, its certificate and a token service that follows a script.
enum Fixture {
    static let tenantID = "contoso.onmicrosoft.com"
    static let clientID = "97e0a5b7-d745-40b6-94fe-5f77d35c6e05"
    static let scope = "https://graph.microsoft.com/.default"
    static let endpoint = "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"

    static func options(
        _ transport: any TokenTransport,
        clock: any TimeSource = ManualClock(advancesOnSleep: true),
        allowing tenants: [String] = [],
        capacity: Int = 100,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) -> CredentialOptions {
        CredentialOptions(
            additionallyAllowedTenants: tenants,
            transport: transport,
            cacheCapacity: capacity,
            logger: logger,
            clock: clock
        )
    }

    static func credential(
        _ transport: any TokenTransport,
        name: String = "client",
        clock: any TimeSource = ManualClock(advancesOnSleep: true),
        allowing tenants: [String] = [],
        sendsChain: Bool = false,
        algorithm: AssertionAlgorithm = .ps256
    ) throws -> CertificateCredential {
        try CertificateCredential(
            tenantID: tenantID,
            clientID: clientID,
            certificate: .certificate(try TestCertificates.client(name, at: clock.now)),
            sendsChain: sendsChain,
            algorithm: algorithm,
            options: options(transport, clock: clock, allowing: tenants)
        )
    }

    /// The fields of a form, decoded.
    static func form(_ request: TransportRequest) -> [String: String] {
        let text = request.body.withExposedBytes { String(decoding: $0, as: UTF8.self) }
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            fields[parts[0]] = parts.count > 1 ? parts[1].removingPercentEncoding : ""
        }
        return fields
    }

    /// The assertion of a request, decoded.
    static func assertion(_ request: TransportRequest) throws -> DecodedAssertion {
        try DecodedAssertion(form(request)["client_assertion"] ?? "")
    }
}

/// Holds tasks up until it is opened.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func open() {
        let waiting = self.state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = self.state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

/// Counts.
final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    var count: Int { self.value.load(ordering: .sequentiallyConsistent) }

    @discardableResult
    func increment() -> Int { self.value.add(1, ordering: .sequentiallyConsistent).newValue }
}

/// Remembers values.
final class Recorder<Value: Sendable>: Sendable {
    private let recorded = Mutex<[Value]>([])

    var values: [Value] { self.recorded.withLock { $0 } }

    func append(_ value: Value) { self.recorded.withLock { $0.append(value) } }
}

/// Waits for a condition that other tasks bring about.
func eventually(_ condition: @Sendable () -> Bool) async {
    while !condition(), !Task.isCancelled { await Task.yield() }
}

struct TestError: Error, Equatable {
    var text = "the script says so"
}
