// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import SignetCore
import SignetTesting
import Testing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15))) struct SecrecyTests {
    private static let secret = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LXRva2VuLXRleHQ.c2lnbmF0dXJlLXRleHQ"

    /// Every way in which a value reaches a log.
    private func printed(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return [
            "\(value)", String(describing: value), String(reflecting: value), dumped, "\([value])",
            String(describing: Optional.some(value)), "\(Mirror(reflecting: value).children.map { "\($0)" })",
        ]
        .joined(separator: "\n")
    }

    @Test func noWayOfPrintingShowsASecret() async throws {
        let transport = ScriptedTransport([.token(Self.secret)])
        let credential = try Fixture.credential(transport)
        let token = try await credential.token(for: Fixture.scope)
        let request = try #require(transport.requests.first)
        let reply = TransportResponse(status: 200, body: SecretBytes(utf8: Self.secret))
        let assertion = try #require(Fixture.form(request)["client_assertion"])
        let text = [
            printed(token), printed(request), printed(reply), printed(credential), printed(ClientAssertion(assertion)),
            printed(credential.certificate as Any), printed(transport),
        ]
        .joined()
        for secret in Self.secret.split(separator: ".") + assertion.split(separator: ".") {
            #expect(!text.contains(secret))
        }
        #expect(token.exposedText == Self.secret)
    }

    @Test func errorsCarryNoSecretThatAServerOrATransportRepeats() async throws {
        for step in [
            ScriptedTransport.Step.answer { request in
                let echo = Fixture.form(request)["client_assertion"] ?? ""
                let body = "{\"error\":\"invalid_client\",\"error_description\":\"bad assertion \(echo), thanks\"}"
                return TransportResponse(status: 400, body: SecretBytes(utf8: body))
            },
            .answer { request in
                throw TestError(text: "sent " + request.body.withExposedBytes { String(decoding: $0, as: UTF8.self) })
            },
        ] {
            let transport = ScriptedTransport(thereafter: step)
            let credential = try Fixture.credential(transport)
            let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
            let assertion = try #require(Fixture.form(transport.requests[0])["client_assertion"])
            let message = try #require(error?.description)
            for part in assertion.split(separator: ".") { #expect(!message.contains(part), "\(message)") }
            #expect(message.contains("[redacted]"))
        }
    }

    @Test func logsCarryNoSecret() async throws {
        let lines = LogLines()
        let clock = ManualClock(advancesOnSleep: true)
        let transport = ScriptedTransport([.status(503), .token(Self.secret, expiresIn: 1_000), .refusal(700_027)])
        let credential = try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .certificate(try TestCertificates.client(at: clock.now)),
            options: Fixture.options(transport, clock: clock, logger: lines.logger)
        )
        _ = try await credential.token(for: "a")
        clock.advance(by: .seconds(900))
        _ = try await credential.token(for: "a")
        await eventually { lines.text.contains("AADSTS700027") }
        for request in transport.requests {
            let assertion = try #require(Fixture.form(request)["client_assertion"])
            for part in assertion.split(separator: ".") { #expect(!lines.text.contains(part)) }
        }
        #expect(lines.text.contains("will be repeated"))
        #expect(lines.text.contains("could not be refreshed in the background"))
        for part in Self.secret.split(separator: ".") { #expect(!lines.text.contains(part)) }
    }

    @Test(arguments: [
        ("plain words stay", "plain words stay"), ("a eyJabcdefghijklmnopqrstuvwxyz b", "a [redacted] b"),
        ("line\r\nforged", "line  forged"),
        ("11111111-aaaa-4bbb-8ccc-000000000002", "11111111-aaaa-4bbb-8ccc-000000000002"),
        (String(repeating: "k", count: 81), "[redacted]"), ("", ""),
    ])
    func takesOutWhatLooksLikeASecret(text: String, expected: String) {
        #expect(Redaction.scrub(text) == expected)
    }
}
