// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCredentials
import Synchronization

/// Answers every token request with the same token, once it is open, and counts.
final class CannedTransport: TokenTransport {
    private struct Gate {
        var isOpen: Bool
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let requests = Atomic<Int>(0)
    private let arrived = Atomic<Int>(0)
    private let gate: Mutex<Gate>
    private let answer = TransportResponse(
        status: 200,
        headers: [(name: "Content-Type", value: "application/json")],
        body: SecretBytes(utf8: CannedTransport.document)
    )

    private static let document =
        #"{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"\#(token)"}"#
    private static let token = String(repeating: "a", count: 1_500)

    init(isOpen: Bool = true) {
        self.gate = Mutex(Gate(isOpen: isOpen))
    }

    var count: Int { self.requests.load(ordering: .relaxed) }

    /// Counts a caller who is about to ask; lets the answers out when all have come.
    func arrive(of callers: Int) {
        if self.arrived.add(1, ordering: .relaxed).newValue == callers { open() }
    }

    /// Lets the answers out.
    func open() {
        let waiting = self.gate.withLock { gate in
            gate.isOpen = true
            defer { gate.waiting = [] }
            return gate.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        self.requests.add(1, ordering: .relaxed)
        await withCheckedContinuation { continuation in
            let isOpen = self.gate.withLock { gate in
                if !gate.isOpen { gate.waiting.append(continuation) }
                return gate.isOpen
            }
            if isOpen { continuation.resume() }
        }
        return self.answer
    }
}

extension ClientAssertionCredential {
    /// A credential that signs nothing, so that the cache is all that is measured.
    static func canned(_ transport: CannedTransport, capacity: Int) throws -> ClientAssertionCredential {
        var options = CredentialOptions(transport: transport)
        options.cacheCapacity = capacity
        return try ClientAssertionCredential(
            tenantID: "11111111-2222-4333-8444-555555555555",
            clientID: "97e0a5b7-d745-40b6-94fe-5f77d35c6e05",
            options: options
        ) { _ in ClientAssertion("assertion") }
    }
}
