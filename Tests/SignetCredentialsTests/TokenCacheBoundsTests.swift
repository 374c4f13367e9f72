// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MetricsTestKit
import SignetCore
import SignetTesting
import Testing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15))) struct TokenCacheBoundsTests {
    private let clock = ManualClock()

    private func credential(
        _ transport: ScriptedTransport,
        _ configure: (inout CredentialOptions) -> Void = { _ in }
    ) throws -> ClientSecretCredential {
        var options = Fixture.options(transport, clock: self.clock)
        options.randomFraction = { 0 }
        configure(&options)
        return try ClientSecretCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: "secret",
            options: options
        )
    }

    @Test(arguments: [1, 3, 1_500])
    func neverHasMoreEntriesThanItsBound(capacity: Int) async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try credential(transport) { $0.cacheCapacity = capacity }
        for number in 0..<capacity + 40 {
            _ = try await credential.token(for: "api://\(number)/.default")
            #expect(credential.cacheStatistics.entries == min(number + 1, capacity))
            self.clock.advance(by: .milliseconds(1))
        }
        #expect(credential.cacheStatistics.evicted == 40)
        let before = transport.requests.count
        // The newest are there whatever part of the cache they are in, and the oldest are not.
        for number in 40..<capacity + 40 { _ = try await credential.token(for: "api://\(number)/.default") }
        #expect(transport.requests.count == before)
        _ = try await credential.token(for: "api://39/.default")
        #expect(transport.requests.count == before + 1)
    }

    @Test func neverTakesMoreBytesThanItsBound() async throws {
        let long = String(repeating: "x", count: 10_000)
        let transport = ScriptedTransport(thereafter: .token(long))
        let credential = try credential(transport) { $0.cacheByteLimit = 55_000 }
        for number in 0..<20 { _ = try await credential.token(for: "api://\(number)/.default") }
        #expect(credential.cacheStatistics.entries == 5)
        #expect((50_000...55_000).contains(credential.cacheStatistics.bytes))
        #expect(credential.cacheStatistics.evicted == 15)
        let tiny = try self.credential(ScriptedTransport(thereafter: .token(long))) { $0.cacheByteLimit = 5_000 }
        #expect(try await tiny.token(for: "a").exposedText == long)
        #expect(tiny.cacheStatistics.entries == 0)
    }

    @Test func countsWhatHappens() async throws {
        let metrics = TestMetrics()
        let transport = ScriptedTransport([
            .token("a", expiresIn: 1_000, refreshIn: 100), .token("b", expiresIn: 1_000, refreshIn: 100), .status(400),
            .refusal(700_016),
        ])
        let credential = try credential(transport) { $0.metricsFactory = metrics }
        _ = try await credential.token(for: "a")
        #expect(try await credential.token(for: "a").exposedText == "a")
        self.clock.advance(by: .seconds(101))
        #expect(try await credential.token(for: "a").exposedText == "a")
        await eventually { credential.cacheStatistics.refreshed == 1 }
        #expect(try await credential.token(for: "a").exposedText == "b")
        self.clock.advance(by: .seconds(200))
        #expect(try await credential.token(for: "a").exposedText == "b")
        await eventually { credential.cacheStatistics.failed == 1 }
        await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "b") }
        let statistics = credential.cacheStatistics
        #expect(statistics.hits == 4)
        #expect(statistics.misses == 2)
        #expect(statistics.failed == 2)
        #expect(statistics.entries == 1)
        #expect(statistics.inFlight == 0)
        let dimensions = [("client_id", Fixture.clientID)]
        await eventually {
            (try? metrics.expectCounter("signet_token_cache_failed", dimensions))?.values.count == 2
        }
        for (name, count) in [("hit", 4), ("miss", 2), ("refreshed", 1), ("failed", 2)] {
            let counter = try metrics.expectCounter("signet_token_cache_" + name, dimensions)
            #expect(counter.values.count == count, "\(name)")
        }
    }

    @Test func countsThoseWhoJoin() async throws {
        let (gate, metrics) = (Gate(), TestMetrics())
        let transport = ScriptedTransport(
            thereafter: .answer { _ in
                await gate.pass()
                return TransportResponse(
                    status: 200,
                    body: SecretBytes(utf8: #"{"access_token":"x","expires_in":3599}"#)
                )
            }
        )
        let credential = try credential(transport) { $0.metricsFactory = metrics }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await credential.token(for: "a") } }
            await eventually { credential.cacheStatistics.joined == 19 }
            #expect(credential.cacheStatistics.inFlight == 1)
            gate.open()
            try await group.waitForAll()
        }
        #expect(credential.cacheStatistics.misses == 1)
        #expect(
            try metrics.expectCounter("signet_token_cache_joined", [("client_id", Fixture.clientID)]).values.count == 19
        )
    }

    @Test(arguments: [(0.0, 1_000.0), (0.5, 1_050), (0.999, 1_099.9)])
    func theRefreshIsSpreadOverATenthOfTheLifeThatRemains(fraction: Double, due: Double) throws {
        let now = self.clock.now
        let token = AccessToken(text: SecretBytes([]), expiresOn: now + 2_000, refreshOn: now + 1_000)
        let planned = RefreshPlan { fraction }
            .refreshDue(of: token, at: now.timeIntervalSinceReferenceDate, afterRefresh: false)
        #expect(abs(planned - now.timeIntervalSinceReferenceDate - due) < 0.001)
        let long = AccessToken(text: SecretBytes([]), expiresOn: now + 86_400, refreshOn: now + 43_200)
        let later = RefreshPlan { fraction }
            .refreshDue(of: long, at: now.timeIntervalSinceReferenceDate, afterRefresh: false)
        #expect(later - now.timeIntervalSinceReferenceDate <= 43_500)
    }

    @Test func aServiceThatWantsARefreshAtOnceIsNotAskedInALoop() {
        let now = self.clock.now
        let token = AccessToken(text: SecretBytes([]), expiresOn: now + 2_000, refreshOn: now)
        let seconds = now.timeIntervalSinceReferenceDate
        #expect(RefreshPlan { 0 }.refreshDue(of: token, at: seconds, afterRefresh: true) == seconds + 30)
    }

    @Test(
        arguments: [
            (1, 0.0, nil, 30.0), (1, 1, nil, 45), (2, 0, nil, 60), (4, 0, nil, 240), (5, 0, nil, 300),
            (60, 0, nil, 300), (Int.max, 1, nil, 450), (1, 0, 3_600, 3_600), (5, 0, 3, 300), (0, 0, nil, 30),
        ] as [(Int, Double, Double?, Double)]
    )
    func aRefreshThatFailsRestsLonger(failures: Int, fraction: Double, requested: Double?, pause: Double) {
        #expect(RefreshPlan { fraction }.pause(afterFailures: failures, requested: requested) == pause)
    }
}
