// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPlatformServer

@Suite struct TokenRequestFactsTests {
    @Test(arguments: [
        ("grant_type=client_credentials&client_id=abc", "client_credentials", "abc"),
        ("client_id=abc&grant_type=refresh_token", "refresh_token", "abc"),
        ("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer", "on_behalf_of", nil),
        ("my_client_id=no&grant_type=made-up", "other", nil), ("", "none", nil), ("&&=&client_id=", "none", nil),
        ("client_id=" + String(repeating: "a", count: 65), "none", nil),
    ])
    func readsGrantAndClientOfAForm(form: String, grant: String, client: String?) {
        let facts = TokenRequestFacts(path: "/contoso.example/oauth2/v2.0/token", body: Array(form.utf8))
        #expect(facts?.tenant == "contoso.example")
        #expect(facts?.grant == grant)
        #expect(facts?.clientID == client)
    }

    @Test(arguments: ["/v1.0/applications", "/token", "/x/oauth2/v2.0/authorize", "", "/x/OAuth2/token"])
    func otherPathsHaveNone(path: String) {
        #expect(TokenRequestFacts(path: path, body: []) == nil)
    }

    @Test(arguments: [
        ("grant_type=client_credentials&client_assertion=x", true),
        ("client_assertion=x&grant_type=refresh_token", false),
        ("grant_type=client_credentials&client_secret=x", false), ("client_assertion=x", false),
        ("grant_type=client_credentials&no_client_assertion=x", false),
        ("grant_type=password&grant_type=client_credentials&client_assertion=x", false),
    ])
    func onlyAnAssertionOfAnApplicationIsAnsweredAtOnce(form: String, isPrompt: Bool) {
        let facts = TokenRequestFacts(path: "/x/oauth2/token", body: Array(form.utf8))
        #expect(facts?.isProvedByAssertion == isPrompt)
    }

    @Test func survivesBytesThatAreNoText() {
        let facts = TokenRequestFacts(path: "/x/oauth2/token", body: Array("client_id=".utf8) + [0xFF, 0, 0xFE])
        #expect(facts?.grant == "none")
    }
}
