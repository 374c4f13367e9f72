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

@Suite struct RevocationTests {
    private static let capable = ("claims", #"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#)

    /// The claims in a challenge.
    private func challenge(_ reply: Reply) throws -> JSONValue {
        let header = try #require(reply.header("WWW-Authenticate"), "\(reply.text)")
        #expect(header.contains("error=\"insufficient_claims\""))
        let claims = try #require(Browser.attribute("claims", in: header))
        return try JSONValue.parse(try #require(Base64.decodeLenient(Array(claims.utf8)[...])))
    }

    @Test func capableClientsGetLongTokensAndAreToldWhenToReturn() async throws {
        let people = try await PeopleFixture.shared.value
        try await people.consent(["User.Read"], of: people.client, at: BuiltInResource.graph.appID)
        let reply = await people.signIn("User.Read", extra: [Self.capable])
        #expect(reply.claims["xms_cc"] == ["cp1"])
        let seconds = try #require(reply.json["expires_in"]?.integer)
        #expect((86_399...100_799).contains(seconds))
        #expect(reply.json["refresh_in"]?.integer == (seconds + 1) / 2)
        // The interface did not ask for it.
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        let other = await people.signIn("api://orders/read", extra: [Self.capable])
        #expect(other.claims["xms_cc"] == nil)
        #expect(other.json["refresh_in"] == nil)
    }

    @Test func aResourceThatAsksForItGetsTheCapability() async throws {
        let people = try await PeopleFixture()
        _ = try await people.platform.graph(
            "PATCH",
            "/applications/\(people.orders.id)",
            ["optionalClaims": ["accessToken": [["name": "xms_cc"]]]]
        )
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        let capable = await people.signIn("api://orders/read", extra: [Self.capable])
        #expect(capable.claims["xms_cc"] == ["cp1"])
        #expect(await people.signIn("api://orders/read").claims["xms_cc"] == nil)
    }

    @Test func revokedSessionsAreChallengedAtTheResourceAndRefusedAtTheTokenEndpoint() async throws {
        let people = try await PeopleFixture()
        try await people.consent(["User.Read"], of: people.client, at: BuiltInResource.graph.appID)
        let reply = await people.signIn("User.Read offline_access", extra: [Self.capable])
        let token = try #require(reply.json["access_token"]?.string)
        let plain = try #require(await people.signIn("User.Read").json["access_token"]?.string)
        #expect(await people.platform.graph("GET", "/me", token: token).json["id"]?.string == people.userID)
        // In the same second as the token.
        people.platform.clock.advance(by: 0.25)
        _ = try await people.platform.graph("POST", "/users/\(people.userID)/revokeSignInSessions")
        let refused = await people.platform.graph("GET", "/me", token: token)
        #expect(refused.status == 401)
        #expect(refused.json["error"]?["code"] == "InvalidAuthenticationToken")
        let claims = try challenge(refused)
        #expect(claims["access_token"]?["nbf"]?["value"] == "1800000001")
        #expect(claims["access_token"]?["nbf"]?["essential"] == true)
        // A client that knows nothing of it keeps its short token.
        #expect(await people.platform.graph("GET", "/me", token: plain).status == 200)
        let again = await people.platform.post([
            ("grant_type", "refresh_token"), ("client_id", people.client.appID),
            ("refresh_token", try #require(reply.json["refresh_token"]?.string)),
            ("claims", String(decoding: claims.serialized, as: UTF8.self)),
        ])
        #expect(again.json["error_codes"] == [50_173])
        people.platform.clock.advance(by: 1)
        let fresh = await people.signIn("User.Read", extra: [Self.capable])
        let next = try #require(fresh.json["access_token"]?.string)
        #expect(await people.platform.graph("GET", "/me", token: next).status == 200)
    }

    @Test func aDisabledPersonOrPrincipalIsChallenged() async throws {
        let people = try await PeopleFixture()
        try await people.consent(["User.Read"], of: people.client, at: BuiltInResource.graph.appID)
        let token = await people.signIn("User.Read", extra: [Self.capable]).json["access_token"]?.string ?? ""
        _ = try await people.platform.graph("PATCH", "/users/\(people.userID)", ["accountEnabled": false])
        let refused = await people.platform.graph("GET", "/me", token: token)
        #expect(refused.json["error"]?["message"]?.string?.hasSuffix("code: UserDisabled") == true)
        _ = try challenge(refused)

        let daemon = try TestCertificates.daemon.get()
        let role = try #require(BuiltInResource.graph.appRoles.first { $0.value == "Application.Read.All" })
        let graph = try await people.platform.graph(
            "GET",
            "/servicePrincipals(appId='\(BuiltInResource.graph.appID)')"
        )
        _ = try await people.platform.graph(
            "POST",
            "/servicePrincipals/\(people.client.principalID)/appRoleAssignments",
            [
                "principalId": .string(people.client.principalID), "resourceId": graph.json["id"] ?? .null,
                "appRoleId": .string(role.id),
            ]
        )
        let form = try people.platform.form(
            people.client.appID,
            try people.platform.assertion(people.client.appID, daemon)
        )
        let granted = await people.platform.post(form + [Self.capable])
        let workload = try #require(granted.json["access_token"]?.string, "\(granted.text)")
        #expect(await people.platform.graph("GET", "/applications", token: workload).status == 200)
        _ = try await people.platform.graph(
            "PATCH",
            "/servicePrincipals/\(people.client.principalID)",
            ["accountEnabled": false]
        )
        let disabled = await people.platform.graph("GET", "/applications", token: workload)
        #expect(disabled.status == 401)
        _ = try challenge(disabled)
        #expect(await people.platform.post(form).json["error_codes"] == [7_000_112])
    }

    @Test func whoSignedInIsNotToldForARevokedToken() async throws {
        let people = try await PeopleFixture()
        try await people.consent(["User.Read"], of: people.client, at: BuiltInResource.graph.appID)
        let reply = await people.signIn("User.Read openid", extra: [Self.capable])
        let token = try #require(reply.json["access_token"]?.string)
        func ask() async -> Reply {
            await people.platform.send("GET", "/oidc/userinfo", headers: [("Authorization", "Bearer \(token)")])
        }
        #expect(await ask().status == 200)
        people.platform.clock.advance(by: 2)
        _ = try await people.platform.graph("POST", "/users/\(people.userID)/revokeSignInSessions")
        let refused = await ask()
        #expect(refused.status == 401)
        _ = try challenge(refused)
    }
}
