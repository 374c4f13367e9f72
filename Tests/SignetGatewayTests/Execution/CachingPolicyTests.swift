// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetExpressions
import Testing

@testable import SignetGateway

@Suite struct CachingPolicyTests {
    private func harness(_ folder: ConfigurationOnDisk, _ services: GatewayServices, _ clock: CallHarness.FixedTime)
        throws
        -> CallHarness
    {
        try CallHarness(folder, services: services, clock: clock)
    }

    @Test func keepsValuesForTheirTime() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(
            inbound: """
                <cache-lookup-value key="@("k" + context.Request.Headers.GetValueOrDefault("X-K", ""))" variable-name="v" default-value="@("none")" />
                <cache-store-value key="@("k" + context.Request.Headers.GetValueOrDefault("X-K", ""))" value="@(new JObject(new JProperty("a", 1)))" duration="10" />
                <cache-lookup-value key="absent" variable-name="unset" />
                """
        )
        let clock = CallHarness.FixedTime()
        let services = GatewayServices(clock: clock)
        var harness = try harness(folder, services, clock)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(harness.variable("v") == "none")
        #expect(harness.call.state.variables["unset"] == nil)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        guard case .object(let first)? = harness.call.state.variables["v"] else { throw Missing() }
        #expect(first.expressionType == "JObject")
        // Every call has a copy of its own.
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        guard case .object(let second)? = harness.call.state.variables["v"] else { throw Missing() }
        #expect(first !== second)
        #expect(try harness.begin("GET", "/orders/items/7", "X-K: other") == .forward)
        #expect(harness.variable("v") == "none")
        clock.advance(11)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(harness.variable("v") == "none")
    }

    struct Missing: Error {}

    @Test func forgetsRemovedValues() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(
            inbound: """
                <cache-store-value key="k" value="1" duration="10" /><cache-remove-value key="k" />
                <cache-lookup-value key="k" variable-name="v" />
                """
        )
        let clock = CallHarness.FixedTime()
        var harness = try harness(folder, GatewayServices(clock: clock), clock)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(harness.call.state.variables["v"] == nil)
    }

    @Test func refusesValuesThatCannotBeKept() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(
            inbound: "<cache-store-value key=\"k\" value=\"@(new List<string>())\" duration=\"10\" />"
        )
        let clock = CallHarness.FixedTime()
        var harness = try harness(folder, GatewayServices(clock: clock), clock)
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.call.state.lastError?.source == "cache-store-value")
    }

    private func responses(_ attributes: String, _ children: String = "") throws -> ConfigurationOnDisk {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(
            inbound: "<cache-lookup \(attributes)>\(children)</cache-lookup>",
            outbound: """
                <set-header name="X-Before"><value>1</value></set-header><cache-store duration="60" />
                <set-header name="X-After" exists-action="append"><value>1</value></set-header>
                """
        )
        return folder
    }

    private static let usual = "vary-by-developer=\"false\" vary-by-developer-groups=\"false\""

    @Test func answersFromKeptResponses() throws {
        let clock = CallHarness.FixedTime()
        let services = GatewayServices(clock: clock)
        var harness = try harness(try responses(Self.usual), services, clock)
        #expect(try harness.begin("GET", "/orders/items/7?a=1&b=2") == .forward)
        #expect(try harness.respond("200 Fine", "Content-Type: text/plain") == .collectResponseBody)
        #expect(harness.call.responseBodyArrived(Array("seven".utf8)) == .answer)
        #expect(harness.responseHeader("Cache-Control") == ["no-store, must-revalidate"])
        #expect(try harness.begin("GET", "/orders/items/7?b=2&a=1") == .answer)
        #expect(harness.body == "seven")
        #expect(harness.status == 200)
        #expect(harness.responseHeader("Content-Type") == ["text/plain"])
        #expect(harness.responseHeader("X-Before") == ["1"])
        // Processing goes on behind cache-store.
        #expect(harness.responseHeader("X-After") == ["1"])
        for target in ["/orders/items/8?a=1&b=2", "/orders/items/7?a=1", "/orders/items/7"] {
            #expect(try harness.begin("GET", target) == .forward)
        }
        #expect(try harness.begin("GET", "/orders/items/7?a=1&b=2", "Authorization: Bearer x") == .forward)
        clock.advance(61)
        #expect(try harness.begin("GET", "/orders/items/7?a=1&b=2") == .forward)
    }

    @Test(arguments: ["Set-Cookie: a=b", "Cache-Control: private", "Cache-Control: max-age=5, no-store"])
    func neverKeepsWhatIsForOneCaller(field: String) throws {
        let clock = CallHarness.FixedTime()
        let services = GatewayServices(clock: clock)
        var harness = try harness(try responses(Self.usual), services, clock)
        for _ in 0..<2 {
            #expect(try harness.begin("GET", "/orders/items/7") == .forward)
            #expect(try harness.respond("200 OK", field) == .collectResponseBody)
            #expect(harness.call.responseBodyArrived([1]) == .answer)
        }
    }

    @Test func keepsOnlySuccessesAndTellsOthersWhatTheyMayKeep() throws {
        let clock = CallHarness.FixedTime()
        let services = GatewayServices(clock: clock)
        var harness = try harness(
            try responses(
                Self.usual + " downstream-caching-type=\"public\" must-revalidate=\"false\"",
                "<vary-by-header>Accept</vary-by-header><vary-by-query-parameter>a;c</vary-by-query-parameter>"
            ),
            services,
            clock
        )
        #expect(try harness.begin("GET", "/orders/items/7?a=1") == .forward)
        #expect(try harness.respond("404 Not Found") == .collectResponseBody)
        #expect(harness.call.responseBodyArrived([1]) == .answer)
        #expect(try harness.begin("GET", "/orders/items/7?a=1") == .forward)
        #expect(try harness.respond("200 OK", "Cache-Control: max-age=1") == .collectResponseBody)
        #expect(harness.call.responseBodyArrived([1]) == .answer)
        #expect(harness.responseHeader("Cache-Control") == ["public, max-age=60"])
        #expect(harness.responseHeader("Vary") == ["Accept"])
        #expect(try harness.begin("GET", "/orders/items/7?a=1&b=9") == .answer)
        #expect(try harness.begin("GET", "/orders/items/7?a=2") == .forward)
        #expect(try harness.begin("GET", "/orders/items/7?a=1", "Accept: text/html") == .forward)
    }

    @Test func holdsNoMoreBytesThanItMay() {
        let cache = MemoryCache(capacity: 2000)
        let clock = CallHarness.FixedTime()
        for number in 0..<10 {
            cache.store(
                .value(.int(1)),
                size: 300,
                for: CacheKey(.value, "k\(number)"),
                until: clock.now.addingTimeInterval(10)
            )
            // What is used stays.
            _ = cache.entry(for: CacheKey(.value, "k0"), at: clock.now)
        }
        #expect(cache.size <= 2000)
        #expect(cache.entry(for: CacheKey(.value, "k0"), at: clock.now) != nil)
        #expect(cache.entry(for: CacheKey(.value, "k1"), at: clock.now) == nil)
        #expect(cache.entry(for: CacheKey(.response, "k0"), at: clock.now) == nil)
        cache.store(
            .value(.int(1)),
            size: 3000,
            for: CacheKey(.value, "large"),
            until: clock.now.addingTimeInterval(10)
        )
        #expect(cache.entry(for: CacheKey(.value, "large"), at: clock.now) == nil)
    }
}
