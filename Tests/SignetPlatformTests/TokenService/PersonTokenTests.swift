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

@Suite struct PersonTokenTests {
    private func claims(_ reply: Reply, _ name: String) throws -> JSONObject {
        try CompactToken(try #require(reply.json[name]?.string, "\(reply.text)")).claims
    }

    @Test func theVersionOneTokenOfAPersonHasTheRealClaims() async throws {
        let people = try await PeopleFixture.shared.value
        try await people.consent(["User.Read"], of: people.client, at: BuiltInResource.graph.appID)
        let reply = await people.signIn("User.Read openid profile email")
        let claims = try claims(reply, "access_token")
        #expect(
            claims.members.map(\.name) == [
                "aud", "iss", "iat", "nbf", "exp", "acr", "aio", "amr", "appid", "appidacr", "family_name",
                "given_name",
                "idp", "name", "oid", "rh", "scp", "sub", "tid", "unique_name", "upn", "uti", "ver",
                "wids",
            ]
        )
        #expect(claims["aud"] == "00000003-0000-0000-c000-000000000000")
        #expect(claims["appidacr"] == "0")
        #expect(claims["amr"] == ["pwd"])
        #expect(claims["acr"] == "1")
        #expect(claims["name"] == "Adele Vance")
        #expect(claims["unique_name"] == .string(people.userName))
        #expect(claims["scp"] == "email openid profile User.Read")
        #expect(claims["sub"] != claims["oid"])
        #expect(reply.json["scope"] == "email openid profile User.Read")
        #expect(reply.json["refresh_token"] == nil)
    }

