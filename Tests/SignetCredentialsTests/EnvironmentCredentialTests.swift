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

@Suite(.timeLimit(.minutes(15))) struct EnvironmentCredentialTests {
    private static let secret = [
        "AZURE_TENANT_ID": Fixture.tenantID, "AZURE_CLIENT_ID": Fixture.clientID, "AZURE_CLIENT_SECRET": "s3cret",
    ]
    private let clock = ManualClock(advancesOnSleep: true)

    private func credential(_ environment: [String: String], _ transport: any TokenTransport) throws
        -> EnvironmentCredential
    {
        try EnvironmentCredential(
            environment: environment,
            options: Fixture.options(transport, clock: self.clock)
        )
    }

    /// Runs a test with a PFX file and the variables that name it.
    private func withCertificate(_ body: ([String: String]) async throws -> Void) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "signet-environment-\(UUID()).pfx")
        defer { try? FileManager.default.removeItem(at: file) }
        let pfx = try TestCertificates.client(at: self.clock.now).pfx(password: SecretBytes(utf8: "pw"), name: "n")
        try pfx.withExposedBytes { try Data($0).write(to: file) }
        var environment = Self.secret
        environment["AZURE_CLIENT_SECRET"] = nil
        environment["AZURE_CLIENT_CERTIFICATE_PATH"] = file.path()
        environment["AZURE_CLIENT_CERTIFICATE_PASSWORD"] = "pw"
        try await body(environment)
    }

    @Test func aSecretGoesBeforeACertificate() async throws {
        let transport = ScriptedTransport([.token("t")])
        let environment = Self.secret.merging(["AZURE_CLIENT_CERTIFICATE_PATH": "/nowhere"]) { $1 }
        _ = try await credential(environment, transport).token(for: "a")
        #expect(transport.requests[0].url == Fixture.endpoint)
        #expect(Fixture.form(transport.requests[0])["client_secret"] == "s3cret")
    }

    @Test(arguments: [(nil, false), ("false", false), ("0", false), ("False", false), ("true", true), ("1", true)])
    func signsInWithACertificateAndFalseMeansFalse(value: String?, sendsChain: Bool) async throws {
        try await withCertificate { environment in
            var environment = environment
            environment["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"] = value
            let transport = ScriptedTransport([.token("t")])
            _ = try await credential(environment, transport).token(for: "a")
            #expect(try Fixture.assertion(transport.requests[0]).headerText.contains("x5c") == sendsChain)
        }
    }

    @Test func refusesASwitchThatIsNone() async throws {
        try await withCertificate { environment in
            var environment = environment
            environment["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"] = "ture"
            let error = #expect(throws: CredentialError.self) { try credential(environment, ScriptedTransport()) }
            #expect(error?.code == .invalidArgument)
            #expect(error?.message.contains("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN") == true)
        }
    }

    @Test func saysWhyTheCertificateOfTheEnvironmentCannotBeUsed() async throws {
        try await withCertificate { environment in
            for (name, value) in [
                ("AZURE_CLIENT_CERTIFICATE_PATH", "/nowhere.pfx"), ("AZURE_CLIENT_CERTIFICATE_PASSWORD", "wrong"),
            ] {
                var environment = environment
                environment[name] = value
                let error = #expect(throws: CredentialError.self) { try credential(environment, ScriptedTransport()) }
                #expect(error?.code == .credentialUnavailable)
                #expect(error?.cause is CertificateError)
            }
        }
    }

    @Test(arguments: [
        ([:], "AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH"),
        (["AZURE_TENANT_ID": "t", "AZURE_CLIENT_SECRET": "s"], "AZURE_CLIENT_ID"),
        (["AZURE_CLIENT_ID": "c", "AZURE_TENANT_ID": "", "AZURE_CLIENT_CERTIFICATE_PATH": "p"], "AZURE_TENANT_ID"),
        (["AZURE_CLIENT_ID": "c", "AZURE_TENANT_ID": "t"], "AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH"),
    ])
    func namesTheVariablesThatAreMissing(environment: [String: String], missing: String) {
        let error = #expect(throws: CredentialError.self) { try EnvironmentCredential(environment: environment) }
        #expect(error?.code == .credentialUnavailable)
        #expect(error?.message.hasSuffix("not fully configured; missing: " + missing) == true)
    }

    @Test func theAuthorityOfTheOptionsGoesBeforeThatOfTheEnvironment() async throws {
        let environment = Self.secret.merging(["AZURE_AUTHORITY_HOST": "login.microsoftonline.us"]) { $1 }
        for (authority, host) in [(Authority.publicCloud, "microsoftonline.us"), (.china, "chinacloudapi.cn")] {
            let transport = ScriptedTransport([.token("t")])
            var options = Fixture.options(transport)
            options.authority = authority
            _ = try await EnvironmentCredential(environment: environment, options: options).token(for: "a")
            #expect(transport.requests[0].url.hasPrefix("https://login.\(host)/"))
        }
        let plain = Self.secret.merging(["AZURE_AUTHORITY_HOST": "http://localhost"]) { $1 }
        let error = #expect(throws: CredentialError.self) { try credential(plain, ScriptedTransport()) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func furtherTenantsComeFromTheEnvironment() async throws {
        let list = Self.secret.merging(["AZURE_ADDITIONALLY_ALLOWED_TENANTS": "a.com; b.com ;"]) { $1 }
        let transport = ScriptedTransport([.token("t")])
        let credential = try credential(list, transport)
        _ = try await credential.token(for: "a", tenantID: "b.com")
        #expect(transport.requests[0].url.contains("/b.com/"))
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential.token(for: "a", tenantID: "c.com")
        }
        #expect(error?.code == .authenticationFailed)
    }

    @Test(arguments: [("1", true), ("true", true), ("false", false), ("0", false)])
    func multitenantAuthenticationCanBeDisabled(value: String, isDisabled: Bool) async throws {
        let environment = Self.secret.merging(["AZURE_IDENTITY_DISABLE_MULTITENANTAUTH": value]) { $1 }
        let transport = ScriptedTransport([.token("t")])
        let credential = try credential(environment, transport)
        _ = try await credential.token(for: "a")
        let asked = Task { try await credential.token(for: "a", tenantID: "other.com") }
        if isDisabled {
            #expect(try await asked.value.exposedText == "t")
        } else {
            await #expect(throws: CredentialError.self) { _ = try await asked.value }
        }
        #expect(transport.requests.map(\.url) == [Fixture.endpoint])
    }
}
