// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import Synchronization
import Testing

@testable import SignetGateway

/// What the tokens of the gateway's identity and the configurations of issuers share: one fetch for all that wait.
@Suite struct SharedFetchTests {
    /// An identity whose tokens come when the test lets them.
    private final class HeldIdentity: GatewayIdentity {
        private struct State {
            var calls = 0
            var waiting: [CheckedContinuation<Bool, Never>] = []
            var arrivals: [CheckedContinuation<Void, Never>] = []
        }

        private let state = Mutex(State())
        var calls: Int { self.state.withLock { $0.calls } }

        func token(for resource: String, clientID: String?) async throws(OutgoingFailure) -> IdentityToken {
            let succeeds = await withCheckedContinuation { continuation in
                let arrivals = self.state.withLock { state in
                    state.calls += 1
                    state.waiting.append(continuation)
                    defer { state.arrivals = [] }
                    return state.arrivals
                }
                for arrival in arrivals { arrival.resume() }
            }
            guard succeeds else { throw OutgoingFailure("not now") }
            return IdentityToken(
                secret: SecretBytes(utf8: resource),
                expires: Date(timeIntervalSince1970: 2_000_000_000)
            )
        }

        /// Waits until a fetch has begun.
        func arrival() async {
            await withCheckedContinuation { continuation in
                let isThere = self.state.withLock { state in
                    if state.waiting.isEmpty { state.arrivals.append(continuation) }
                    return !state.waiting.isEmpty
                }
                if isThere { continuation.resume() }
            }
        }

        func release(_ succeeds: Bool) {
            let waiting = self.state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume(returning: succeeds) }
        }
    }

    private let identity = HeldIdentity()
    private let tokens: IdentityTokens

    init() {
        self.tokens = IdentityTokens(identity: self.identity, clock: CallHarness.FixedTime())
    }

    private func fetch() -> Task<Bool, Never> {
        let tokens = self.tokens
        return Task { (try? await tokens.token("r", nil)) != nil }
    }

    private func waiters(_ count: Int) async {
        while self.tokens.waiterCount < count { await Task.yield() }
    }

    @Test func fiftyCallersMakeOneFetch() async {
        let callers = (0..<50).map { _ in fetch() }
        await self.identity.arrival()
        await waiters(50)
        self.identity.release(true)
        for caller in callers { #expect(await caller.value) }
        #expect(self.identity.calls == 1)
        #expect(self.tokens.known("r", nil) != nil)
        #expect(self.tokens.known("r", "other") == nil)
    }

    @Test func aFailureIsNotRemembered() async {
        let first = fetch()
        await self.identity.arrival()
        self.identity.release(false)
        #expect(await !first.value)
        let second = fetch()
        await self.identity.arrival()
        self.identity.release(true)
        #expect(await second.value)
        #expect(self.identity.calls == 2)
    }

    @Test func oneThatWaitsNoLongerTakesNobodyAlong() async {
        let leaving = fetch()
        await self.identity.arrival()
        let staying = fetch()
        await waiters(2)
        leaving.cancel()
        #expect(await !leaving.value)
        self.identity.release(true)
        #expect(await staying.value)
    }

    @Test func whatNobodyWaitsForIsNotKept() async {
        let only = fetch()
        await self.identity.arrival()
        only.cancel()
        #expect(await !only.value)
        let next = fetch()
        // The fetch that was given up is still being held; the next caller begins one of its own.
        self.identity.release(false)
        while self.identity.calls < 2 { await Task.yield() }
        await self.identity.arrival()
        self.identity.release(true)
        #expect(await next.value)
    }
}
