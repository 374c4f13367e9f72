// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
public import SignetCredentials
import Synchronization

/// The token service of a conformance suite: it gives tokens, refuses or keeps silent, as the rule at hand wants.
///
/// A credential that speaks to a token service takes it as its transport; one that gets tokens in a way of its own calls
/// ``token()``.
public final class ConformanceService: TokenTransport {
    enum Mode: Sendable {
        case giving
        case refusing
        /// Answers when it gives again.
        case holding
    }

    private struct State {
        var mode = Mode.giving
        var held: [UInt64: CheckedContinuation<Void, any Error>] = [:]
        var lastTicket: UInt64 = 0
        var issued = 0
    }

    /// What every token of the service contains, so that it is found wherever it is printed.
    static let mark = "conformance-secret"
    static let lifetime = 3_600

    private let state = Mutex(State())
    private let arrivals = Threshold()
    private let clock: any TimeSource

    init(clock: any TimeSource) {
        self.clock = clock
    }

    /// How often it was asked.
    var calls: Int { self.arrivals.count }

    func calls(atLeast count: Int) async throws {
        try await self.arrivals.reach(count)
    }

    func become(_ mode: Mode) {
        let released = self.state.withLock { state in
            state.mode = mode
            guard mode != .holding else { return [CheckedContinuation<Void, any Error>]() }
            defer { state.held = [:] }
            return Array(state.held.values)
        }
        for continuation in released { continuation.resume() }
    }

    /// Gives a token that lives for an hour of the suite's clock.
    ///
    /// - Throws: `CredentialError` with `authenticationFailed` where the rule wants a refusal;
    ///   `CancellationError` when the task is cancelled while the service keeps silent.
    public func token() async throws -> AccessToken {
        guard let text = try await next() else {
            throw CredentialError(.authenticationFailed, "the conformance suite refuses this request")
        }
        return AccessToken(text: SecretBytes(utf8: text), expiresOn: self.clock.now + Double(Self.lifetime))
    }

    /// Answers as a token service does.
    ///
    /// - Throws: `CancellationError` when the task is cancelled while the service keeps silent.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        guard let text = try await next() else {
            return RefusalAnswer(aadsts: 7_000_215).response(to: request, at: self.clock.now)
        }
        let body: JSONValue = [
            "token_type": "Bearer", "expires_in": .number(Self.lifetime), "ext_expires_in": .number(Self.lifetime),
            "access_token": .string(text),
        ]
        return TransportResponse(
            status: 200,
            headers: [(name: "Content-Type", value: "application/json; charset=utf-8")],
            body: SecretBytes(body.serialized)
        )
    }

    /// The next token's text; nothing for a refusal.
    private func next() async throws -> String? {
        self.arrivals.increment()
        if self.state.withLock({ $0.mode == .holding }) { try await hold() }
        return self.state.withLock { state in
            guard state.mode == .giving else { return nil }
            state.issued += 1
            return "\(Self.mark)-\(state.issued)"
        }
    }

    private func hold() async throws {
        let ticket = self.state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = self.state.withLock { state in
                    if state.mode == .holding { state.held[ticket] = continuation }
                    return state.mode != .holding
                }
                if isOver { continuation.resume() }
                if Task.isCancelled { giveUp(ticket) }
            }
        } onCancel: {
            giveUp(ticket)
        }
    }

    private func giveUp(_ ticket: UInt64) {
        let held = self.state.withLock { $0.held.removeValue(forKey: ticket) }
        held?.resume(throwing: CancellationError())
    }
}
