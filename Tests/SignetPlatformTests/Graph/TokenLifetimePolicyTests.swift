// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct TokenLifetimePolicyTests {
    private static let path = "/policies/tokenLifetimePolicies"

    private static func definition(_ lifetime: String) -> JSONValue {
        [.string(#"{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"\#(lifetime)"}}"#)]
    }

    private func make(_ fixture: PlatformFixture, _ lifetime: String, isDefault: Bool = false) async throws -> String {
        let reply = try await fixture.graph(
            "POST",
            Self.path,
            [
                "displayName": .string(lifetime), "isOrganizationDefault": .bool(isDefault),
                "definition": Self.definition(lifetime),
            ]
        )
        try #require(reply.status == 201, "\(reply.text)")
        return try #require(reply.json["id"]?.string)
    }

    private func assign(_ id: String, to path: String, _ fixture: PlatformFixture) async throws -> Reply {
        try await fixture.graph(
            "POST",
            "\(path)/tokenLifetimePolicies/$ref",
            ["@odata.id": .string("https://graph.microsoft.com/v1.0\(Self.path)/\(id)")]
        )
    }

    private func lifetime(_ people: PeopleFixture) async throws -> Int {
        let daemon = try TestCertificates.daemon.get()
        let token = try await people.platform.token(of: people.client.appID, daemon, "api://orders/.default")
        let claims = try CompactToken(token).claims
        return try #require(claims["exp"]?.integer) - (try #require(claims["iat"]?.integer))
    }

    @Test func theNearestPolicyDecides() async throws {
        let people = try await PeopleFixture()
        let fixture = people.platform
        let usual = try await lifetime(people)
        #expect((3_600...5_400).contains(usual))
        _ = try await make(fixture, "02:00:00", isDefault: true)
        #expect(try await lifetime(people) == 7_200)
        let application = try await make(fixture, "00:10:00")
        #expect(try await assign(application, to: "/applications/\(people.orders.id)", fixture).status == 204)
        #expect(try await lifetime(people) == 600)
        let principal = try await make(fixture, "1.00:00:00")
        let path = "/servicePrincipals/\(people.orders.principalID)"
        #expect(try await assign(principal, to: path, fixture).status == 204)
        #expect(try await lifetime(people) == 86_400)
        let shown = try await fixture.graph("GET", "\(path)/tokenLifetimePolicies")
        #expect(shown.json["value"]?.array?.first?["id"]?.string == principal, "\(shown.text)")
        #expect(try await fixture.graph("DELETE", "\(path)/tokenLifetimePolicies/\(principal)/$ref").status == 204)
        #expect(try await lifetime(people) == 600)
        let changed: JSONValue = ["definition": Self.definition("3:00:00")]
        #expect(try await fixture.graph("PATCH", "\(Self.path)/\(application)", changed).status == 204)
        #expect(try await lifetime(people) == 10_800)
        #expect(try await fixture.graph("DELETE", "\(Self.path)/\(application)").status == 204)
        #expect(try await lifetime(people) == 7_200)
    }

    @Test func idTokensFollowThePolicyOfTheirClient() async throws {
        let people = try await PeopleFixture()
        let id = try await make(people.platform, "04:00:00")
        #expect(try await assign(id, to: "/applications/\(people.client.id)", people.platform).status == 204)
        let reply = await people.signIn("openid")
        let claims = try CompactToken(try #require(reply.json["id_token"]?.string, "\(reply.text)")).claims
        #expect(try #require(claims["exp"]?.integer) - (try #require(claims["iat"]?.integer)) == 14_400)
    }

    @Test func aSecondPolicyAndASecondDefaultAreRefused() async throws {
        let people = try await PeopleFixture()
        let fixture = people.platform
        let path = "/applications/\(people.orders.id)"
        #expect(try await assign(try await make(fixture, "02:00:00"), to: path, fixture).status == 204)
        let second = try await assign(try await make(fixture, "03:00:00"), to: path, fixture)
        #expect(second.status == 400)
        #expect(second.json["error"]?["code"] == "Request_MultipleObjectsWithSameKeyValue")
        _ = try await make(fixture, "02:00:00", isDefault: true)
        let other = try await fixture.graph(
            "POST",
            Self.path,
            ["displayName": "b", "isOrganizationDefault": true, "definition": Self.definition("02:00:00")]
        )
        #expect(other.status == 400)
        let unknown = try await assign("00000000-0000-4000-8000-000000000001", to: path, fixture)
        #expect(unknown.status == 404)
    }

    @Test(arguments: [
        "00:09:59", "24:00:00", "1.00:00:01", "2.00:00:00", "1:2:3:4", "0a:10:00", "-01:00:00", "99999.00:00:00", "",
        ":",
        "01", "00:60:00",
    ])
    func refusesALifetimeOutOfBounds(_ lifetime: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = try await fixture.graph(
            "POST",
            Self.path,
            ["displayName": "x", "definition": Self.definition(lifetime)]
        )
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["code"] == "Request_BadRequest")
        #expect(reply.json["error"]?["message"] == "Property definition has an invalid value.")
    }

    @Test(
        arguments: [
            [:], ["definition": ["{}"]], ["displayName": "x"], ["displayName": "x", "definition": []],
            ["displayName": "x", "definition": "{}"], ["displayName": "x", "definition": ["x"]],
            [
                "displayName": "x",
                "definition": [#"{"TokenLifetimePolicy":{"Version":2,"AccessTokenLifetime":"01:00:00"}}"#],
            ],
            [
                "displayName": "x",
                "definition": [#"{"TokenLifetimePolicy":{"Version":1,"MaxInactiveTime":"01:00:00"}}"#],
            ],
        ] as [JSONObject]
    )
    func refusesWhatIsNoPolicy(_ payload: JSONObject) async throws {
        let fixture = try await PlatformFixture.shared.value
        #expect(try await fixture.graph("POST", Self.path, .object(payload)).status == 400)
    }
}
