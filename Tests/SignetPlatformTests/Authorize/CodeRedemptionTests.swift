// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct CodeRedemptionTests {
    @Test(
        arguments: [
            (["code": .none], 400, "invalid_request", 900_144), (["code": "1.AXEA"], 400, "invalid_grant", 9_002_313),
            (["redirect_uri": .none], 400, "invalid_request", 900_144),
            (["redirect_uri": "https://app.example/other"], 400, "invalid_grant", 70_000),
            (["code_verifier": .none], 400, "invalid_grant", 50_148),
            (["code_verifier": "x"], 400, "invalid_request", 501_491),
            (["code_verifier": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"], 400, "invalid_grant", 501_481),
            (["client_assertion": .none], 401, "invalid_client", 7_000_218),
            (["scope": "api://orders/manage"], 400, "invalid_grant", 65_001),
            (["scope": "User.Read api://orders/read"], 400, "invalid_scope", 28_000),
        ] as [([String: String?], Int, String, Int)]
    )
    func refuses(_ changes: [String: String?], _ status: Int, _ error: String, _ number: Int) async throws {
        let people = try await PeopleFixture.shared.value
        let code = try await AuthorizeTests.code(people).sent["code"]
        let reply = try await AuthorizeTests.redeem(people, try #require(code), changes: changes)
        #expect(reply.status == status, "\(reply.text)")
        #expect(reply.json["error"]?.string == error)
        #expect(reply.json["error_codes"] == [.number(number)])
    }

    @Test func aCodeIsGoodOnceAndForTenMinutes() async throws {
        let people = try await PeopleFixture()
        let code = try #require(try await AuthorizeTests.code(people).sent["code"])
        #expect(try await AuthorizeTests.redeem(people, code).status == 200)
        let again = try await AuthorizeTests.redeem(people, code)
        #expect(again.json["error"] == "invalid_grant")
        #expect(again.json["error_codes"] == [54_005])
        let late = try #require(try await AuthorizeTests.code(people).sent["code"])
        people.platform.clock.advance(by: 600)
        let expired = try await AuthorizeTests.redeem(people, late)
        #expect(expired.json["error_codes"] == [70_008])
    }

    @Test func aCodeBelongsToItsClientAndTenant() async throws {
        let people = try await PeopleFixture()
        let code = try #require(try await AuthorizeTests.code(people).sent["code"])
        let other = try await AuthorizeTests.redeem(people, code, changes: ["client_id": people.orders.appID])
        #expect(other.json["error_codes"] == [70_000])
        let foreign = "22222222-0000-4000-8000-00000000000b"
        _ = try await PlatformTenants(storage: people.platform.storage, now: people.platform.clock.now)
            .add(TenantConfiguration(id: foreign, displayName: "Fabrikam", domainNames: []), administrator: nil)
        let elsewhere = await people.platform.post(
            [
                ("grant_type", "authorization_code"), ("client_id", people.client.appID), ("code", code),
                ("redirect_uri", PeopleFixture.redirect),
            ],
            tenant: foreign
        )
        #expect(elsewhere.json["error_codes"] == [700_005], "\(elsewhere.text)")
    }

    @Test func aCodeOfASinglePageIsRedeemedAcrossOriginsAndNoOther() async throws {
        let people = try await PeopleFixture.shared.value
        let origin = [(name: "Origin", value: "https://spa.example")]
        let page = ["redirect_uri": "https://spa.example/", "client_assertion": nil, "client_assertion_type": nil]
        func code() async throws -> String {
            let reply = try await AuthorizeTests.code(people, ["redirect_uri": "https://spa.example/"])
            return try #require(reply.sent["code"], "\(reply.text)")
        }
        let there = try await AuthorizeTests.redeem(people, try await code(), changes: page, headers: origin)
        #expect(there.status == 200, "\(there.text)")
        #expect(there.claims["azpacr"] == "0")
        #expect(there.header("Access-Control-Allow-Origin") == "*")
        let here = try await AuthorizeTests.redeem(people, try await code(), changes: page)
        #expect(here.json["error_codes"] == [9_002_327])
        let web = try #require(try await AuthorizeTests.code(people).sent["code"])
        let foreign = try await AuthorizeTests.redeem(people, web, headers: origin)
        #expect(foreign.json["error_codes"] == [9_002_326])
    }

    @Test func theRefreshTokenOfASinglePageLivesADay() async throws {
        let people = try await PeopleFixture()
        let origin = [(name: "Origin", value: "https://spa.example")]
        let sent = try await AuthorizeTests.code(people, ["redirect_uri": "https://spa.example/"]).sent
        let tokens = try await AuthorizeTests.redeem(
            people,
            try #require(sent["code"]),
            changes: ["redirect_uri": "https://spa.example/", "client_assertion": nil, "client_assertion_type": nil],
            headers: origin
        )
        func refresh(_ token: String?) async throws -> Reply {
            await people.platform.post(
                [
                    ("grant_type", "refresh_token"), ("client_id", people.client.appID),
                    ("refresh_token", try #require(token)),
                ],
                headers: origin
            )
        }
        people.platform.clock.advance(by: 86_000)
        let next = try await refresh(tokens.json["refresh_token"]?.string)
        #expect(next.status == 200, "\(next.text)")
        people.platform.clock.advance(by: 500)
        let ended = try await refresh(next.json["refresh_token"]?.string)
        #expect(ended.json["error_codes"] == [700_084])
    }

    @Test func aPublicClientBringsNoCredential() async throws {
        let people = try await PeopleFixture.shared.value
        let reply = try await AuthorizeTests.code(people, ["redirect_uri": "http://localhost:51234"])
        let code = try #require(reply.sent["code"], "\(reply.text)")
        let refused = try await AuthorizeTests.redeem(people, code, changes: ["redirect_uri": "http://localhost:51234"])
        #expect(refused.json["error_codes"] == [700_025])
        let granted = try await AuthorizeTests.redeem(
            people,
            code,
            changes: ["redirect_uri": "http://localhost:51234", "client_assertion": nil, "client_assertion_type": nil]
        )
        #expect(granted.status == 200, "\(granted.text)")
    }

    @Test func theStrictProfileDemandsAHashedChallengeAndEndsAReusedCodesFamily() async throws {
        let people = try await PeopleFixture(profile: .strict)
        let plain = await Browser(people.platform).get(AuthorizeTests.path(people, ["code_challenge_method": "plain"]))
        #expect(plain.sent["error_description"]?.hasPrefix("AADSTS50147:") == true)
        let none = await Browser(people.platform)
            .get(AuthorizeTests.path(people, ["code_challenge": .none, "code_challenge_method": .none]))
        #expect(none.sent["error_description"]?.hasPrefix("AADSTS9002325:") == true)
        let sent = try await AuthorizeTests.code(people).sent
        #expect(sent["iss"] == "\(PlatformFixture.origin)/\(PlatformFixture.tenant)/v2.0")
        let code = try #require(sent["code"])
        let tokens = try await AuthorizeTests.redeem(people, code)
        let refresh = try #require(tokens.json["refresh_token"]?.string, "\(tokens.text)")
        #expect(tokens.claims["scp"] == "read")
        #expect(try await AuthorizeTests.redeem(people, code).json["error_codes"] == [54_005])
        let proof = try people.platform.assertion(people.client.appID, TestCertificates.daemon.get())
        let ended = await people.platform.post([
            ("grant_type", "refresh_token"), ("client_id", people.client.appID), ("refresh_token", refresh),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", proof),
        ])
        #expect(ended.json["error_codes"] == [70_000], "\(ended.text)")
    }

    @Test func theStrictProfileTakesAnAssertionOnceAndForTheIssuerOnly() async throws {
        let people = try await PeopleFixture(profile: .strict)
        let daemon = try TestCertificates.daemon.get()
        let proof = try people.platform.assertion(people.client.appID, daemon)
        let form = try people.platform.form(people.client.appID, proof, scope: "api://orders/.default")
        #expect(await people.platform.post(form).status == 200)
        #expect(await people.platform.post(form).json["error_codes"] == [700_024])
        let endpoint = try people.platform.assertion(people.client.appID, daemon) { _, claims in
            claims["aud"] = .string("\(PlatformFixture.origin)/\(PlatformFixture.tenant)/oauth2/v2.0/token")
        }
        let refused = await people.platform.post(try people.platform.form(people.client.appID, endpoint))
        #expect(refused.json["error_codes"] == [700_023])
    }

    @Test func theStrictProfileRemembersAnAssertionAsLongAsItLasts() async throws {
        let people = try await PeopleFixture(profile: .strict)
        let proof = try people.platform.assertion(people.client.appID, TestCertificates.daemon.get()) { _, claims in
            claims["exp"] = .number(Int(people.platform.clock.now.timeIntervalSince1970) + 30 * 86_400)
        }
        let form = try people.platform.form(people.client.appID, proof, scope: "api://orders/.default")
        #expect(await people.platform.post(form).status == 200)
        people.platform.clock.advance(by: 3 * 86_400)
        try await people.platform.platform.forgetEndedGrants()
        #expect(await people.platform.post(form).json["error_codes"] == [700_024])
    }
}
