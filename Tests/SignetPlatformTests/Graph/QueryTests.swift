// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct QueryTests {
    /// A platform of its own with five applications.
    private static let populated = Task {
        let fixture = try await PlatformFixture()
        for (name, tags) in [
            ("Alpha", ["x"]), ("beta", ["x", "y"]), ("gamma ray", []), ("Delta", ["z"]), ("alphabet", []),
        ] {
            let properties: JSONObject = ["displayName": .string(name), "tags": .strings(tags)]
            _ = try await fixture.register(properties, servicePrincipal: false)
        }
        return fixture
    }

    private static let eventual = [(name: "ConsistencyLevel", value: "eventual")]

    private func get(
        _ fixture: PlatformFixture,
        _ path: String,
        headers: [(name: String, value: String)] = []
    ) async throws -> Reply {
        let token = try await fixture.token(
            of: fixture.administratorID,
            TestCertificates.administrator.get(),
            PlatformFixture.graphScope
        )
        return await fixture.send(
            "GET",
            "/v1.0" + path.split(separator: " ").joined(separator: "%20"),
            headers: [("Authorization", "Bearer \(token)")] + headers
        )
    }

    private func names(_ reply: Reply) -> [String] {
        (reply.json["value"]?.array ?? []).compactMap { $0["displayName"]?.string }.filter { $0.first != "S" }
    }

    @Test(arguments: [
        ("displayName eq 'BETA'", ["beta"]), ("startswith(displayName,'alpha')", ["Alpha", "alphabet"]),
        ("startsWith(displayName, 'alpha') and displayName eq 'alphabet'", ["alphabet"]),
        ("displayName eq 'beta' or displayName eq 'Delta'", ["Delta", "beta"]),
        ("displayName in ('beta', 'gamma ray', 'none')", ["beta", "gamma ray"]),
        ("tags/any(t:t eq 'x')", ["Alpha", "beta"]), ("tags/any(t: t eq 'x') and tags/any(t:t eq 'y')", ["beta"]),
        ("(displayName eq 'beta' or displayName eq 'Delta') and tags/any(t:t eq 'z')", ["Delta"]),
        ("createdDateTime ge 2027-01-15T08:00:00Z and startswith(displayName,'g')", ["gamma ray"]),
        ("createdDateTime gt 2027-01-15T08:00:00Z and startswith(displayName,'g')", []),
        ("signInAudience eq 'AzureADMyOrg' and displayName eq 'beta'", ["beta"]),
        ("displayName eq 'nobody'", []),
    ])
    func filters(filter: String, expected: [String]) async throws {
        let fixture = try await Self.populated.value
        let reply = try await get(fixture, "/applications?$filter=\(filter)")
        #expect(reply.status == 200, "\(reply.text)")
        #expect(names(reply).sorted() == expected.sorted())
    }

    @Test(arguments: [
        ("$filter=displayName ne 'beta'", "Operator 'NotEqualsMatch' is not supported"),
        ("$filter=not(displayName eq 'beta')", "Operator 'Not' is not supported"),
        ("$filter=endswith(displayName,'a')", "Operator 'EndsWith' is not supported"),
        ("$filter=displayName eq 'a'&$orderby=displayName", "Sorting not supported"),
        ("$search=\"displayName:alpha\"", "ConsistencyLevel: eventual"),
    ])
    func advancedQueriesNeedTheHeader(query: String, text: String) async throws {
        let fixture = try await Self.populated.value
        let reply = try await get(fixture, "/applications?\(query)")
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["code"] == "Request_UnsupportedQuery")
        #expect(reply.json["error"]?["message"]?.string?.contains(text) == true, "\(reply.text)")
        let advanced = try await get(fixture, "/applications?\(query)&$count=true", headers: Self.eventual)
        #expect(advanced.status == 200, "\(advanced.text)")
        #expect(advanced.json["@odata.count"]?.integer != nil)
    }

    @Test func countsAndSearchesWithEventualConsistency() async throws {
        let fixture = try await Self.populated.value
        let counted = try await get(fixture, "/applications?$count=true&$top=2", headers: Self.eventual)
        #expect(counted.json["@odata.count"] == 6)
        #expect(counted.json["value"]?.array?.count == 2)
        let plain = try await get(fixture, "/applications?$count=true")
        #expect(plain.json["@odata.count"] == nil)
        let number = try await get(fixture, "/applications/$count", headers: Self.eventual)
        #expect(number.text == "6")
        #expect(number.header("Content-Type")?.hasPrefix("text/plain") == true)
        #expect(try await get(fixture, "/applications/$count").status == 400)
        let found = try await get(fixture, "/applications?$search=\"displayName:ray\"", headers: Self.eventual)
        #expect(names(found) == ["gamma ray"])
    }

    @Test(arguments: [
        ("", ["Alpha", "alphabet", "beta", "Delta", "gamma ray"]),
        (" desc", ["gamma ray", "Delta", "beta", "alphabet", "Alpha"]),
    ])
    func ordersAcrossPages(direction: String, expected: [String]) async throws {
        let fixture = try await Self.populated.value
        var seen: [String] = []
        var path: String? = "/applications?$orderby=displayName\(direction)&$top=2&$select=displayName"
        while let next = path {
            let page = try await get(fixture, next)
            #expect(page.status == 200, "\(page.text)")
            seen += names(page)
            path = page.json["@odata.nextLink"]?.string
                .map { String($0.dropFirst("\(PlatformFixture.origin)/v1.0".count)) }
        }
        #expect(seen == expected)
    }

    @Test(arguments: [
        "displayName", "displayName eq", "displayName eq 'a", "displayName eq 'a' or", "displayName eq 'a' 'b'",
        "(displayName eq 'a'", "displayName like 'a'", "displayName in ('a'", "startswith(displayName)", "eq 'a'",
        "tags/any(t eq 'x')", "displayName eq a", "", "'", ")", "displayName eq 'a' or 'b'",
        String(repeating: "(", count: 200), String(repeating: "not ", count: 200),
    ])
    func malformedFiltersAreRefused(text: String) {
        #expect(throws: FilterParser.Malformed.self) { try FilterParser.parse(text) }
    }

    @Test func aFilterOfTheGreatestLengthIsReadAtOnce() throws {
        let names = String(repeating: "'x',", count: 2_000)
        _ = try FilterParser.parse("displayName in (\(names)'y')")
        #expect(throws: FilterParser.Malformed.self) { try FilterParser.parse(String(repeating: "(", count: 8_192)) }
    }
}
