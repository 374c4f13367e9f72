// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct RedactionTests {
    private func everyText(of value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(String(describing: value)) \(dumped)"
    }

    @Test func messagesAndRequestsPrintNoSecret() throws {
        let secret = "s3cr3t-value"
        let request = PlatformRequest(
            method: "POST",
            path: "/t/oauth2/v2.0/token",
            query: "code=\(secret)",
            headers: [
                ("authorization", "Basic " + Base64.encode("99999999-0000-4000-8000-000000000000:\(secret)".utf8)),
                ("content-type", "application/x-www-form-urlencoded"),
            ],
            body: Array("client_secret=\(secret)&client_assertion=\(secret)".utf8)
        )
        let response = PlatformResponse(status: 200, headers: [("x", secret)], body: Array(secret.utf8))
        let assertion = try TokenRequest(request)
        var basic = request
        basic.body = []
        let configuration = PlatformConfiguration(origin: "o", masterKey: SecretBytes(utf8: secret))
        let bytes = "\(Array(secret.utf8))".dropFirst().dropLast()
        for text in [
            everyText(of: request), everyText(of: response), everyText(of: assertion),
            everyText(of: try TokenRequest(basic)), everyText(of: configuration),
        ] {
            #expect(!text.contains(secret))
            #expect(!text.contains(bytes))
            #expect(!text.contains(Base64.encode(secret.utf8)))
        }
    }
}
