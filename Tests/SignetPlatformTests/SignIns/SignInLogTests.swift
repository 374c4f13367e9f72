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

@Suite struct SignInLogTests {
    private func fact(_ entry: JSONValue, _ name: String) -> [String] {
        (entry["explanation"]?["facts"]?.array ?? []).filter { $0["name"]?.string == name }
            .compactMap { $0["value"]?.string }
    }

    private func entry(_ fixture: PlatformFixture, _ refusal: Reply) async throws -> JSONValue {
        let id = try #require(refusal.json["trace_id"]?.string, "\(refusal.text)")
        let reply = try await fixture.graph("GET", "/auditLogs/signIns/\(id)")
        try #require(reply.status == 200, "\(reply.text)")
        return reply.json
    }

    @Test func explainsAnUnknownThumbprintWithTheRegisteredOnes() async throws {
        let fixture = try await PlatformFixture()
        let registered = try TestCertificates.administrator.get()
        let stranger = try ClientCertificate.create(
            CertificateTemplate(
                subject: "CN=stranger",
                notBefore: fixture.clock.now.addingTimeInterval(-60),
                notAfter: fixture.clock.now.addingTimeInterval(86_400)
            )
        )
        let client = fixture.administratorID
        let form = try fixture.form(client, fixture.assertion(client, stranger))
        let entry = try await entry(fixture, await fixture.post(form))
        #expect(entry["status"]?["errorCode"]?.integer == 700_027)
        #expect(entry["appId"]?.string == client)
        #expect(entry["clientCredentialType"] == "certificate")
        #expect(entry["explanation"]?["rule"]?.string?.contains(stranger.sha1Thumbprint.hexadecimal) ?? false)
        #expect(fact(entry, "thumbprint sent") == [stranger.sha1Thumbprint.hexadecimal])
        #expect(fact(entry, "thumbprint registered").first?.hasPrefix(registered.sha1Thumbprint.hexadecimal) ?? false)
    }

    @Test(arguments: [(-1_000, -600, 600), (1_000, 2_000, 1_000)])
    func explainsTheSkew(start: Int, end: Int, skew: Int) async throws {
        let fixture = try await PlatformFixture()
        let now = Int(fixture.clock.now.timeIntervalSince1970)
        let client = fixture.administratorID
        let assertion = try fixture.assertion(client, TestCertificates.administrator.get()) { _, claims in
            claims["nbf"] = .number(now + start)
            claims["exp"] = .number(now + end)
        }
        let entry = try await entry(fixture, await fixture.post(fixture.form(client, assertion)))
        #expect(entry["status"]?["errorCode"]?.integer == 700_024)
        #expect(fact(entry, "skew in seconds") == [String(skew)])
    }

    @Test func explainsTheAudience() async throws {
        let fixture = try await PlatformFixture()
        let client = fixture.administratorID
        let assertion = try fixture.assertion(client, TestCertificates.administrator.get()) { _, claims in
            claims["aud"] = "https://elsewhere.example/token"
        }
        let entry = try await entry(fixture, await fixture.post(fixture.form(client, assertion)))
        #expect(fact(entry, "audience sent") == ["https://elsewhere.example/token"])
        #expect(
            fact(entry, "audience expected")
                .contains("\(PlatformFixture.origin)/\(PlatformFixture.tenant)/oauth2/v2.0/token")
        )
    }

    @Test func recordsSuccessAndFailureTheNewestFirst() async throws {
        let fixture = try await PlatformFixture()
        let client = fixture.administratorID
        let good = try fixture.form(client, fixture.assertion(client, TestCertificates.administrator.get()))
        _ = await fixture.post(good)
        _ = await fixture.post(good.filter { $0.0 != "client_assertion" })
        let list = try await fixture.graph("GET", "/auditLogs/signIns?$filter=appId%20eq%20'\(client)'")
        // The newest of all is the token with which the log is read.
        let codes = (list.json["value"]?.array ?? []).compactMap { $0["status"]?["errorCode"]?.integer }
        #expect(codes.prefix(3) == [0, 7_000_218, 0])
        let page = try await fixture.graph("GET", "/auditLogs/signIns?$top=1")
        #expect(page.json["@odata.nextLink"]?.string?.contains("$skiptoken") ?? false)
    }

    @Test func keepsEntriesAcrossARestartAndForgetsTheOldest() async throws {
        let storage = InMemoryStorage()
        let log = SignInLog(storage: storage)
        var ids: [String] = []
        for number in 0..<10_300 {
            let id = GUID.random()
            ids.append(id)
            log.record(SignInEntry(id: id, tenant: "t", clientID: "c", object: ["id": .string(id)]))
            if number % 500 == 499 { try await log.flush() }
        }
        try await log.flush()
        let again = SignInLog(storage: storage)
        let all = try await again.entries(tenant: "t", after: nil, limit: 20_000)
        #expect(all.map(\.id) == ids.suffix(10_000).reversed())
        #expect(try await again.entry(ids[300], tenant: "t") != nil)
        #expect(try await again.entry(ids[299], tenant: "t") == nil)
        #expect(try await again.entry(ids[10_299], tenant: "other") == nil)
        let behind = try await log.entries(tenant: "t", after: ids[9_000], limit: 2)
        #expect(behind.map(\.id) == [ids[8_999], ids[8_998]])
    }

    @Test func keepsNoSecret() async throws {
        let fixture = try await PlatformFixture()
        let client = fixture.administratorID
        let assertion = try fixture.assertion(client, TestCertificates.administrator.get())
        _ = await fixture.post(try fixture.form(client, assertion))
        let secret = "needle-of-a-secret"
        _ = await fixture.post([
            ("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret),
            ("scope", PlatformFixture.graphScope),
        ])
        try await fixture.platform.flushSignIns()
        let list = try await fixture.graph("GET", "/auditLogs/signIns")
        let stored = try await fixture.storage.records(RecordQuery(.signIns, tenant: ""))
            .map { String(decoding: $0.content, as: UTF8.self) }
        let signature = try #require(assertion.split(separator: ".").last)
        for text in stored + [list.text] {
            #expect(!text.contains(secret))
            #expect(!text.contains(signature))
        }
        #expect(stored.count == 1)
    }

    @Test func showsTheLogToNobodyWithoutTheRole() async throws {
        let fixture = try await PlatformFixture.shared.value
        let certificate = try TestCertificates.administrator.get()
        let client = try await fixture.register(certificate: certificate)
        let token = try await fixture.token(of: client.appID, certificate, PlatformFixture.graphScope)
        #expect(await fixture.graph("GET", "/auditLogs/signIns", token: token).status == 403)
    }

    @Test(arguments: [
        ("1800000000", "-1e300"), ("1e300", "1800000600"), ("1e300", "-1e300"), ("-1e18", "-9223372036854775808"),
    ])
    func aTimeThatNoClockShowsIsExplainedLikeAnyOther(start: String, end: String) async throws {
        let fixture = try await PlatformFixture()
        let client = fixture.administratorID
        let assertion = try fixture.assertion(client, TestCertificates.administrator.get()) { _, claims in
            claims["nbf"] = try? JSONValue.parse(start)
            claims["exp"] = .string(end)
        }
        let entry = try await entry(fixture, await fixture.post(fixture.form(client, assertion)))
        #expect(entry["status"]?["errorCode"]?.integer == 700_024)
        #expect(entry["explanation"]?["rule"]?.string?.isEmpty == false)
    }
}
