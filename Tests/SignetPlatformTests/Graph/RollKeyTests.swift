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

@Suite struct RollKeyTests {
    private static let audience = "00000002-0000-0000-c000-000000000000"

    private func proof(
        _ fixture: PlatformFixture,
        _ holderID: String,
        _ certificate: ClientCertificate,
        header: JSONObject? = nil,
        _ spoil: (inout JSONObject) -> Void = { _ in }
    ) throws -> String {
        let now = Int(fixture.clock.now.timeIntervalSince1970)
        var claims: JSONObject = [
            "aud": .string(Self.audience), "iss": .string(holderID), "nbf": .number(now), "exp": .number(now + 600),
        ]
        spoil(&claims)
        let header = header ?? ["typ": "JWT", "x5t": .string(certificate.sha1Thumbprint.base64URL)]
        return try TokenSigner(key: try #require(certificate.privateKey.rsa), algorithm: .rs256, header: header)
            .sign(claims: JSONValue.object(claims).serialized)
    }

    private func key(_ certificate: ClientCertificate) -> JSONValue {
        ["type": "AsymmetricX509Cert", "usage": "Verify", "key": .base64(certificate.derChain[0])]
    }

    @Test(arguments: ["applications", "servicePrincipals"])
    func anApplicationRollsItsOwnCertificateWithoutAnyPermission(collection: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let (old, new) = (try TestCertificates.daemon.get(), try TestCertificates.stranger.get())
        let client = try await fixture.register(certificate: old)
        let id = collection == "applications" ? client.id : client.principalID
        if collection == "servicePrincipals" {
            let present = try await fixture.graph("PATCH", "/servicePrincipals/\(id)", ["keyCredentials": [key(old)]])
            #expect(present.status == 204, "\(present.text)")
        }
        let token = try await fixture.token(of: client.appID, old, PlatformFixture.graphScope)
        let added = await fixture.graph(
            "POST",
            "/\(collection)/\(id)/addKey",
            [
                "keyCredential": key(new), "passwordCredential": .null,
                "proof": .string(try proof(fixture, id, old)),
            ],
            token: token
        )
        #expect(added.status == 200, "\(added.text)")
        #expect(added.json["@odata.context"]?.string?.hasSuffix("#microsoft.graph.keyCredential") == true)
        #expect(added.json["customKeyIdentifier"]?.string == new.sha1Thumbprint.base64)
        for certificate in [old, new] {
            _ = try await fixture.token(of: client.appID, certificate, PlatformFixture.graphScope)
        }
        let read = try await fixture.graph("GET", "/\(collection)/\(id)?$select=keyCredentials")
        let keys = try #require(read.json["keyCredentials"]?.array)
        let oldID = try #require(
            keys.first { $0["customKeyIdentifier"]?.string == old.sha1Thumbprint.base64 }?["keyId"]
        )
        let removed = await fixture.graph(
            "POST",
            "/\(collection)/\(id)/removeKey",
            ["keyId": oldID, "proof": .string(try proof(fixture, id, new))],
            token: token
        )
        #expect(removed.status == 204, "\(removed.text)")
        _ = try await fixture.token(of: client.appID, new, PlatformFixture.graphScope)
        if collection == "applications" {
            let form = try fixture.form(client.appID, fixture.assertion(client.appID, old))
            #expect(await fixture.post(form).json["error_codes"] == [700_027])
        }
    }

