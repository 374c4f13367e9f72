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

@Suite struct RefreshTokenTests {
    private func refresh(
        _ people: PeopleFixture,
        _ token: String,
        extra: [(String, String)] = [],
        client: String? = nil
    ) async -> Reply {
        await people.platform.post(
            [
                ("grant_type", "refresh_token"), ("client_id", client ?? people.client.appID), ("refresh_token", token),
            ] + extra
        )
    }

    private func first(_ people: PeopleFixture) async throws -> String {
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        try await people.consent(["User.Read"], of: people.client, at: BuiltInResource.graph.appID)
        let reply = await people.signIn("api://orders/read offline_access openid profile")
        return try #require(reply.json["refresh_token"]?.string, "\(reply.text)")
    }

    @Test func givesNewTokensAndANewRefreshToken() async throws {
        let people = try await PeopleFixture.shared.value
        let token = try await first(people)
        let reply = await refresh(people, token)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.claims["aud"] == .string(people.orders.appID))
        let next = try #require(reply.json["refresh_token"]?.string)
        #expect(next != token)
        #expect(reply.json["id_token"] != nil)
        // The real service does not revoke the old one.
        #expect(await refresh(people, token).status == 200)
        let other = await refresh(people, next, extra: [("scope", "https://graph.microsoft.com/User.Read")])
        #expect(other.claims["aud"] == "https://graph.microsoft.com")
    }

    @Test func refusesWhatIsNoRefreshTokenOfTheClient() async throws {
        let people = try await PeopleFixture.shared.value
        let token = try await first(people)
        #expect(await refresh(people, "1.AXEA").json["error_codes"] == [9_002_313])
        #expect(await refresh(people, "").json["error_codes"] == [900_144])
        let access = await people.signIn("api://orders/read").json["access_token"]?.string ?? ""
        let wrong = await refresh(people, access)
        #expect(wrong.json["error"] == "invalid_grant")
        #expect(wrong.json["error_codes"] == [9_002_313])
        #expect(await refresh(people, token, client: people.orders.appID).json["error_codes"] == [70_000])
        let secret = await refresh(people, token, extra: [("client_secret", "x")])
        #expect(secret.status == 401)
        #expect(secret.json["error_codes"] == [700_025])
        let unconsented = await refresh(people, token, extra: [("scope", "api://orders/manage")])
        #expect(unconsented.json["error_codes"] == [65_001])
    }

    @Test func endsAfterNinetyIdleDaysOrWhenThePasswordChanged() async throws {
        let people = try await PeopleFixture()
        let token = try await first(people)
        people.platform.clock.advance(by: 60 * 86_400)
        let next = try #require(await refresh(people, token).json["refresh_token"]?.string)
        people.platform.clock.advance(by: 60 * 86_400)
        let old = await refresh(people, token)
        #expect(old.json["error_codes"] == [700_082])
        #expect(old.json["error_description"]?.string?.contains("was inactive for 90.00:00:00.") == true)
        #expect(await refresh(people, next).status == 200)
        let changed = try await people.platform.graph(
            "PATCH",
            "/users/\(people.userID)",
            ["passwordProfile": ["password": "An0ther-password"]]
        )
        #expect(changed.status == 204)
        let revoked = await refresh(people, next)
        #expect(revoked.json["error"] == "invalid_grant")
        #expect(revoked.json["error_codes"] == [50_173])
    }

    @Test func theStrictProfileEndsTheFamilyOfATokenThatIsUsedTwice() async throws {
        let json = Array(#"{"base":"strict","passwordGrant":true}"#.utf8)
        let people = try await PeopleFixture(profile: try PlatformProfile(json: json))
        let token = try await first(people)
        let next = try #require(await refresh(people, token).json["refresh_token"]?.string)
        let newest = try #require(await refresh(people, next).json["refresh_token"]?.string)
        let reused = await refresh(people, token)
        #expect(reused.json["error"] == "invalid_grant")
        #expect(reused.json["error_codes"] == [70_000])
        #expect(await refresh(people, newest).json["error_codes"] == [70_000])
    }

    @Test func aRequestThatIsRefusedDoesNotUseTheTokenUp() async throws {
        let json = Array(#"{"base":"strict","passwordGrant":true}"#.utf8)
        let people = try await PeopleFixture(profile: try PlatformProfile(json: json))
        let token = try await first(people)
        let refused = await refresh(people, token, extra: [("scope", "api://orders/manage")])
        #expect(refused.json["error_codes"] == [65_001])
        #expect(await refresh(people, token).status == 200)
    }
}
