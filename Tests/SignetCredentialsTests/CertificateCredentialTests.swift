// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetCredentials
import SignetTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct CertificateCredentialTests {
    @Test func asksAsEntraDocumentsByteForByte() async throws {
        let transport = ScriptedTransport([.token("t")])
        _ = try await Fixture.credential(transport).token(for: Fixture.scope)
        let request = try #require(transport.requests.first)
        #expect(transport.requests.count == 1)
        #expect(request.method == "POST")
        #expect(request.url == Fixture.endpoint)
        let assertion = try #require(Fixture.form(request)["client_assertion"])
        let expected = """
            scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_id=\(Fixture.clientID)\
            &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
            &client_assertion=\(assertion)&grant_type=client_credentials
            """
        #expect(request.body.withExposedBytes { String(decoding: $0, as: UTF8.self) } == expected)
        let names = request.headers.map(\.name)
        #expect(
            names == [
                "Content-Type", "Accept", "client-request-id", "return-client-request-id", "x-client-SKU",
                "x-client-Ver",
            ]
        )
        let values = request.headers.map(\.value)
        #expect(values[0] == "application/x-www-form-urlencoded")
        #expect(values[1] == "application/json")
        #expect(GUID.isWellFormed(values[2]))
        #expect(values[3...].elementsEqual(["true", "Signet", "0.1.0"]))
    }

    @Test(arguments: AssertionAlgorithm.allCases, [false, true])
    func signsForTheAskedTenant(algorithm: AssertionAlgorithm, sendsChain: Bool) async throws {
        let transport = ScriptedTransport([.token("t")])
        let credential = try Fixture.credential(
            transport,
            allowing: ["*"],
            sendsChain: sendsChain,
            algorithm: algorithm
        )
        _ = try await credential.token(for: Fixture.scope, tenantID: "fabrikam.com")
        let request = try #require(transport.requests.first)
        let endpoint = "https://login.microsoftonline.com/fabrikam.com/oauth2/v2.0/token"
        #expect(request.url == endpoint)
        let assertion = try Fixture.assertion(request)
        #expect(assertion.audience == endpoint)
        #expect(assertion.algorithm == algorithm.rawValue)
        #expect(assertion.headerText.contains("x5c") == sendsChain)
        let certificate = try #require(credential.certificate)
        let key = try RegisteredKey(keyID: "k", certificateDER: certificate.derChain[0])
        let verdict = AssertionVerifier()
            .verify(
                Fixture.form(request)["client_assertion"] ?? "",
                expectation: AssertionExpectation(clientID: Fixture.clientID, audiences: [endpoint]),
                keys: [key],
                at: ManualClock().now
            )
        guard case .accepted = verdict else {
            Issue.record("\(verdict)")
            return
        }
    }

    @Test func givesWhatTheServiceGave() async throws {
        let clock = ManualClock()
        let transport = ScriptedTransport([.token("the-token", expiresIn: 86_400, refreshIn: 43_200)])
        let token = try await Fixture.credential(transport, clock: clock).token(for: Fixture.scope)
        #expect(token.exposedText == "the-token")
        #expect(token.exposedAuthorization == "Bearer the-token")
        #expect(token.tokenType == "Bearer")
        #expect(token.expiresOn == clock.now + 86_400)
        #expect(token.refreshOn == clock.now + 43_200)
    }

    @Test func asksOnceForEachDifferentRequest() async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try Fixture.credential(transport, allowing: ["fabrikam.com"])
        for _ in 0..<3 {
            _ = try await credential.token(for: "a/.default")
            _ = try await credential.token(for: "a/.default", tenantID: Fixture.tenantID.uppercased())
            _ = try await credential.token(for: "b/x", "b/y")
            _ = try await credential.token(for: "b/y", "b/x", "b/y")
            _ = try await credential.token(for: "a/.default", claims: "{\"access_token\":{}}")
            _ = try await credential.token(for: "a/.default", tenantID: "FABRIKAM.com")
            _ = try await credential.token(for: "a/.default", enableCAE: true)
        }
        #expect(
            transport.requests.map { Fixture.form($0)["scope"] } == [
                "a/.default", "b/x b/y", "a/.default", "a/.default", "a/.default",
            ]
        )
    }

    @Test(
        arguments: [
            (nil, true, #"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#), (nil, false, nil),
            (#"{"access_token":{"nbf":{"essential":true}}}"#, false, #"{"access_token":{"nbf":{"essential":true}}}"#),
            (
                #"{"access_token":{"nbf":{"essential":true}}}"#, true,
                #"{"access_token":{"nbf":{"essential":true},"xms_cc":{"values":["cp1"]}}}"#
            ),
            (#"{"id_token":{}}"#, true, #"{"id_token":{},"access_token":{"xms_cc":{"values":["cp1"]}}}"#),
        ] as [(String?, Bool, String?)]
    )
    func joinsClaimsWithItsCapability(claims: String?, enableCAE: Bool, expected: String?) async throws {
        let transport = ScriptedTransport([.token("t")])
        _ = try await Fixture.credential(transport).token(for: "a", claims: claims, enableCAE: enableCAE)
        #expect(Fixture.form(try #require(transport.requests.first))["claims"] == expected)
    }

    @Test(arguments: ["", "[]", "{", "x", "{\"a\":1,\"a\":2}"])
    func refusesClaimsThatAreNoObject(claims: String) async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let error = await #expect(throws: CredentialError.self) {
            _ = try await Fixture.credential(transport).token(for: "a", claims: claims)
        }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [[], [""], [" "], ["a b"], ["a", ""], ["a\n"], ["\"a\""], ["ü"], ["a\\b"]])
    func refusesWhatIsNoScope(scopes: [String]) async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let error = await #expect(throws: CredentialError.self) {
            _ = try await Fixture.credential(transport).token(for: TokenRequest(scopes: scopes))
        }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [
        ["https://graph.microsoft.com/.default", "https://vault.azure.net/.default"],
        ["https://vault.azure.net/.default", "https://vault.azure.net//.default"],
        ["api://orders/read", "api://invoices/read"], ["api://orders/.default", "openid", "api://invoices/.default"],
    ])
    func refusesScopesOfTwoResources(scopes: [String]) async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let error = await #expect(throws: CredentialError.self) {
            _ = try await Fixture.credential(transport).token(for: TokenRequest(scopes: scopes))
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("two resources") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [
        ["https://graph.microsoft.com/User.Read", "https://GRAPH.microsoft.com/Mail.Read", "offline_access", "openid"],
        ["User.Read", "Mail.Read", "profile"], ["api://orders/read", "api://orders/write"],
    ])
    func asksForSeveralScopesOfOneResource(scopes: [String]) async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        _ = try await Fixture.credential(transport).token(for: TokenRequest(scopes: scopes))
        #expect(Fixture.form(transport.requests[0])["scope"] == scopes.sorted().joined(separator: " "))
    }

    @Test func saysWhyACertificateCannotBeUsed() throws {
        let clock = ManualClock()
        let curve = try TestCertificates.client("curve", at: clock.now, key: .p256)
        let expired = try TestCertificates.client("client", at: clock.now - 400 * 86_400)
        let sources: [(CertificateSource, CertificateError.Code)] = [
            (.certificate(expired), .expired), (.file("/does/not/exist.pem"), .unreadableFile),
            (.bytes(Array("nonsense".utf8)), .unrecognizedFormat), (.file("/"), .unreadableFile),
        ]
        for (source, code) in sources {
            let error = #expect(throws: CredentialError.self) {
                try CertificateCredential(
                    tenantID: Fixture.tenantID,
                    clientID: Fixture.clientID,
                    certificate: source,
                    options: Fixture.options(ScriptedTransport(), clock: clock)
                )
            }
            #expect(error?.code == .credentialUnavailable)
            #expect((error?.cause as? CertificateError)?.code == code)
        }
        let error = #expect(throws: CredentialError.self) {
            try CertificateCredential(
                tenantID: Fixture.tenantID,
                clientID: Fixture.clientID,
                certificate: .certificate(curve),
                options: Fixture.options(ScriptedTransport(), clock: clock)
            )
        }
        #expect(error?.message.contains("RSA") == true)
    }

    @Test(arguments: ["", "a b", "a\n", "ü"])
    func refusesWhatIsNoClientID(clientID: String) throws {
        let certificate = try TestCertificates.client(at: ManualClock().now)
        let error = #expect(throws: CredentialError.self) {
            try CertificateCredential(
                tenantID: Fixture.tenantID,
                clientID: clientID,
                certificate: .certificate(certificate),
                options: Fixture.options(ScriptedTransport())
            )
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test func oneOfManyCallersAsks() async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try Fixture.credential(transport)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10_000 {
                group.addTask { _ = try await credential.token(for: Fixture.scope) }
            }
            try await group.waitForAll()
        }
        #expect(transport.requests.count == 1)
    }

    @Test func aRefusalIsNotRemembered() async throws {
        let transport = ScriptedTransport([.refusal(700_016, error: "unauthorized_client", status: 400), .token("t")])
        let credential = try Fixture.credential(transport)
        await #expect(throws: CredentialError.self) { _ = try await credential.token(for: Fixture.scope) }
        #expect(try await credential.token(for: Fixture.scope).exposedText == "t")
    }
}
