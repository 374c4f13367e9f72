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

@Suite struct KeyCredentialTests {
    private func entry(_ certificate: ClientCertificate, _ changes: JSONObject = [:]) -> JSONValue {
        var entry: JSONObject = [
            "type": "AsymmetricX509Cert", "usage": "Verify", "key": .base64(certificate.derChain[0]),
        ]
        for member in changes.members { entry[member.name] = member.value }
        return .object(entry)
    }

    private func keys(_ fixture: PlatformFixture, _ client: Client, selected: Bool = false) async throws -> [JSONValue]
    {
        let query = selected ? "?$select=keyCredentials" : ""
        let reply = try await fixture.graph("GET", "/applications/\(client.id)\(query)")
        return try #require(reply.json["keyCredentials"]?.array)
    }

    @Test func fillsInWhatIsLeftOut() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let key = try #require(try await keys(fixture, client).first)
        #expect(key["customKeyIdentifier"]?.string == daemon.sha1Thumbprint.base64)
        #expect(key["displayName"] == "CN=daemon")
        #expect(key["startDateTime"]?.string == Timestamp.iso8601(daemon.notBefore))
        #expect(key["endDateTime"]?.string == Timestamp.iso8601(daemon.notAfter))
        #expect(key["key"] == .null)
        #expect(key["keyId"]?.string.map { GUID.isWellFormed($0) } == true)
        let selected = try #require(try await keys(fixture, client, selected: true).first)
        #expect(selected["key"] == .base64(daemon.derChain[0]))
        let listed = try await fixture.graph(
            "GET",
            "/applications?$select=keyCredentials&$filter=appId%20eq%20'\(client.appID)'"
        )
        #expect(listed.json["value"]?.array?.first?["keyCredentials"]?.array?.first?["key"] == .null)
    }

    @Test func theDefaultEndIsAYearAfterTheStart() async throws {
        let fixture = try await PlatformFixture.shared.value
        let long = try TestCertificates.make("CN=long", key: .p256, days: 1_000)
        let client = try await fixture.register(certificate: long)
        let key = try #require(try await keys(fixture, client).first)
        let end = long.notBefore.addingTimeInterval(365 * 86_400)
        #expect(key["endDateTime"]?.string == Timestamp.iso8601(end))
    }

    @Test func aChangeReplacesTheCollectionAndKeepsWhatIsNamed() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let stranger = try TestCertificates.stranger.get()
        let client = try await fixture.register(certificate: daemon)
        let path = "/applications/\(client.id)"
        let kept = try await keys(fixture, client)
        let both = JSONValue.array(kept + [entry(stranger)])
        #expect(try await fixture.graph("PATCH", path, ["keyCredentials": both]).status == 204)
        let ids = try await keys(fixture, client).compactMap { $0["keyId"] }
        #expect(ids.count == 2)
        for certificate in [daemon, stranger] {
            _ = try await fixture.token(of: client.appID, certificate, PlatformFixture.graphScope)
        }
        #expect(try await fixture.graph("PATCH", path, ["keyCredentials": [["keyId": ids[1]]]]).status == 204)
        let form = try fixture.form(client.appID, try fixture.assertion(client.appID, daemon))
        #expect(await fixture.post(form).json["error_codes"] == [700_027])
        _ = try await fixture.token(of: client.appID, stranger, PlatformFixture.graphScope)
        #expect(try await keys(fixture, client, selected: true).first?["key"] == .base64(stranger.derChain[0]))
    }

    @Test(arguments: ["displayName", "endDateTime", "startDateTime", "key", "customKeyIdentifier"])
    func refusesToAlterAKeptKey(property: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        var key = try #require(try await keys(fixture, client).first?.object)
        let others: JSONObject = [
            "displayName": "other", "endDateTime": "2027-02-01T00:00:00Z", "startDateTime": "2027-01-15T00:00:00Z",
            "key": .base64(try TestCertificates.stranger.get().derChain[0]),
            "customKeyIdentifier": "hOBcHZi846VCHSJbFAs26Go9VTQ=",
        ]
        key[property] = others[property]
        let reply = try await fixture.graph("PATCH", "/applications/\(client.id)", ["keyCredentials": [.object(key)]])
        #expect(reply.status == 400)
        let id = try #require(key["keyId"]?.string)
        #expect(
            reply.json["error"]?["message"]?.string
                == "Update to existing credential with KeyId '\(id)' is not allowed."
        )
    }

    @Test(arguments: [
        ("endDateTime", "2040-01-01T00:00:00Z", "KeyCredentialsInvalidEndDate"),
        ("endDateTime", "2027-01-15T07:59:59Z", "KeyCredentialsInvalidEndDate"),
        ("startDateTime", "2020-01-01T00:00:00Z", "KeyCredentialsInvalidStartDate"),
        ("startDateTime", "2040-01-01T00:00:00Z", "KeyCredentialsInvalidStartDate"),
        ("startDateTime", "yesterday", "Request_BadRequest"),
        ("type", "Symmetric", "Request_BadRequest"), ("usage", "Sign", "Request_BadRequest"),
        ("key", "AAAA", "Request_BadRequest"), ("key", "!", "Request_BadRequest"), ("key", "", "Request_BadRequest"),
        ("keyId", "x", "Request_BadRequest"), ("customKeyIdentifier", "!", "Request_BadRequest"),
    ])
    func refusesWhatIsNotWithinTheCertificate(property: String, value: String, code: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let key = entry(try TestCertificates.daemon.get(), [property: .string(value)])
        let reply = try await fixture.graph("PATCH", "/applications/\(client.id)", ["keyCredentials": [key]])
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["code"]?.string == code, "\(reply.text)")
    }

    @Test func takesACertificateInPEM() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register()
        let key = entry(daemon, ["key": .base64(Array(daemon.certificatePEM.utf8))])
        #expect(try await fixture.graph("PATCH", "/applications/\(client.id)", ["keyCredentials": [key]]).status == 204)
        _ = try await fixture.token(of: client.appID, daemon, PlatformFixture.graphScope)
    }

    @Test(arguments: [
        "84E05C1D98BCE3A5421D225B140B36E86A3D5534", "84e05c1d98bce3a5421d225b140b36e86a3d5534",
        "hOBcHZi846VCHSJbFAs26Go9VTQ=", "hOBcHZi846VCHSJbFAs26Go9VTQ",
        "ODRFMDVDMUQ5OEJDRTNBNTQyMUQyMjVCMTQwQjM2RTg2QTNENTUzNA==",
    ])
    func readsThreeFormsOfTheIdentifier(text: String) throws {
        let bytes = try #require(KeyIdentifierText.parse(text))
        #expect(Hexadecimal.encode(bytes) == "84E05C1D98BCE3A5421D225B140B36E86A3D5534")
    }

    @Test func refusesAKeyIDTwice() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let key = try #require(try await keys(fixture, client).first)
        let reply = try await fixture.graph("PATCH", "/applications/\(client.id)", ["keyCredentials": [key, key]])
        #expect(reply.status == 400)
    }
}
