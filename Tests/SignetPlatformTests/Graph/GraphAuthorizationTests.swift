// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct GraphAuthorizationTests {
    private func administratorToken(_ fixture: PlatformFixture, _ scope: String) async throws -> String {
        try await fixture.token(of: fixture.administratorID, TestCertificates.administrator.get(), scope)
    }

    private func expectRefusal(_ reply: Reply, _ message: String, _ location: Testing.SourceLocation = #_sourceLocation)
    {
        #expect(reply.status == 401, sourceLocation: location)
        #expect(reply.json["error"]?["code"] == "InvalidAuthenticationToken", sourceLocation: location)
        #expect(reply.json["error"]?["message"]?.string == message, sourceLocation: location)
        #expect(
            reply.header("WWW-Authenticate")?.hasPrefix("Bearer realm=\"\", authorization_uri=") == true,
            sourceLocation: location
        )
    }

    @Test func demandsATokenOfItsOwn() async throws {
        let fixture = try await PlatformFixture.shared.value
        expectRefusal(await fixture.send("GET", "/v1.0/applications"), "Access token is empty.")
        expectRefusal(
            await fixture.graph("GET", "/applications", token: "x"),
            "CompactToken parsing failed with error code: 80049217"
        )
        let vault = try await administratorToken(fixture, "https://vault.azure.net/.default")
        expectRefusal(
            await fixture.graph("GET", "/applications", token: vault),
            "Access token validation failure. Invalid audience."
        )
    }

    @Test func takesItsAudienceAsURIAndAsGUID() async throws {
        let fixture = try await PlatformFixture.shared.value
        for scope in ["https://graph.microsoft.com//.default", "00000003-0000-0000-c000-000000000000/.default"] {
            let token = try await administratorToken(fixture, scope)
            #expect(await fixture.graph("GET", "/applications?$top=1", token: token).status == 200)
        }
    }

    @Test func takesItsAddressAsAudienceAndNobodyElses() async throws {
        let fixture = try await PlatformFixture.shared.value
        for scope in ["\(PlatformFixture.origin)/.default", "\(PlatformFixture.origin)//.default"] {
            let token = try await administratorToken(fixture, scope)
            #expect(await fixture.graph("GET", "/applications?$top=1", token: token).status == 200)
        }
        let form = try fixture.form(
            fixture.administratorID,
            fixture.assertion(fixture.administratorID, TestCertificates.administrator.get()),
            scope: "https://elsewhere.example/.default"
        )
        #expect(await fixture.post(form).json["error"] == "invalid_resource")
    }

    @Test func refusesForgedTokens() async throws {
        let fixture = try await PlatformFixture.shared.value
        let token = try await administratorToken(fixture, PlatformFixture.graphScope)
        let parts = token.split(separator: ".").map(String.init)
        let real = try CompactToken(token)
        let invalid = "Access token validation failure. Invalid signature."
        let unsigned = Base64URL.encode(Array(#"{"alg":"none","kid":"x"}"#.utf8)) + "." + parts[1] + "."
        expectRefusal(await fixture.graph("GET", "/applications", token: unsigned), invalid)
        let stranger = try #require(try TestCertificates.stranger.get().privateKey.rsa)
        let forged = try TokenSigner(key: stranger, algorithm: .rs256, header: real.header)
            .sign(claims: JSONValue.object(real.claims).serialized)
        expectRefusal(await fixture.graph("GET", "/applications", token: forged), invalid)
        var claims = real.claims
        claims["roles"] = ["Application.ReadWrite.All"]
        let altered = [parts[0], Base64URL.encode(JSONValue.object(claims).serialized), parts[2]].joined(separator: ".")
        expectRefusal(await fixture.graph("GET", "/applications", token: altered), invalid)
    }

    @Test func refusesATokenThatHasEnded() async throws {
        let fixture = try await PlatformFixture()
        let token = try await administratorToken(fixture, PlatformFixture.graphScope)
        fixture.clock.advance(by: 5_400 + 301)
        expectRefusal(
            await fixture.graph("GET", "/applications", token: token),
            "Lifetime validation failed, the token is expired."
        )
        fixture.clock.advance(by: -5_400 - 301 - 301)
        expectRefusal(
            await fixture.graph("GET", "/applications", token: token),
            "Lifetime validation failed, the token is not yet valid."
        )
    }

    @Test func methodsThatAnObjectLacksAreRefused() async throws {
        let fixture = try await PlatformFixture.shared.value
        let paths = ["/applications", "/servicePrincipals"]
        for path in paths {
            let reply = try await fixture.graph("PUT", path, [:])
            #expect(reply.status == 405)
            #expect(reply.json["error"]?["message"] == "Specified HTTP method is not allowed for the request target.")
        }
    }
}
