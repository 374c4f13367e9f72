// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct OnBehalfOfTests {
    @Test func givesTheTokensOfThePersonForTheNextResource() async throws {
        let people = try await PeopleFixture.shared.value
        let assertion = try await people.ordersToken()
        try await people.consent(["User.Read"], of: people.orders, at: BuiltInResource.graph.appID, for: people.userID)
        let reply = try await people.onBehalfOf(assertion)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(
            reply.names == [
                "token_type", "scope", "expires_in", "ext_expires_in", "access_token", "refresh_token", "id_token",
                "client_info",
            ]
        )
        let claims = reply.claims
        #expect(claims["aud"] == "https://graph.microsoft.com")
        #expect(claims["appid"] == .string(people.orders.appID))
        #expect(claims["appidacr"] == "2")
        #expect(claims["oid"] == .string(people.userID))
        #expect(claims["scp"] == "openid profile User.Read")
        #expect(claims["upn"] == .string(people.userName))
        #expect(reply.json["scope"] == "openid profile https://graph.microsoft.com/User.Read")
        let info = reply.json["client_info"]?.string.flatMap { Base64URL.decode(Array($0.utf8)) } ?? []
        #expect(
            try JSONValue.parse(info) == ["uid": .string(people.userID), "utid": .string(PlatformFixture.tenant)]
        )
    }

    @Test(
        arguments: [
            ("no assertion", ["assertion": .none], 400, "invalid_request", 900_144),
            ("no requested_token_use", ["requested_token_use": .none], 400, "invalid_request", 900_144),
            ("another requested_token_use", ["requested_token_use": "x"], 400, "invalid_request", 9_002_313),
            ("not a JWT", ["assertion": "x"], 400, "invalid_request", 50_027),
            ("no client credential", ["client_assertion": .none], 401, "invalid_client", 7_000_218),
            ("no scope", ["scope": .none], 400, "invalid_request", 900_144),
            ("no consent", ["scope": "https://graph.microsoft.com/Mail.Send"], 400, "invalid_grant", 65_001),
            ("scope unknown", ["scope": "https://graph.microsoft.com/Nonsense"], 400, "invalid_client", 650_053),
            ("resource unknown", ["scope": "api://nobody/.default"], 400, "invalid_resource", 500_011),
            ("several resources", ["scope": "api://orders/read User.Read"], 400, "invalid_scope", 28_000),
            ("default and another", ["scope": ".default User.Read"], 400, "invalid_scope", 70_011),
            ("token for itself", ["scope": "api://orders/.default"], 400, "invalid_request", 90_009),
        ] as [(String, [String: String?], Int, String, Int)]
    )
    func refuses(_ name: String, _ changes: [String: String?], _ status: Int, _ error: String, _ number: Int)
        async throws
    {
        let people = try await PeopleFixture.shared.value
        let reply = try await people.onBehalfOf(try await people.ordersToken(), changes: changes)
        #expect(reply.status == status, "\(name): \(reply.text)")
        #expect(reply.json["error"]?.string == error)
        #expect(reply.json["error_codes"] == [.number(number)])
        #expect(reply.json["suberror"]?.string == (number == 65_001 ? "consent_required" : nil))
    }

    @Test func refusesAssertionsThatAreNotThePersonsTokenForIt() async throws {
        let people = try await PeopleFixture()
        let good = try await people.ordersToken()
        var parts = good.split(separator: ".").map(String.init)
        parts[2] = (parts[2].hasPrefix("A") ? "B" : "A") + parts[2].dropFirst()
        #expect(try await people.onBehalfOf(parts.joined(separator: ".")).json["error_codes"] == [50_013])
        let foreign = try people.platform.assertion(people.client.appID, TestCertificates.stranger.get())
        let unknownKey = try await people.onBehalfOf(foreign)
        #expect(unknownKey.json["error"] == "invalid_grant")
        #expect(unknownKey.json["error_codes"] == [50_013])

        try await people.consent(["User.Read"], of: people.client, at: BuiltInResource.graph.appID)
        let graph = await people.signIn("User.Read openid")
        let other = try await people.onBehalfOf(try #require(graph.json["access_token"]?.string))
        #expect(other.json["error_codes"] == [500_131])
        #expect(
            other.json["error_description"]?.string?
                .hasPrefix(
                    "AADSTS500131: Assertion audience does not match the Client app presenting the assertion. The audience "
                        + "in the assertion was '00000003-0000-0000-c000-000000000000' and the expected audience is "
                ) == true
        )
        let idToken = try #require(graph.json["id_token"]?.string)
        #expect(try await people.onBehalfOf(idToken).json["error_codes"] == [240_002])

        let daemon = try await people.platform.token(
            of: people.client.appID,
            TestCertificates.daemon.get(),
            "api://orders/.default"
        )
        #expect(try await people.onBehalfOf(daemon).json["error_codes"] == [7_000_114])

        people.platform.clock.advance(by: 5_400 + 301)
        let late = try await people.onBehalfOf(good)
        #expect(late.json["error_codes"] == [500_133])
        #expect(
            late.json["error_description"]?.string?
                .hasPrefix("AADSTS500133: Assertion is not within its valid time range.") == true
        )
    }

    @Test func refusesThePersonWhoIsDisabledRevokedOrGone() async throws {
        let people = try await PeopleFixture()
        let assertion = try await people.ordersToken()
        let path = "/users/\(people.userID)"
        people.platform.clock.advance(by: 1)
        #expect(try await people.platform.graph("POST", "\(path)/revokeSignInSessions").json["value"] == true)
        #expect(try await people.onBehalfOf(assertion).json["error_codes"] == [50_173])
        _ = try await people.platform.graph("PATCH", path, ["accountEnabled": false])
        #expect(try await people.onBehalfOf(assertion).json["error_codes"] == [50_057])
        _ = try await people.platform.graph("DELETE", path)
        #expect(try await people.onBehalfOf(assertion).json["error_codes"] == [50_034])
    }

    @Test(arguments: [(53_003, "message_only"), (50_076, "basic_action"), (50_079, "basic_action")])
    func aConditionalAccessRuleDemandsAClaimsChallenge(number: Int, suberror: String) async throws {
        let resource = "00000003-0000-0000-c000-000000000000"
        let rule = #"{"conditionalAccess":[{"resource":"\#(resource)","number":\#(number),"context":"c1"}]}"#
        let people = try await PeopleFixture(profile: try PlatformProfile(json: Array(rule.utf8)))
        let assertion = try await people.ordersToken()
        try await people.consent(["User.Read"], of: people.orders, at: BuiltInResource.graph.appID)
        let reply = try await people.onBehalfOf(assertion)
        #expect(reply.json["error"] == "invalid_grant")
        #expect(reply.json["error_codes"] == [.number(number)])
        #expect(reply.json["suberror"]?.string == suberror)
        let claims = try #require(reply.json["claims"]?.string)
        #expect(claims.contains(#""acrs":{"essential":true,"value":"c1"}"#))
        // Who brings the claims of the challenge back is let through, and the token says which context it was.
        try await people.consent(["User.Read"], of: people.client, at: BuiltInResource.graph.appID)
        #expect(await people.signIn("User.Read").json["error_codes"] == [.number(number)])
        #expect(await people.signIn("User.Read", extra: [("claims", claims)]).claims["acrs"] == ["c1"])
    }
}
