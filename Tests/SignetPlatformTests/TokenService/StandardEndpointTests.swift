// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct StandardEndpointTests {
    private func ask(_ people: PeopleFixture, _ endpoint: String, _ token: String) async throws -> Reply {
        let proof = try people.platform.assertion(people.client.appID, TestCertificates.daemon.get())
        return await people.platform.post(
            [
                ("client_id", people.client.appID), ("token", token),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_assertion", proof),
            ],
            endpoint: "oauth2/v2.0/\(endpoint)"
        )
    }

    @Test func tokensAreIntrospectedAndRevoked() async throws {
        let people = try await PeopleFixture(profile: .strict)
        let code = try #require(try await AuthorizeTests.code(people).sent["code"])
        let tokens = try await AuthorizeTests.redeem(people, code)
        let access = try #require(tokens.json["access_token"]?.string, "\(tokens.text)")
        let refresh = try #require(tokens.json["refresh_token"]?.string)
        let state = try await ask(people, "introspect", access)
        #expect(state.json["active"] == true, "\(state.text)")
        #expect(state.json["scope"] == "read")
        #expect(state.json["client_id"] == .string(people.client.appID))
        #expect(state.json["username"] == .string(people.userName))
        #expect(try await ask(people, "introspect", refresh).json["active"] == true)
        let revoked = try await ask(people, "revoke", refresh)
        #expect(revoked.status == 200)
        #expect(try await ask(people, "introspect", refresh).json["active"] == false)
        #expect(try await ask(people, "introspect", "nonsense").json == ["active": false])
        #expect(try await ask(people, "revoke", "nonsense").status == 200)
        let anonymous = await people.platform.post(
            [("client_id", people.client.appID), ("token", access)],
            endpoint: "oauth2/v2.0/introspect"
        )
        #expect(anonymous.json["error_codes"] == [7_000_218])
    }

    @Test func theMetadataNameWhatTheStandardsAdd() async throws {
        let people = try await PeopleFixture(profile: .strict)
        for path in [
            "/.well-known/oauth-authorization-server/\(PlatformFixture.tenant)/v2.0",
            "/\(PlatformFixture.tenant)/v2.0/.well-known/oauth-authorization-server",
            "/\(PlatformFixture.tenant)/v2.0/.well-known/openid-configuration",
        ] {
            let document = await people.platform.send("GET", path).json
            #expect(document["code_challenge_methods_supported"] == ["S256"], "\(path)")
            #expect(document["revocation_endpoint"]?.string?.hasSuffix("/oauth2/v2.0/revoke") == true)
            #expect(document["issuer"]?.string == "\(PlatformFixture.origin)/\(PlatformFixture.tenant)/v2.0")
        }
        let entra = try await PlatformFixture.shared.value
        #expect(
            await entra.send("GET", "/.well-known/oauth-authorization-server/\(PlatformFixture.tenant)/v2.0").status
                == 404
        )
    }

    @Test func aFailedAuthorizationHeaderIsAnsweredWithAChallenge() async throws {
        let people = try await PeopleFixture(profile: .strict)
        let header = Base64.encode(Array("\(people.client.appID):wrong".utf8))
        let reply = await people.platform.post(
            [("grant_type", "client_credentials"), ("scope", "api://orders/.default")],
            headers: [("Authorization", "Basic \(header)")]
        )
        #expect(reply.status == 401)
        #expect(reply.header("WWW-Authenticate")?.hasPrefix("Basic ") == true)
    }

    @Test func aProfileFileChangesSinglePoints() throws {
        let text = #"""
            {"base": "strict", "name": "ours", "statuses": {"5002738": 400}, "descriptionSeparator": "\r\n",
             "lifetimes": {"accessToken": [600, 600], "deviceCode": 60}, "assertionAudiences": ["issuer", "tokenEndpoint"]}
            """#
        let profile = try PlatformProfile(json: Array(text.utf8))
        #expect(profile.name == "ours")
        #expect(profile.statuses == [5_002_738: 400])
        #expect(profile.lifetimes.accessToken == 600...600)
        #expect(profile.lifetimes.deviceCode == 60)
        #expect(profile.assertionAudiences == [.issuer, .tokenEndpoint])
        #expect(profile.refreshReuse == .revokesFamily)
    }

    @Test(arguments: [
        "[]", #"{"base":"lax"}"#, #"{"nonsense":1}"#, #"{"plainCodeChallenge":"yes"}"#,
        #"{"lifetimes":{"accessToken":[9,1]}}"#,
        #"{"lifetimes":{"nonsense":1}}"#, #"{"statuses":{"x":400}}"#, #"{"refreshReuse":"sometimes"}"#,
    ])
    func aProfileFileWithAMistakeIsRefused(_ text: String) {
        #expect(throws: PlatformError.self) { try PlatformProfile(json: Array(text.utf8)) }
    }
}