    @Test(arguments: [
        "audience", "issuer", "no nbf", "no exp", "too long", "ahead", "stranger", "two audiences", "no JWT", "altered",
        "wrong thumbprint",
    ])
    func refusesAProofThatProvesNothing(breach: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let now = Int(fixture.clock.now.timeIntervalSince1970)
        let signer = breach == "stranger" ? try TestCertificates.stranger.get() : daemon
        let header: JSONObject? =
            breach == "wrong thumbprint"
            ? ["x5t": .string(try TestCertificates.stranger.get().sha1Thumbprint.base64URL)]
            : breach == "stranger" ? ["x5t": .string(daemon.sha1Thumbprint.base64URL)] : nil
        var text = try proof(fixture, client.id, signer, header: header) { claims in
            switch breach {
            case "audience": claims["aud"] = "00000003-0000-0000-c000-000000000000"
            case "two audiences": claims["aud"] = [.string(Self.audience), "x"]
            case "issuer": claims["iss"] = .string(client.appID)
            case "no nbf": claims["nbf"] = nil
            case "no exp": claims["exp"] = nil
            case "too long": claims["exp"] = .number(now + 601)
            case "ahead":
                claims = [
                    "aud": claims["aud"] ?? .null, "iss": claims["iss"] ?? .null,
                    "nbf": .number(now + 400), "exp": .number(now + 900),
                ]
            default: break
            }
        }
        if breach == "no JWT" { text = "proof" }
        if breach == "altered" { text.removeLast(4) }
        let reply = try await fixture.graph(
            "POST",
            "/applications/\(client.id)/addKey",
            ["keyCredential": key(try TestCertificates.stranger.get()), "proof": .string(text)]
        )
        #expect(reply.status == 401)
        #expect(reply.json["error"]?["code"] == "Authentication_MissingOrMalformed")
        #expect(reply.json["error"]?["message"] == "Access Token missing or malformed.")
    }

