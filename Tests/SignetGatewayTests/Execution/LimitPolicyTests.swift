// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SignetGateway

@Suite struct LimitPolicyTests {
    private func harness(_ inbound: String, _ clock: CallHarness.FixedTime, outbound: String = "<base />") throws
        -> CallHarness
    {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: inbound, outbound: outbound)
        return try CallHarness(folder, clock: clock)
    }

    @Test func limitsHowFastCallsCome() throws {
        let clock = CallHarness.FixedTime()
        var harness = try harness(
            """
            <rate-limit-by-key calls="2" renewal-period="60" counter-key="@(context.Request.IpAddress)"
              remaining-calls-header-name="X-Left" remaining-calls-variable-name="left" total-calls-header-name="X-Total"
              retry-after-variable-name="after" />
            """,
            clock
        )
        for left in ["1", "0"] {
            #expect(try harness.begin("GET", "/orders/items/7") == .forward)
            #expect(harness.variable("left") == left)
            #expect(try harness.respond("200 OK") == .answer)
            #expect(harness.responseHeader("X-Left") == [left])
            #expect(harness.responseHeader("X-Total") == ["2"])
            clock.advance(3)
        }
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.status == 429)
        #expect(
            harness.body == #"{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 54 seconds." }"#
        )
        #expect(harness.responseHeader("Retry-After") == ["54"])
        #expect(harness.variable("after") == "54")
        #expect(harness.lastError == "rate-limit-by-key|RateLimitExceeded|Rate limit is exceeded")
        clock.advance(54)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
    }

    @Test func countsWhatTheAnswerSays() throws {
        let clock = CallHarness.FixedTime()
        var harness = try harness(
            """
            <rate-limit-by-key calls="2" renewal-period="60" counter-key="k"
              increment-condition="@(context.Response.StatusCode >= 400)" increment-count="@(2)" />
            """,
            clock
        )
        for _ in 0..<5 {
            #expect(try harness.begin("GET", "/orders/items/7") == .forward)
            #expect(try harness.respond("200 OK") == .answer)
        }
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(try harness.respond("404 Not Found") == .answer)
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.status == 429)
    }

    @Test func limitsEachSubscription() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(
            extra: "\"subscriptionRequired\": true",
            policy: """
                <policies><inbound><rate-limit calls="5" renewal-period="20"><api name="Orders" calls="2" renewal-period="10">
                <operation id="get-item" calls="1" renewal-period="10" /></api></rate-limit></inbound>
                <backend><base /></backend><outbound /><on-error /></policies>
                """
        )
        for name in ["one", "two"] {
            try folder.write(
                "subscriptions/\(name)/subscriptionInformation.json",
                "{\"properties\": {\"displayName\": \"\(name)\", \"scope\": \"/apis\", \"state\": \"active\", \"primaryKey\": \"\(name)\"}}"
            )
        }
        let clock = CallHarness.FixedTime()
        var harness = try CallHarness(folder, clock: clock)
        for key in ["one", "two"] {
            #expect(try harness.begin("GET", "/orders/items/7", "Ocp-Apim-Subscription-Key: \(key)") == .forward)
            #expect(try harness.begin("GET", "/orders/items/7", "Ocp-Apim-Subscription-Key: \(key)") == .answer)
            #expect(harness.lastError == "rate-limit|RateLimitExceeded|Rate limit is exceeded")
        }
    }

    @Test func limitsHowMuchIsCalled() throws {
        let clock = CallHarness.FixedTime()
        var harness = try harness(
            """
            <quota-by-key calls="2" renewal-period="3600" counter-key="k" first-period-start="2027-01-15T07:30:00Z" />
            """,
            clock
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.status == 403)
        let message = "Out of call volume quota. Quota will be replenished in 00:30:00."
        #expect(harness.lastError == "quota-by-key|QuotaExceeded|\(message)")
        #expect(harness.body == "{ \"statusCode\": 403, \"message\": \"\(message)\" }")
        clock.advance(1800)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
    }

    @Test func limitsHowMuchIsTransferred() throws {
        let clock = CallHarness.FixedTime()
        var harness = try harness("<quota-by-key bandwidth=\"2\" renewal-period=\"300\" counter-key=\"k\" />", clock)
        for _ in 0..<2 {
            #expect(try harness.begin("GET", "/orders/items/7") == .forward)
            #expect(try harness.respond("200 OK") == .answer)
            harness.call.finished(bytes: 1500)
        }
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        let message = "Out of bandwidth quota. Quota will be replenished in 00:05:00."
        #expect(harness.lastError == "quota-by-key|QuotaExceeded|\(message)")
    }

    @Test func countsExactly() {
        let counters = MemoryCounters()
        let start = Date(timeIntervalSince1970: 0)
        func add(_ time: Double, limit: Int = 3) -> CounterReading {
            counters.add(1, to: "k", .sliding(seconds: 10), limit: limit, at: start + time)
        }
        #expect(add(0) == CounterReading(isBelowLimit: true, total: 1, secondsLeft: 10))
        #expect(add(4) == CounterReading(isBelowLimit: true, total: 2, secondsLeft: 6))
        #expect(add(8) == CounterReading(isBelowLimit: true, total: 3, secondsLeft: 2))
        #expect(add(9) == CounterReading(isBelowLimit: false, total: 3, secondsLeft: 1))
        #expect(add(10.5) == CounterReading(isBelowLimit: true, total: 3, secondsLeft: 4))
        let forever = counters.add(.max, to: "f", .fixed(seconds: 0, start: nil), limit: nil, at: start)
        #expect(forever == CounterReading(isBelowLimit: true, total: .max, secondsLeft: 0))
        #expect(counters.add(.max, to: "f", .fixed(seconds: 0, start: nil), limit: nil, at: start).total == .max)
    }

    @Test func letsOnlySoManyIn() throws {
        let clock = CallHarness.FixedTime()
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(
            inbound: "",
            backend:
                "<limit-concurrency key=\"@(context.Request.IpAddress)\" max-count=\"1\"><forward-request /></limit-concurrency>"
        )
        let services = GatewayServices(clock: clock)
        var first = try CallHarness(folder, services: services, clock: clock)
        var second = try CallHarness(folder, services: services, clock: clock)
        #expect(try first.begin("GET", "/orders/items/7") == .forward)
        #expect(try second.begin("GET", "/orders/items/7") == .answer)
        #expect(second.status == 429)
        #expect(second.call.state.lastError?.source == "limit-concurrency")
        #expect(try first.respond("200 OK") == .answer)
        #expect(try second.begin("GET", "/orders/items/7") == .forward)
        // A failure gives the place back too.
        #expect(second.call.failed(.timeout("late")) == .answer)
        #expect(try first.begin("GET", "/orders/items/7") == .forward)
    }
}