    @Test func theVersionTwoTokenOfAPersonHasTheRealClaims() async throws {
        let people = try await PeopleFixture.shared.value
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        let reply = await people.signIn("api://orders/read offline_access")
        let claims = try claims(reply, "access_token")
        #expect(
            claims.members.map(\.name) == [
                "aud", "iss", "iat", "nbf", "exp", "aio", "azp", "azpacr", "name", "oid", "preferred_username", "rh",
                "scp", "sub", "tid", "uti", "ver", "xms_ftd",
            ]
        )
        #expect(claims["aud"] == .string(people.orders.appID))
        #expect(claims["azpacr"] == "0")
        #expect(claims["scp"] == "read")
        #expect(claims["preferred_username"] == .string(people.userName))
        #expect(reply.json["scope"] == "api://orders/read")
        #expect(reply.json["refresh_token"] != nil)
        #expect(reply.json["id_token"] == nil)
    }

    @Test func theIDTokenSaysWhoSignedInAndNoMore() async throws {
        let people = try await PeopleFixture.shared.value
        try await people.consent(["User.Read"], of: people.client, at: BuiltInResource.graph.appID)
        let whole = try claims(await people.signIn("openid profile email"), "id_token")
        #expect(
            whole.members.map(\.name) == [
                "aud", "iss", "iat", "nbf", "exp", "email", "name", "oid", "preferred_username", "rh", "sub", "tid",
                "uti", "ver",
            ]
        )
        #expect(whole["aud"] == .string(people.client.appID))
        #expect(whole["iss"] == .string("\(PlatformFixture.origin)/\(PlatformFixture.tenant)/v2.0"))
        #expect(whole["exp"]?.integer == whole["iat"]?.integer.map { $0 + 3_600 })
        let bare = try claims(await people.signIn("openid"), "id_token")
        #expect(bare["oid"] == nil)
        #expect(bare["preferred_username"] == nil)
        #expect(bare["sub"] == whole["sub"])
    }

    @Test func theSubjectIsAnotherForEachApplication() async throws {
        let people = try await PeopleFixture.shared.value
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        let orders = try claims(await people.signIn("api://orders/read openid"), "access_token")
        let identity = try claims(await people.signIn("api://orders/read openid"), "id_token")
        #expect(orders["sub"] != identity["sub"])
        #expect(orders["sub"]?.string?.utf8.count == 43)
    }

    @Test func rolesOfAPersonStandInTheTokens() async throws {
        let people = try await PeopleFixture()
        let role = GUID.random()
        _ = try await people.platform.graph(
            "PATCH",
            "/applications/\(people.orders.id)",
            [
                "appRoles": [
                    [
                        "id": .string(role), "value": "Clerk", "displayName": "Clerk", "description": "Clerk",
                        "allowedMemberTypes": ["User"],
                    ]
                ]
            ]
        )
        let assigned = try await people.platform.graph(
            "POST",
            "/users/\(people.userID)/appRoleAssignments",
            [
                "principalId": .string(people.userID), "resourceId": .string(people.orders.principalID),
                "appRoleId": .string(role),
            ]
        )
        #expect(assigned.status == 201, "\(assigned.text)")
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        #expect(try claims(await people.signIn("api://orders/read"), "access_token")["roles"] == ["Clerk"])
    }

    @Test func theResourceChoosesOptionalClaims() async throws {
        let people = try await PeopleFixture()
        let names = [
            "acct", "auth_time", "ctry", "email", "given_name", "family_name", "upn", "sid", "verified_primary_email",
            "login_hint",
        ]
        let wanted = names.map { JSONValue.object(["name": .string($0)]) }
        let typed: JSONValue = ["name": "idtyp", "additionalProperties": ["include_user_token"]]
        _ = try await people.platform.graph(
            "PATCH",
            "/applications/\(people.orders.id)",
            ["optionalClaims": ["accessToken": .array(wanted + [typed, ["name": "nonsense"]])]]
        )
        _ = try await people.platform.graph("PATCH", "/users/\(people.userID)", ["country": "DE"])
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        let claims = try claims(await people.signIn("api://orders/read"), "access_token")
        for name in names + ["idtyp"] { #expect(claims[name] != nil, "\(name)") }
        #expect(claims["acct"] == 0)
        #expect(claims["ctry"] == "DE")
        #expect(claims["idtyp"] == "user")
        #expect(claims["nonsense"] == nil)
        let daemon = try await people.platform.token(
            of: people.client.appID,
            TestCertificates.daemon.get(),
            "api://orders/.default"
        )
        let ofApplication = try CompactToken(daemon).claims
        #expect(ofApplication["idtyp"] == "app")
        #expect(ofApplication["upn"] == nil)
    }

    @Test(
        arguments: [
            (["password": "wrong"], 50_126), (["username": "nobody@contoso.example"], 50_034),
            (["username": .none], 900_144), (["password": .none], 900_144),
            (["scope": "api://orders/manage"], 65_001), (["client_secret": "x"], 7_000_215),
        ] as [([String: String?], Int)]
    )
    func refusesPasswords(_ changes: [String: String?], _ number: Int) async throws {
        let people = try await PeopleFixture.shared.value
        var form: [(String, String)] = [
            ("grant_type", "password"), ("client_id", people.client.appID), ("username", people.userName),
            ("password", PeopleFixture.password), ("scope", "api://orders/read"),
        ]
        for (name, value) in changes {
            form.removeAll { $0.0 == name }
            if let value { form.append((name, value)) }
        }
        let reply = await people.platform.post(form)
        #expect(reply.json["error_codes"] == [.number(number)], "\(reply.text)")
    }

    @Test func guessingLocksTheAccountForAWhile() async throws {
        let people = try await PeopleFixture()
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        func attempt(_ password: String) async -> JSONValue? {
            await people.platform
                .post([
                    ("grant_type", "password"), ("client_id", people.client.appID), ("username", people.userName),
                    ("password", password), ("scope", "api://orders/read"),
                ])
                .json["error_codes"]
        }
        for _ in 0..<10 { #expect(await attempt("wrong") == [50_126]) }
        #expect(await attempt(PeopleFixture.password) == [50_053])
        people.platform.clock.advance(by: 61)
        #expect(await attempt(PeopleFixture.password) == nil)
    }

    @Test func theGrantIsGoneWhereTheProfileSaysSo() async throws {
        let people = try await PeopleFixture(profile: .strict)
        #expect(await people.signIn("openid").json["error_codes"] == [70_003])
    }

    @Test func aPasswordThatMustBeChangedGivesNoTokens() async throws {
        let people = try await PeopleFixture()
        let profile: JSONValue = [
            "passwordProfile": ["password": .string(PeopleFixture.password), "forceChangePasswordNextSignIn": true]
        ]
        #expect(try await people.platform.graph("PATCH", "/users/\(people.userID)", profile).status == 204)
        let reply = await people.signIn("openid")
        #expect(reply.json["error"] == "invalid_grant")
        #expect(reply.json["error_codes"] == [50_055])
    }
}
