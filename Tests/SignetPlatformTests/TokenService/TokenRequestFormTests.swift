// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct TokenRequestFormTests {
    @Test func echoesTheCorrelationIDAndTheHeaderWhenWanted() async throws {
        let fixture = try await PlatformFixture.shared.value
        let id = "12345678-1234-4234-8234-123456789abc"
        let reply = await fixture.post(
            [],
            headers: [("client-request-id", id), ("Return-Client-Request-Id", "true")]
        )
        #expect(reply.json["correlation_id"]?.string == id)
        #expect(reply.header("client-request-id") == id)
        let silent = await fixture.post([], headers: [("client-request-id", id)])
        #expect(silent.json["correlation_id"]?.string == id)
        #expect(silent.header("client-request-id") == nil)
        let forged = await fixture.post([], headers: [("client-request-id", "x\r\ny: z")])
        #expect(forged.json["correlation_id"]?.string.map { GUID.isWellFormed($0) } == true)
    }

    @Test func takesAJSONBodyForAFormWithoutParameters() async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = await fixture.send(
            "POST",
            "/\(PlatformFixture.tenant)/oauth2/v2.0/token",
            headers: [("Content-Type", "application/json")],
            body: Array(#"{"grant_type":"client_credentials"}"#.utf8)
        )
        #expect(reply.json["error_codes"] == [900_144])
    }

    @Test(arguments: [
        ("grant_type=%ZZ", 400), ("grant_type=%00", 400), ("grant_type=%FF", 400), ("grant_type=%4", 400),
        (String(repeating: "a", count: 65_537), 413), ((0...100).map { "p\($0)=1" }.joined(separator: "&"), 400),
    ])
    func refusesABrokenBody(body: String, status: Int) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = await fixture.send(
            "POST",
            "/\(PlatformFixture.tenant)/oauth2/v2.0/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(body.utf8)
        )
        #expect(reply.status == status)
        #expect(reply.json["error_codes"] == [9_002_313])
    }

    @Test(arguments: ["GET", "PUT", "DELETE", "OPTIONS"])
    func refusesOtherMethods(method: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = await fixture.send(method, "/\(PlatformFixture.tenant)/oauth2/v2.0/token")
        #expect(reply.status == 405)
        #expect(reply.header("Allow") == "POST")
        #expect(
            reply.json["error_description"]?.string?
                .hasPrefix(
                    "AADSTS900561: The endpoint only accepts POST requests. Received a \(method) request."
                ) == true
        )
    }

    @Test func takesTheSecretFromTheAuthorizationHeader() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let password = try await fixture.graph("POST", "/applications/\(client.id)/addPassword", [:])
        let secret = try #require(password.json["secretText"]?.string).replacing("~", with: "%7E")
        let form = [("grant_type", "client_credentials"), ("scope", PlatformFixture.graphScope)]
        func header(_ text: String) -> [(name: String, value: String)] {
            [("Authorization", "Basic " + Base64.encode(text.utf8))]
        }
        let granted = await fixture.post(form, headers: header("\(client.appID):\(secret)"))
        #expect(granted.status == 200)
        #expect(granted.claims["appidacr"] == "1")
        let wrong = await fixture.post(form, headers: header("\(client.appID):wrong"))
        #expect(wrong.json["error_codes"] == [7_000_215])
        let two = await fixture.post(
            form + [("client_id", fixture.administratorID)],
            headers: header("\(client.appID):\(secret)")
        )
        #expect(two.json["error_codes"] == [9_002_313])
        let broken = await fixture.post(form, headers: [("Authorization", "Basic !")])
        #expect(broken.json["error_codes"] == [9_002_313])
    }

    @Test func refusesASecretThatHasEnded() async throws {
        let fixture = try await PlatformFixture()
        let client = try await fixture.register()
        let password = try await fixture.graph(
            "POST",
            "/applications/\(client.id)/addPassword",
            ["passwordCredential": ["endDateTime": "2027-01-16T08:00:00Z"]]
        )
        let secret = try #require(password.json["secretText"]?.string)
        let form = [
            ("grant_type", "client_credentials"), ("scope", PlatformFixture.graphScope), ("client_id", client.appID),
            ("client_secret", secret),
        ]
        #expect(await fixture.post(form).status == 200)
        fixture.clock.advance(by: 2 * 86_400)
        #expect(await fixture.post(form).json["error_codes"] == [7_000_222])
    }
}
