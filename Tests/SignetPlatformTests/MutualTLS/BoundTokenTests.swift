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

@Suite struct BoundTokenTests {
    private static let origin = "https://localhost:9443"

    private func fixture(profile: PlatformProfile = .entra) async throws -> (PlatformFixture, Client) {
        let fixture = try await PlatformFixture(profile: profile, mutualTLSOrigin: Self.origin)
        return (fixture, try await fixture.register(certificate: try TestCertificates.daemon.get()))
    }

    /// Asks with nothing but the connection's certificate.
    private func ask(
        _ fixture: PlatformFixture,
        _ client: String,
        _ certificates: [[UInt8]],
        scope: String = PlatformFixture.graphScope,
        extra: [(String, String)] = [("token_type", "mtls_pop")]
    ) async -> Reply {
        await fixture.post(
            [("grant_type", "client_credentials"), ("client_id", client), ("scope", scope)] + extra,
            certificates: certificates
        )
    }

    @Test func aRegisteredCertificateOfTheConnectionSignsInAndBindsTheToken() async throws {
        let (fixture, client) = try await fixture()
        let certificate = try TestCertificates.daemon.get()
        let reply = await ask(fixture, client.appID, certificate.derChain)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.json["token_type"] == "mtls_pop")
        #expect(reply.claims["cnf"] == ["x5t#S256": .string(certificate.sha256Thumbprint.base64URL)])
        #expect(reply.claims["appidacr"] == "2")
        // Without the wish, RFC 8705 binds it too and calls it what it is used as.
        let plain = await ask(fixture, client.appID, certificate.derChain, extra: [])
        #expect(plain.json["token_type"] == "Bearer")
        #expect(plain.claims["cnf"] != nil)
        // An assertion over the same connection is for a bearer's token.
        let form = try fixture.form(client.appID, fixture.assertion(client.appID, certificate))
        let bearer = await fixture.post(form, certificates: certificate.derChain)
        #expect(bearer.json["token_type"] == "Bearer")
        #expect(bearer.claims["cnf"] == nil)
        let bound = await fixture.post(form + [("token_type", "mtls_pop")], certificates: certificate.derChain)
        #expect(bound.claims["cnf"] != nil)
    }

    @Test func refusesByTheConnection() async throws {
        let (fixture, client) = try await fixture()
        let daemon = try TestCertificates.daemon.get()
        let stranger = try TestCertificates.stranger.get()
        let missing = await ask(fixture, client.appID, [])
        #expect(missing.status == 400)
        #expect(missing.json["error"] == "invalid_request")
        #expect(missing.json["error_codes"] == [392_200])
        let unknown = await ask(fixture, client.appID, stranger.derChain)
        #expect(unknown.status == 401)
        #expect(unknown.json["error_codes"] == [700_027])
        #expect(unknown.text.contains(stranger.sha1Thumbprint.hexadecimal))
        let form = try fixture.form(client.appID, fixture.assertion(client.appID, daemon))
        let other = await fixture.post(form, certificates: stranger.derChain)
        #expect(other.status == 400)
        #expect(other.json["error_codes"] == [500_181])
        // What cannot be read is no certificate.
        #expect(await ask(fixture, client.appID, [[0x30, 0x00]]).json["error_codes"] == [392_200])
    }

    @Test func refusesACertificateThatHasExpiredOrNotBegun() async throws {
        let fixture = try await PlatformFixture(mutualTLSOrigin: Self.origin)
        let short = try ClientCertificate.create(
            CertificateTemplate(
                subject: "CN=short",
                notBefore: fixture.clock.now.addingTimeInterval(-60),
                notAfter: fixture.clock.now.addingTimeInterval(3_600)
            )
        )
        let client = try await fixture.register(certificate: short)
        #expect(await ask(fixture, client.appID, short.derChain).status == 200)
        fixture.clock.advance(by: 3_601)
        let ended = await ask(fixture, client.appID, short.derChain)
        #expect(ended.status == 401)
        #expect(ended.json["error"] == "invalid_client")
        #expect(ended.json["error_codes"] == [392_204])
        fixture.clock.advance(by: -7_200)
        #expect(await ask(fixture, client.appID, short.derChain).json["error_codes"] == [1_000_502])
    }

    @Test func whereNobodyConnectsWithACertificateTheFeatureIsOff() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let reply = await ask(fixture, client.appID, [])
        #expect(reply.status == 412)
        #expect(reply.json["error_codes"] == [51_000])
    }

    @Test func aResourceMayWantBoundTokensOnly() async throws {
        let json = #"{"boundResources":["api://Ledger"]}"#
        let (fixture, client) = try await fixture(profile: try PlatformProfile(json: Array(json.utf8)))
        _ = try await fixture.register(["displayName": "Ledger", "identifierUris": ["api://ledger"]])
        let daemon = try TestCertificates.daemon.get()
        let form = try fixture.form(
            client.appID,
            fixture.assertion(client.appID, daemon),
            scope: "api://ledger/.default"
        )
        let bearer = await fixture.post(form)
        #expect(bearer.status == 400)
        #expect(bearer.json["error_codes"] == [50_171])
        let bound = await ask(fixture, client.appID, daemon.derChain, scope: "api://ledger/.default")
        #expect(bound.status == 200, "\(bound.text)")
    }

    @Test func aBoundTokenIsOfUseToTheHolderOfTheCertificateAlone() async throws {
        let (fixture, _) = try await fixture()
        let administrator = try TestCertificates.administrator.get()
        for scope in [PlatformFixture.graphScope, "https://vault.azure.net/.default"] {
            let reply = await ask(fixture, fixture.administratorID, administrator.derChain, scope: scope)
            let token = try #require(reply.json["access_token"]?.string, "\(reply.text)")
            let path = scope == PlatformFixture.graphScope ? "/v1.0/applications" : "/secrets?api-version=7.5"
            func use(_ certificates: [[UInt8]], scheme: String = "mtls_pop") async -> Int {
                let headers = [(name: "Authorization", value: "\(scheme) \(token)")]
                return await fixture.send("GET", path, headers: headers, certificates: certificates).status
            }
            #expect(await use(administrator.derChain) == 200)
            #expect(await use(administrator.derChain, scheme: "Bearer") == 200)
            #expect(await use([]) == 401)
            #expect(await use([], scheme: "Bearer") == 401)
            #expect(await use(try TestCertificates.stranger.get().derChain) == 401)
        }
    }

    @Test func theStepsOfABatchKeepTheConnectionsCertificate() async throws {
        let (fixture, _) = try await fixture()
        let administrator = try TestCertificates.administrator.get()
        let reply = await ask(fixture, fixture.administratorID, administrator.derChain)
        let token = try #require(reply.json["access_token"]?.string)
        let body: JSONValue = ["requests": [["id": "1", "method": "GET", "url": "/applications"]]]
        let batch = await fixture.send(
            "POST",
            "/v1.0/$batch",
            headers: [("Authorization", "mtls_pop \(token)"), ("Content-Type", "application/json")],
            body: body.serialized,
            certificates: administrator.derChain
        )
        #expect(batch.json["responses"]?.array?.first?["status"] == 200, "\(batch.text)")
    }

    @Test func discoverySaysWhereToConnect() async throws {
        let (fixture, _) = try await fixture()
        let path = "/\(PlatformFixture.tenant)/v2.0/.well-known/openid-configuration"
        let document = await fixture.send("GET", path).json
        #expect(
            document["mtls_endpoint_aliases"]?["token_endpoint"]?.string
                == "\(Self.origin)/\(PlatformFixture.tenant)/oauth2/v2.0/token"
        )
        let methods = document["token_endpoint_auth_methods_supported"]?.array ?? []
        #expect(methods.contains("self_signed_tls_client_auth"))
        #expect(document["token_endpoint"]?.string?.hasPrefix(PlatformFixture.origin) == true)
    }

    @Test func theSignInLogKnowsTheConnectionsCertificate() async throws {
        let (fixture, client) = try await fixture()
        let stranger = try TestCertificates.stranger.get()
        let refused = await ask(fixture, client.appID, stranger.derChain)
        let id = try #require(refused.json["trace_id"]?.string)
        let entry = try await fixture.graph("GET", "/auditLogs/signIns/\(id)").json
        #expect(entry["clientCredentialType"] == "certificate")
        #expect(entry["servicePrincipalCredentialThumbprint"]?.string == stranger.sha1Thumbprint.hexadecimal)
        #expect(entry["explanation"]?["rule"]?.string?.contains(stranger.sha1Thumbprint.hexadecimal) == true)
    }
}
