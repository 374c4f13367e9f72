// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct TokenRefusalTests {
    @Test(arguments: RefusalCase.requests + RefusalCase.assertions)
    func refuses(_ row: RefusalCase) async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let reply =
            row.testDescription == "signature of another key"
            ? try await signedByStranger(fixture, client) : try await row.send(fixture, client)
        #expect(reply.status == row.status)
        #expect(reply.json["error"]?.string == row.error)
        #expect(reply.json["error_codes"] == [.number(row.number)])
        let description = try #require(reply.json["error_description"]?.string)
        #expect(description.hasPrefix("AADSTS\(row.number): \(row.text)"), "\(description)")
        let trace = try #require(reply.header("x-ms-request-id"))
        let correlation = try #require(reply.json["correlation_id"]?.string)
        #expect(reply.json["trace_id"]?.string == trace)
        #expect(
            description.hasSuffix(
                " Trace ID: \(trace) Correlation ID: \(correlation) Timestamp: 2027-01-15 08:00:00Z"
            )
        )
        #expect(reply.json["timestamp"]?.string == "2027-01-15 08:00:00Z")
        let page = row.hasErrorURI ? "https://login.microsoftonline.com/error?code=\(row.number)" : nil
        #expect(reply.json["error_uri"]?.string == page)
        #expect(reply.header("Cache-Control") == "no-store, no-cache")
    }

    private func signedByStranger(_ fixture: PlatformFixture, _ client: Client) async throws -> Reply {
        let thumbprint = try TestCertificates.daemon.get().sha1Thumbprint.base64URL
        let assertion = try fixture.assertion(client.appID, TestCertificates.stranger.get()) { header, _ in
            header["x5t"] = .string(thumbprint)
        }
        return await fixture.post(try fixture.form(client.appID, assertion))
    }

    @Test func refusesAKeyThatDoesNotFitTheAlgorithm() async throws {
        let fixture = try await PlatformFixture.shared.value
        let elliptic = try TestCertificates.elliptic.get()
        let client = try await fixture.register(certificate: elliptic)
        let assertion = try fixture.assertion(client.appID, TestCertificates.daemon.get()) { header, _ in
            header["x5t"] = .string(elliptic.sha1Thumbprint.base64URL)
        }
        let reply = await fixture.post(try fixture.form(client.appID, assertion))
        #expect(reply.status == 400)
        #expect(reply.json["error_codes"] == [5_002_730])
    }

    @Test func refusesACertificateWhoseRegistrationHasEnded() async throws {
        let fixture = try await PlatformFixture()
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        fixture.clock.advance(by: 181 * 86_400)
        let reply = await fixture.post(
            try fixture.form(client.appID, try fixture.assertion(client.appID, daemon))
        )
        #expect(reply.status == 401)
        let start = Timestamp.american(daemon.notBefore)
        let end = Timestamp.american(daemon.notAfter)
        #expect(
            reply.json["error_description"]?.string?
                .hasPrefix(
                    """
                    AADSTS700027: The certificate with identifier used to sign the client assertion is expired on application. \
                    [Reason - The key used is expired., Thumbprint of key used by client: '\(daemon.sha1Thumbprint)', Found key \
                    'Start=\(start), End=\(end)', Please visit
                    """
                ) == true
        )
    }

    @Test func refusesAnApplicationWithoutServicePrincipalOrDisabled() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let absent = try await fixture.register(certificate: daemon)
        #expect(try await fixture.graph("DELETE", "/servicePrincipals/\(absent.principalID)").status == 204)
        let form = try fixture.form(absent.appID, try fixture.assertion(absent.appID, daemon))
        let missing = await fixture.post(form)
        #expect(missing.status == 401)
        #expect(missing.json["error"] == "invalid_client")
        #expect(missing.json["error_codes"] == [7_000_229])
        #expect(
            missing.json["error_description"]?.string?
                .hasPrefix(
                    "AADSTS7000229: The client application \(absent.appID) is missing service principal in the tenant "
                ) == true
        )

        let client = try await fixture.register(certificate: daemon)
        let disabled = try await fixture.graph(
            "PATCH",
            "/servicePrincipals/\(client.principalID)",
            ["accountEnabled": false]
        )
        #expect(disabled.status == 204)
        let reply = await fixture.post(
            try fixture.form(client.appID, try fixture.assertion(client.appID, daemon))
        )
        #expect(reply.json["error_codes"] == [7_000_112])
        #expect(
            reply.json["error_description"]?.string?
                .hasPrefix(
                    "AADSTS7000112: Application '\(client.appID)'(daemon) is disabled. "
                ) == true
        )
    }

    @Test func refusesOrganizationsForAnApplicationOfOneTenant() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let form = try fixture.form(client.appID, try fixture.assertion(client.appID, daemon))
        #expect(await fixture.post(form, tenant: "organizations").json["error_codes"] == [50_194])
    }

    @Test func refusesAClientThatMustBeAssignedAndIsNot() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let resource = try await fixture.register(["displayName": "orders", "identifierUris": ["api://closed"]])
        let path = "/servicePrincipals/\(resource.principalID)"
        _ = try await fixture.graph("PATCH", path, ["appRoleAssignmentRequired": true])
        let form = try fixture.form(
            client.appID,
            try fixture.assertion(client.appID, daemon),
            scope: "api://closed/.default"
        )
        #expect(await fixture.post(form).json["error_codes"] == [501_051])
        _ = try await fixture.graph("PATCH", path, ["accountEnabled": false])
        #expect(await fixture.post(form).json["error_codes"] == [500_014])
    }
}