    @Test func anEndedProofIsToldApart() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let now = Int(fixture.clock.now.timeIntervalSince1970)
        let text = try proof(fixture, client.id, daemon) { claims in
            claims["nbf"] = .number(now - 1_000)
            claims["exp"] = .number(now - 400)
        }
        let body: JSONValue = ["keyId": .string(GUID.random()), "proof": .string(text)]
        let reply = try await fixture.graph("POST", "/applications/\(client.id)/removeKey", body)
        #expect(reply.json["error"]?["code"] == "Authentication_ExpiredToken")
    }

    @Test func anExpiredRegistrationProvesNothing() async throws {
        let fixture = try await PlatformFixture()
        let short = try TestCertificates.make("CN=short", days: 1)
        let client = try await fixture.register(certificate: short)
        fixture.clock.advance(by: 2 * 86_400)
        let body: JSONValue = [
            "keyCredential": key(try TestCertificates.daemon.get()),
            "proof": .string(try proof(fixture, client.id, short)),
        ]
        #expect(try await fixture.graph("POST", "/applications/\(client.id)/addKey", body).status == 401)
    }

    @Test func aProofWithoutIdentifierIsTriedWithEveryKey() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let body: JSONValue = [
            "keyCredential": key(try TestCertificates.stranger.get()),
            "proof": .string(try proof(fixture, client.id, daemon, header: ["typ": "JWT"])),
        ]
        #expect(try await fixture.graph("POST", "/applications/\(client.id)/addKey", body).status == 200)
    }

    @Test func nobodyRollsTheKeysOfAnother() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let other = try await fixture.register(certificate: daemon)
        let token = try await fixture.token(of: other.appID, daemon, PlatformFixture.graphScope)
        let body: JSONValue = [
            "keyCredential": key(try TestCertificates.stranger.get()),
            "proof": .string(try proof(fixture, client.id, daemon)),
        ]
        let path = "/applications/\(client.id)/addKey"
        #expect(await fixture.graph("POST", path, body, token: token).status == 403)
        let password = await fixture.graph("POST", "/applications/\(other.id)/addPassword", [:], token: token)
        #expect(password.status == 403)
    }

    @Test(
        arguments: [
            (["usage": "Sign"], "property 'usage'"), (["type": "Symmetric"], "property 'type'"),
            (["type": "X509CertAndPassword", "usage": "Verify"], "property 'usage'"),
            (["type": "X509CertAndPassword", "usage": "Sign"], "needs a passwordCredential"),
            (["key": .null], "required for property 'key'"),
        ] as [(JSONObject, String)]
    )
    func eachTypeGoesWithOneUsage(changes: JSONObject, text: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        var entry = try #require(key(try TestCertificates.stranger.get()).object)
        for member in changes.members { entry[member.name] = member.value }
        let body: JSONValue = [
            "keyCredential": .object(entry), "proof": .string(try proof(fixture, client.id, daemon)),
        ]
        let reply = try await fixture.graph("POST", "/applications/\(client.id)/addKey", body)
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["message"]?.string?.contains(text) == true, "\(reply.text)")
    }

    @Test func aKeyThatSignsComesAsPFXAndSignsNobodyIn() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let stranger = try TestCertificates.stranger.get()
        let client = try await fixture.register(certificate: daemon)
        let file = try stranger.pfx(password: SecretBytes(utf8: "geheim"), name: "key")
        let pfx = file.withExposedBytes { Base64.encode(Array($0)) }
        let body: JSONValue = [
            "keyCredential": ["type": "X509CertAndPassword", "usage": "Sign", "key": .string(pfx)],
            "passwordCredential": ["secretText": "geheim"],
            "proof": .string(try proof(fixture, client.id, daemon)),
        ]
        let added = try await fixture.graph("POST", "/applications/\(client.id)/addKey", body)
        #expect(added.status == 200, "\(added.text)")
        #expect(added.json["usage"] == "Sign")
        #expect(added.json["key"] == .null)
        let form = try fixture.form(client.appID, fixture.assertion(client.appID, stranger))
        #expect(await fixture.post(form).json["error_codes"] == [700_027])
        let records = try await fixture.storage.records(RecordQuery(.applications, tenant: PlatformFixture.tenant))
        #expect(records.allSatisfy { !String(decoding: $0.content, as: UTF8.self).contains(pfx) })
    }

    @Test func aServicePrincipalHasSecretsOfItsOwn() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let path = "/servicePrincipals/\(client.principalID)"
        let added = try await fixture.graph("POST", path + "/addPassword", ["passwordCredential": ["displayName": "a"]])
        let secret = try #require(added.json["secretText"]?.string)
        let form = [
            ("grant_type", "client_credentials"), ("scope", PlatformFixture.graphScope), ("client_id", client.appID),
            ("client_secret", secret),
        ]
        #expect(await fixture.post(form).status == 200)
        let keyID = try #require(added.json["keyId"])
        #expect(try await fixture.graph("POST", path + "/removePassword", ["keyId": keyID]).status == 204)
        #expect(await fixture.post(form).json["error_codes"] == [7_000_215])
    }

    @Test func anOwnerChangesItsApplicationsAndNoOthers() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let graph = try await fixture.graph(
            "GET",
            "/servicePrincipals(appId='\(BuiltInResource.graph.appID)')"
        )
        let granted = try await fixture.graph(
            "POST",
            "/servicePrincipals/\(client.principalID)/appRoleAssignments",
            [
                "principalId": .string(client.principalID), "resourceId": graph.json["id"] ?? .null,
                "appRoleId": "18a4783c-866b-4cc7-a460-3d5e5662c884",
            ]
        )
        #expect(granted.status == 201, "\(granted.text)")
        let token = try await fixture.token(of: client.appID, daemon, PlatformFixture.graphScope)
        let own = await fixture.graph("POST", "/applications", ["displayName": "own"], token: token)
        #expect(own.status == 201)
        let id = try #require(own.json["id"]?.string)
        #expect(await fixture.graph("PATCH", "/applications/\(id)", ["notes": "n"], token: token).status == 204)
        let other = await fixture.graph("PATCH", "/applications/\(client.id)", ["notes": "n"], token: token)
        #expect(other.status == 403)
        #expect(await fixture.graph("DELETE", "/applications/\(id)", token: token).status == 204)
    }
}
