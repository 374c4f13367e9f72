// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct DeviceCodeTests {
    private func start(_ people: PeopleFixture, scope: String = "openid profile offline_access api://orders/read") async
        -> Reply
    {
        await people.platform.post(
            [("client_id", people.client.appID), ("scope", scope)],
            endpoint: "oauth2/v2.0/devicecode"
        )
    }

    private func poll(_ people: PeopleFixture, _ device: Reply, endpoint: String = "oauth2/v2.0/token") async -> Reply {
        await people.platform.post(
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("client_id", people.client.appID),
                ("device_code", device.json["device_code"]?.string ?? ""),
            ],
            endpoint: endpoint
        )
    }

    /// Types the code, signs in, and gives the page that asks whether the person means it.
    private func open(_ people: PeopleFixture, _ device: Reply, _ browser: Browser) async throws -> Reply {
        let code = try #require(device.json["user_code"]?.string, "\(device.text)")
        let page = await browser.get("/common/oauth2/deviceauth")
        var reply = try await browser.submit(page, [("otc", code.lowercased())])
        if reply.text.contains("name=\"passwd\"") { reply = try await browser.signIn(reply, people.userName) }
        if reply.text.contains("Permissions requested") { reply = try await browser.submit(reply) }
        return reply
    }

    @Test func aDeviceGetsItsTokensWhenThePersonHasSignedIn() async throws {
        let people = try await PeopleFixture.shared.value
        let device = await start(people)
        #expect(
            device.names == ["user_code", "device_code", "verification_uri", "expires_in", "interval", "message"]
        )
        #expect(device.json["expires_in"] == 900)
        #expect(device.json["interval"] == 5)
        #expect(device.json["message"]?.string?.contains(device.json["user_code"]?.string ?? "?") == true)
        let waiting = await poll(people, device)
        #expect(waiting.status == 400)
        #expect(waiting.json["error"] == "authorization_pending")
        #expect(waiting.json["error_codes"] == [70_016])
        let browser = Browser(people.platform)
        let page = try await open(people, device, browser)
        #expect(page.text.contains("Are you trying to sign in to Shop?"), "\(page.text)")
        #expect(await poll(people, device).json["error"] == "authorization_pending")
        let done = try await browser.submit(page)
        #expect(done.text.contains("You have signed in to the Shop application on your device."))
        let tokens = await poll(people, device)
        #expect(tokens.status == 200, "\(tokens.text)")
        #expect(tokens.claims["scp"] == "read")
        #expect(tokens.json["refresh_token"] != nil)
        #expect(tokens.json["id_token"] != nil)
        #expect(await poll(people, device).json["error"] == "bad_verification_code")
    }

    @Test func whoSignsInWithinTheSecondOfTheAccountsCreationGetsTokens() async throws {
        let clock = ManualTime(Date(timeIntervalSince1970: 1_800_000_000.75))
        let people = try await PeopleFixture(clock: clock)
        let device = await start(people)
        let browser = Browser(people.platform)
        let done = try await browser.submit(try await open(people, device, browser))
        #expect(done.text.contains("You have signed in"), "\(done.text)")
        let tokens = await poll(people, device)
        #expect(tokens.status == 200, "\(tokens.text)")
    }

    @Test func declinedExpiredAndUnknownCodesEndTheWait() async throws {
        let people = try await PeopleFixture()
        let declined = await start(people)
        let browser = Browser(people.platform)
        let page = try await open(people, declined, browser)
        _ = try await browser.submit(page, [("cancel", "1")])
        let refused = await poll(people, declined)
        #expect(refused.json["error"] == "authorization_declined")
        #expect(refused.json["error_codes"] == [70_017])
        let late = await start(people)
        people.platform.clock.advance(by: 900)
        let ended = await poll(people, late)
        #expect(ended.json["error"] == "expired_token")
        #expect(ended.json["error_codes"] == [70_020])
        let endedV1 = await poll(people, late, endpoint: "oauth2/token")
        #expect(endedV1.json["error"] == "code_expired")
        #expect(endedV1.json["error_codes"] == [70_019])
        let unknown = await people.platform.post([
            ("grant_type", "device_code"), ("client_id", people.client.appID), ("device_code", "x"),
        ])
        #expect(unknown.json["error"] == "bad_verification_code")
        #expect(unknown.json["error_codes"] == [70_018])
        let typed = await browser.get("/common/oauth2/deviceauth")
        #expect(try await browser.submit(typed, [("otc", "ABCDEFGHJ")]).text.contains("That code didn&#39;t work."))
    }

    @Test func aClientThatMayNotBePublicProvesItself() async throws {
        let people = try await PeopleFixture()
        _ = try await people.platform.graph(
            "PATCH",
            "/applications/\(people.client.id)",
            ["isFallbackPublicClient": false]
        )
        let reply = await poll(people, await start(people))
        #expect(reply.status == 401)
        #expect(reply.json["error_codes"] == [7_000_218])
    }

    @Test func theStrictProfileSlowsAHastyDeviceDown() async throws {
        let people = try await PeopleFixture(profile: .strict)
        let device = await start(people)
        #expect(await poll(people, device).json["error"] == "authorization_pending")
        #expect(await poll(people, device).json["error"] == "slow_down")
        people.platform.clock.advance(by: 5)
        #expect(await poll(people, device).json["error"] == "authorization_pending")
    }

    @Test func versionOneHasItsOwnNames() async throws {
        let people = try await PeopleFixture.shared.value
        let device = await people.platform.post(
            [("client_id", people.client.appID), ("resource", "https://graph.microsoft.com")],
            endpoint: "oauth2/devicecode"
        )
        #expect(
            device.names == ["user_code", "device_code", "verification_url", "expires_in", "interval", "message"]
        )
        #expect(device.json["expires_in"] == "900")
        let browser = Browser(people.platform)
        let page = try await open(people, device, browser)
        _ = try await browser.submit(page)
        let tokens = await people.platform.post(
            [
                ("grant_type", "device_code"), ("client_id", people.client.appID),
                ("code", device.json["device_code"]?.string ?? ""),
            ],
            endpoint: "oauth2/token"
        )
        #expect(tokens.status == 200, "\(tokens.text)")
        #expect(tokens.json["resource"] == "https://graph.microsoft.com")
    }
}
