// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCredentials
import Synchronization

/// Answers every token request with the same token; requests whose body has a certain text wait until it is opened.
final class CannedTransport: TokenTransport {
    private struct Gate {
        var isOpen: Bool
        var count = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let held: [UInt8]
    private let gate: Mutex<Gate>
    private let answer: TransportResponse

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - text: Holds the requests that have this text up; nothing holds none.
    ///   - tokenLength: The length of the token.
    init(holding text: String = "", tokenLength: Int = 1_500) {
        self.held = Array(text.utf8)
        self.gate = Mutex(Gate(isOpen: text.isEmpty))
        let token = String(repeating: "a", count: tokenLength)
        self.answer = TransportResponse(
            status: 200,
            headers: [(name: "Content-Type", value: "application/json")],
            body: SecretBytes(
                utf8: #"{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"\#(token)"}"#
            )
        )
    }

    /// Whether requests are held up.
    var isHolding: Bool { self.gate.withLock { !$0.isOpen } }
    /// How many requests were held up.
    var heldCount: Int { self.gate.withLock { $0.count } }

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
        guard !self.held.isEmpty, request.body.withExposedBytes({ $0.firstRange(of: self.held) != nil }) else {
            return self.answer
        }
        await withCheckedContinuation { continuation in
            let isOpen = self.gate.withLock { gate in
                gate.count += 1
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
        options.cacheByteLimit = .max
        return try ClientAssertionCredential(
            tenantID: "11111111-2222-4333-8444-555555555555",
            clientID: "97e0a5b7-d745-40b6-94fe-5f77d35c6e05",
            options: options
        ) { _ in ClientAssertion("assertion") }
    }
}
