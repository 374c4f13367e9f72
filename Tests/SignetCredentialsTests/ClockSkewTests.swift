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

@Suite(.timeLimit(.minutes(15))) struct ClockSkewTests {
    private let clock = ManualClock(advancesOnSleep: true)

    private func date(_ offset: Double) -> [(name: String, value: String)] {
        [(name: "Date", value: Timestamp.http(self.clock.now + offset))]
    }

    private func token(_ offset: Double) -> ScriptedTransport.Step {
        .status(200, headers: date(offset), body: #"{"access_token":"t","expires_in":3599}"#)
    }

    private func stale(_ offset: Double) -> ScriptedTransport.Step {
        .status(
            401,
            headers: date(offset),
            body: #"{"error":"invalid_client","error_description":"AADSTS700024: late","error_codes":[700024]}"#
        )
    }

    @Test(arguments: [7_200.0, 600, -600, -86_400, 6])
    func datesAssertionsByTheServicesClock(offset: Double) async throws {
        let transport = ScriptedTransport(thereafter: token(offset))
        let credential = try Fixture.credential(transport, clock: self.clock)
        #expect(credential.cacheStatistics.clockSkew == nil)
        _ = try await credential.token(for: "a")
        #expect(abs((credential.cacheStatistics.clockSkew ?? .zero) / .seconds(1) - offset) < 1)
        let token = try await credential.token(for: "b")
        let first = try #require(Fixture.assertion(transport.requests[0]).notBefore)
        let second = try #require(Fixture.assertion(transport.requests[1]).notBefore)
        #expect(abs(second.timeIntervalSince(first) - offset) <= 1)
        // A lifetime counts from the request by this machine's clock.
        #expect(token.expiresOn == self.clock.now + 3_599)
    }

    @Test(arguments: [0.0, 3, -4])
    func leavesSmallDifferencesAlone(offset: Double) async throws {
        let transport = ScriptedTransport(thereafter: token(offset))
        let credential = try Fixture.credential(transport, clock: self.clock)
        _ = try await credential.token(for: "a")
        _ = try await credential.token(for: "b")
        let times = try transport.requests.map { try Fixture.assertion($0).notBefore }
        #expect(times[0] == times[1])
    }

    @Test func asksOnceMoreByTheCorrectedClockWhenTheAssertionWasStale() async throws {
        let transport = ScriptedTransport([stale(3_600), token(3_600)])
        let credential = try Fixture.credential(transport, clock: self.clock)
        #expect(try await credential.token(for: "a").exposedText == "t")
        let times = try transport.requests.map { try #require(try Fixture.assertion($0).notBefore) }
        #expect(abs(times[1].timeIntervalSince(times[0]) - 3_600) <= 1)
        #expect(self.clock.requestedSleeps.isEmpty)
    }

    @Test func asksOnceMoreAndNotForEver() async throws {
        let transport = ScriptedTransport([stale(3_600), stale(-3_600), stale(7_200)], thereafter: stale(0))
        let credential = try Fixture.credential(transport, clock: self.clock)
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.refusal?.aadstsCodes == [700_024])
        #expect(transport.requests.count == 2)
    }

    @Test func aStaleAssertionWithoutADifferenceOfClocksIsARefusal() async throws {
        for headers in [date(0), [], [(name: "Date", value: "soon")]] {
            let body = #"{"error":"invalid_client","error_codes":[700024]}"#
            let transport = ScriptedTransport(thereafter: .status(401, headers: headers, body: body))
            let credential = try Fixture.credential(transport, clock: self.clock)
            await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
            #expect(transport.requests.count == 1)
        }
    }

    @Test func doesNotBelieveTheClockOfAProxy() async throws {
        let transport = ScriptedTransport([.status(502, headers: date(9_000), body: "<html>"), .token("t")])
        let credential = try Fixture.credential(transport, clock: self.clock)
        _ = try await credential.token(for: "a")
        #expect(credential.cacheStatistics.clockSkew == nil)
    }

    @Test func tellsAClosureTheServicesTime() async throws {
        let transport = ScriptedTransport(thereafter: token(500))
        let dates = Recorder<Date>()
        let credential = try ClientAssertionCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            options: Fixture.options(transport, clock: self.clock)
        ) { request in
            dates.append(request.date)
            return ClientAssertion("assertion")
        }
        _ = try await credential.token(for: "a")
        _ = try await credential.token(for: "b")
        #expect(dates.values.count == 2)
        #expect(abs(dates.values[1].timeIntervalSince(dates.values[0]) - 500) <= 1)
    }

    @Test func aGaugeShowsTheDifference() async throws {
        let metrics = TestMetrics()
        var options = Fixture.options(ScriptedTransport(thereafter: token(500)), clock: self.clock)
        options.metricsFactory = metrics
        let credential = try ClientSecretCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: "secret",
            options: options
        )
        _ = try await credential.token(for: "a")
        let gauge = try metrics.expectRecorder(
            "signet_token_service_clock_skew_seconds",
            [("client_id", Fixture.clientID)]
        )
        #expect(abs((gauge.lastValue ?? 0) - 500) <= 1)
    }
}
