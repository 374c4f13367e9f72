// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetTesting
import Testing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15))) struct TokenCacheTests {
    private let clock = ManualClock()

    private func cache(capacity: Int = 10) -> TokenCache {
        TokenCache(limits: CachedTokenLimits(entries: capacity), clock: self.clock, plan: RefreshPlan { 0 })
    }

    private func key(_ scope: String = "a") -> TokenKey { TokenKey(request: TokenRequest(scope: scope)) }

    private func token(_ text: String, lifetime: Double = 3_600, refresh: Double? = nil) -> AccessToken {
        let now = self.clock.now
        return AccessToken(
            text: SecretBytes(utf8: text),
            expiresOn: now + lifetime,
            refreshOn: refresh.map { now + $0 } ?? now + lifetime
        )
    }

    @Test func fiftyCallersShareOneFetch() async throws {
        let (cache, gate, fetches) = (cache(), Gate(), Counter())
        let key = key()
        let fresh = token("fresh")
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await cache.token(for: key) {
                        fetches.increment()
                        await gate.pass()
                        return fresh
                    }
                    .exposedText
                }
            }
            await eventually { cache.waiterCount == 50 }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(texts == Array(repeating: "fresh", count: 50))
        #expect(fetches.count == 1)
        #expect(cache.statistics.inFlight == 0)
    }

    @Test func aFailureIsToldAndNotRemembered() async throws {
        let cache = cache()
        await #expect(throws: TestError.self) {
            _ = try await cache.token(for: self.key()) { throw TestError() }
        }
        let fresh = token("fresh")
        let token = try await cache.token(for: key()) { fresh }
        #expect(token.exposedText == "fresh")
    }

    @Test func aCancelledWaiterLeavesTheOthersServed() async throws {
        let (cache, gate, fetches) = (cache(), Gate(), Counter())
        let key = key()
        let fresh = token("fresh")
        let fetch: TokenCache.Fetch = {
            fetches.increment()
            await gate.pass()
            try Task.checkCancellation()
            return fresh
        }
        let first = Task { try await cache.token(for: key, fetch: fetch) }
        await eventually { cache.waiterCount == 1 }
        let second = Task { try await cache.token(for: key, fetch: fetch) }
        await eventually { cache.waiterCount == 2 }
        first.cancel()
        await #expect(throws: CancellationError.self) { _ = try await first.value }
        gate.open()
        #expect(try await second.value.exposedText == "fresh")
        #expect(fetches.count == 1)
    }

    @Test func theLastCancelledWaiterEndsTheFetchAndNothingIsKept() async throws {
        let (cache, gate, cancelled) = (cache(), Gate(), Counter())
        let key = key()
        let stale = token("stale")
        let tasks = (0..<2)
            .map { _ in
                Task {
                    try await cache.token(for: key) {
                        await gate.pass()
                        if Task.isCancelled { cancelled.increment() }
                        return stale
                    }
                }
            }
        await eventually { cache.waiterCount == 2 }
        for task in tasks { task.cancel() }
        for task in tasks { await #expect(throws: CancellationError.self) { _ = try await task.value } }
        #expect(cache.statistics.inFlight == 0)
        gate.open()
        await eventually { cancelled.count == 1 }
        let fresh = token("fresh")
        #expect(try await cache.token(for: key) { fresh }.exposedText == "fresh")
        #expect(cache.statistics.entries == 1)
    }

    @Test func aTaskThatIsAlreadyCancelledStartsNoFetch() async throws {
        let (cache, fetches, gate) = (cache(), Counter(), Gate())
        let key = key()
        let fresh = token("fresh")
        let task = Task {
            await gate.pass()
            return try await cache.token(for: key) {
                fetches.increment()
                return fresh
            }
        }
        task.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(fetches.count == 0)
    }

    @Test func tenThousandCallersShareOneFetchWhileOtherKeysProceed() async throws {
        let (cache, gate, fetches) = (cache(capacity: 1_000), Gate(), Counter())
        let key = key("busy")
        let fresh = token("fresh")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10_000 {
                group.addTask {
                    _ = try await cache.token(for: key) {
                        fetches.increment()
                        await gate.pass()
                        return fresh
                    }
                }
            }
            await eventually { cache.waiterCount == 10_000 }
            for index in 0..<100 {
                _ = try await cache.token(for: self.key("other \(index)")) { fresh }
            }
            gate.open()
            try await group.waitForAll()
        }
        #expect(fetches.count == 1)
        #expect(cache.statistics.entries == 101)
    }

    @Test func serveTheOldTokenWhileANewOneIsFetchedInTheBackground() async throws {
        let (cache, gate) = (cache(), Gate())
        let key = key()
        let old = token("old", lifetime: 3_600, refresh: 1_800)
        _ = try await cache.token(for: key) { old }
        self.clock.advance(by: .seconds(1_800))
        let fresh = token("new")
        let fetches = Counter()
        let fetch: TokenCache.Fetch = {
            fetches.increment()
            await gate.pass()
            return fresh
        }
        for _ in 0..<10 {
            #expect(try await cache.token(for: key, fetch: fetch).exposedText == "old")
        }
        await eventually { fetches.count == 1 }
        gate.open()
        await eventually { cache.statistics.inFlight == 0 }
        #expect(try await cache.token(for: key, fetch: fetch).exposedText == "new")
        #expect(fetches.count == 1)
    }

    @Test func aFailedRefreshRestsLongerEachTimeAndTheTokenLivesToItsEnd() async throws {
        let reported = Counter()
        let limits = CachedTokenLimits(entries: 10)
        let cache = TokenCache(limits: limits, clock: self.clock, plan: RefreshPlan { 0 }) { _ in reported.increment() }
        let (key, fetches) = (key(), Counter())
        let old = token("old", lifetime: 1_000, refresh: 10)
        _ = try await cache.token(for: key) { old }
        let failing: TokenCache.Fetch = {
            fetches.increment()
            throw TestError()
        }
        self.clock.advance(by: .seconds(10))
        for (index, pause) in [30, 60, 120, 240, 300].enumerated() {
            #expect(try await cache.token(for: key, fetch: failing).exposedText == "old")
            await eventually { reported.count == index + 1 }
            self.clock.advance(by: .seconds(pause) - .milliseconds(1))
            #expect(try await cache.token(for: key, fetch: failing).exposedText == "old")
            #expect(fetches.count == index + 1)
            self.clock.advance(by: .milliseconds(1))
        }
        // 760 seconds are over; in the last moment the token still serves, and then it does not.
        self.clock.advance(by: .seconds(239) + .milliseconds(999))
        #expect(try await cache.token(for: key, fetch: failing).exposedText == "old")
        await eventually { cache.statistics.inFlight == 0 }
        self.clock.advance(by: .milliseconds(2))
        await #expect(throws: TestError.self) { _ = try await cache.token(for: key, fetch: failing) }
        let fresh = token("fresh")
        #expect(try await cache.token(for: key) { fresh }.exposedText == "fresh")
    }

    @Test func anExpiredTokenJoinsTheRefreshThatIsUnderWay() async throws {
        let (cache, gate, fetches) = (cache(), Gate(), Counter())
        let key = key()
        let old = token("old", lifetime: 100, refresh: 10)
        _ = try await cache.token(for: key) { old }
        self.clock.advance(by: .seconds(99))
        let fresh = token("new")
        let fetch: TokenCache.Fetch = {
            fetches.increment()
            await gate.pass()
            return fresh
        }
        #expect(try await cache.token(for: key, fetch: fetch).exposedText == "old")
        self.clock.advance(by: .seconds(2))
        let waiting = Task { try await cache.token(for: key, fetch: fetch) }
        await eventually { cache.waiterCount == 1 }
        gate.open()
        #expect(try await waiting.value.exposedText == "new")
        #expect(fetches.count == 1)
    }

    @Test func aCacheThatGoesAwayEndsItsBackgroundFetches() async throws {
        let (gate, started, cancelled) = (Gate(), Counter(), Counter())
        var cache: TokenCache? = cache()
        let old = token("old", lifetime: 100, refresh: 0)
        _ = try await cache?.token(for: key()) { old }
        _ = try await cache?
            .token(for: key()) {
                started.increment()
                await gate.pass()
                if Task.isCancelled { cancelled.increment() }
                return old
            }
        await eventually { started.count == 1 }
        cache = nil
        gate.open()
        await eventually { cancelled.count == 1 }
    }
}
