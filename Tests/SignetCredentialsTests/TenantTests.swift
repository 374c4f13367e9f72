// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCredentials
import SignetTesting
import Testing

@Suite struct TenantTests {
    private static let invalid = [
        "", "my tenant", "my_tenant", "/", "\\", "\"my-tenant\"", "'my-tenant'", "ten/ant", "tenänt", "t\n", "..",
        "a?b", "a#b",
        "%2e%2e", String(repeating: "a", count: 300),
    ]

    @Test(arguments: invalid)
    func refusesWhatIsNoTenant(tenantID: String) async throws {
        let certificate = try TestCertificates.client(at: ManualClock().now)
        let error = #expect(throws: CredentialError.self) {
            try CertificateCredential(
                tenantID: tenantID,
                clientID: Fixture.clientID,
                certificate: .certificate(certificate),
                options: Fixture.options(ScriptedTransport())
            )
        }
        #expect(error?.code == .invalidArgument)
        #expect(
            error?.message
                == """
                Invalid tenant ID provided. You can locate your tenant ID by following the instructions here: \
                https://learn.microsoft.com/partner-center/find-ids-and-domain-names
                """
        )
    }

    @Test(arguments: invalid)
    func refusesWhatIsNoTenantOfARequest(tenantID: String) async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try Fixture.credential(transport, allowing: ["*"])
        await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a", tenantID: tenantID) }
        #expect(transport.requests.isEmpty)
    }

    @Test func refusesATenantThatIsNotAllowedWithAzureIdentitysText() async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try Fixture.credential(transport, allowing: ["fabrikam.com"])
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential.token(for: "a", tenantID: "other.com")
        }
        #expect(error?.code == .authenticationFailed)
        #expect(
            error?.message
                == """
                The current credential is not configured to acquire tokens for tenant other.com. To enable acquiring tokens for \
                this tenant add it to the additionallyAllowedTenants when creating the credential, or add "*" to \
                additionallyAllowedTenants to allow acquiring tokens for any tenant.
                """
        )
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [["other.com"], ["OTHER.COM"], ["*"], ["x", "*"]])
    func asksForATenantThatIsAllowed(allowed: [String]) async throws {
        let transport = ScriptedTransport([.token("t")])
        let credential = try Fixture.credential(transport, allowing: allowed)
        _ = try await credential.token(for: "a", tenantID: "other.com")
        #expect(transport.requests[0].url == "https://login.microsoftonline.com/other.com/oauth2/v2.0/token")
    }

    @Test(arguments: [
        ("https://login.example.com", "https://login.example.com"), ("login.example.com", "https://login.example.com"),
        ("https://Localhost:8443/", "https://localhost:8443"), ("HTTPS://a/b/c//", "https://a/b/c"),
        ("https://[::1]:8443", "https://[::1]:8443"), ("https://127.0.0.1:1", "https://127.0.0.1:1"),
    ])
    func readsAnAuthority(text: String, url: String) throws {
        #expect(try Authority(text).url == url)
    }

    @Test(arguments: [
        "", "http://login.microsoftonline.com", "HTTP://localhost", "ftp://a", "https://", "https:///a", "https://a b",
        "https://a?b", "https://a#b", "https://user:secret@a", "https://a:0", "https://a:99999", "https://a:x",
        "https://ü",
        "://a", "https://a/\"", "https://a\n", "javascript:alert(1)",
    ])
    func refusesAnAuthorityWithoutTLSOrSense(text: String) {
        let error = #expect(throws: CredentialError.self) { try Authority(text) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("is an invalid authority") == true)
    }

    @Test(arguments: [
        (Authority.publicCloud, "https://login.microsoftonline.com/t/oauth2/v2.0/token"),
        (.usGovernment, "https://login.microsoftonline.us/t/oauth2/v2.0/token"),
        (.china, "https://login.chinacloudapi.cn/t/oauth2/v2.0/token"),
    ])
    func knowsTheClouds(authority: Authority, endpoint: String) {
        #expect(authority.tokenEndpoint(tenantID: "t") == endpoint)
    }
}
