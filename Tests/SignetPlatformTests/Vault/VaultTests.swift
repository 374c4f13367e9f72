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

@Suite struct VaultTests {
    private static let day = 86_400.0

    private func call(
        _ fixture: PlatformFixture,
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil
    ) async throws -> Reply {
        let scope = "https://vault.azure.net/.default"
        let token = try await fixture.token(of: fixture.administratorID, TestCertificates.administrator.get(), scope)
        var headers = [(name: "Authorization", value: "Bearer \(token)")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let query = path.contains("?") ? "" : "?api-version=7.5"
        return await fixture.send(method, path + query, headers: headers, body: body?.serialized ?? [])
    }

    private func policy(_ actions: JSONValue, reusesKey: Bool = false, issuer: String = "Self") -> JSONValue {
        [
            "policy": [
                "issuer": ["name": .string(issuer)],
                "x509_props": ["subject": "CN=rolled", "validity_months": 1],
                "key_props": ["kty": "EC", "crv": "P-256", "reuse_key": .bool(reusesKey)],
                "lifetime_actions": actions,
            ]
        ]
    }

    private func certificate(_ reply: Reply) throws -> CertificateDetails {
        let text = try #require(reply.json["cer"]?.string, "\(reply.text)")
        return try CertificateDetails(der: try #require(Base64.decodeLenient(text)))
    }

    @Test(arguments: [
        (["days_before_expiry": 5] as JSONValue, 24.0, 26.5), (["lifetime_percentage": 50] as JSONValue, 14.0, 16.0),
    ])
    func renewsByThePolicyAndNotBefore(trigger: JSONValue, before: Double, after: Double) async throws {
        let fixture = try await PlatformFixture()
        let actions: JSONValue = [["trigger": trigger, "action": ["action_type": "AutoRenew"]]]
        let created = try await call(fixture, "POST", "/certificates/rolled/create", policy(actions))
        #expect(created.status == 202)
        let first = try certificate(await call(fixture, "GET", "/certificates/rolled/"))
        fixture.clock.advance(by: before * Self.day)
        #expect(try await fixture.platform.renewVaultCertificates() == 0)
        fixture.clock.advance(by: (after - before) * Self.day)
        #expect(try await fixture.platform.renewVaultCertificates() == 1)
        let second = try certificate(await call(fixture, "GET", "/certificates/rolled/"))
        #expect(second.notAfter > first.notAfter)
        #expect(second.publicKey != first.publicKey)
        #expect(try await fixture.platform.renewVaultCertificates() == 0)
        let versions = try await call(fixture, "GET", "/certificates/rolled/versions")
        #expect(versions.json["value"]?.array?.count == 2)
    }

    @Test func keepsTheKeyWhereThePolicySaysSo() async throws {
        let fixture = try await PlatformFixture()
        for _ in 0..<2 {
            let reply = try await call(
                fixture,
                "POST",
                "/certificates/kept/create",
                policy([], reusesKey: true)
            )
            #expect(reply.status == 202, "\(reply.text)")
        }
        let versions = try await call(fixture, "GET", "/certificates/kept/versions").json["value"]?.array ?? []
        #expect(versions.count == 2)
        var keys: Set<SubjectPublicKey> = []
        for version in versions {
            let id = try #require(version["id"]?.string?.split(separator: "/").last)
            keys.insert(try certificate(await call(fixture, "GET", "/certificates/kept/\(id)")).publicKey)
        }
        #expect(keys.count == 1)
    }

    @Test func renewsNothingThatSomebodyElseSigns() async throws {
        let fixture = try await PlatformFixture()
        let actions: JSONValue = [["trigger": ["lifetime_percentage": 1], "action": ["action_type": "AutoRenew"]]]
        let reply = try await call(
            fixture,
            "POST",
            "/certificates/foreign/create",
            policy(actions, issuer: "Unknown")
        )
        #expect(reply.json["status"] == "inProgress")
        fixture.clock.advance(by: 400 * Self.day)
        #expect(try await fixture.platform.renewVaultCertificates() == 0)
    }

    @Test func forgetsWhatCanNoLongerBeRecovered() async throws {
        let fixture = try await PlatformFixture()
        #expect(try await call(fixture, "PUT", "/secrets/old", ["value": "x"]).status == 200)
        #expect(try await call(fixture, "DELETE", "/secrets/old").status == 200)
        fixture.clock.advance(by: 89 * Self.day)
        try await fixture.platform.renewVaultCertificates()
        #expect(try await call(fixture, "GET", "/deletedsecrets/old").status == 200)
        fixture.clock.advance(by: 1.1 * Self.day)
        try await fixture.platform.renewVaultCertificates()
        let left = try await fixture.storage.records(RecordQuery(.vaultVersions, tenant: PlatformFixture.tenant))
        #expect(left.isEmpty)
        #expect(try await call(fixture, "PUT", "/secrets/old", ["value": "y"]).status == 200)
    }

    @Test func foldsTheCaseOfNames() async throws {
        let fixture = try await PlatformFixture()
        _ = try await call(fixture, "PUT", "/secrets/MixedCase", ["value": "1"])
        _ = try await call(fixture, "PUT", "/secrets/mixedcase", ["value": "2"])
        #expect(try await call(fixture, "GET", "/secrets/MIXEDCASE/").json["value"] == "2")
        #expect(try await call(fixture, "GET", "/secrets").json["value"]?.array?.count == 1)
    }

    @Test func givesANameToOneKindOfObject() async throws {
        let fixture = try await PlatformFixture()
        _ = try await call(fixture, "PUT", "/secrets/taken", ["value": "1"])
        let create = try await call(fixture, "POST", "/certificates/taken/create", policy([]))
        #expect(create.status == 409)
        #expect(create.json["error"]?["code"] == "Conflict")
    }

    @Test func storesNoValueInTheClear() async throws {
        let fixture = try await PlatformFixture()
        _ = try await call(fixture, "PUT", "/secrets/hidden", ["value": "a-needle-in-hay", "tags": ["a": "b"]])
        for collection in [RecordCollection.vaultObjects, .vaultVersions] {
            for record in try await fixture.storage.records(RecordQuery(collection, tenant: PlatformFixture.tenant)) {
                #expect(!String(decoding: record.content, as: UTF8.self).contains("needle"))
            }
        }
    }

    @Test(arguments: [
        (["value": 1] as JSONValue, "value"), (["value": nil] as JSONValue, "value"),
        (["value": "x", "attributes": ["exp": -1]] as JSONValue, "exp"),
        (["value": "x", "attributes": ["enabled": "yes"]] as JSONValue, "enabled"),
        (["value": "x", "tags": ["a": 1]] as JSONValue, "tags"),
        (["value": "x", "contentType": .string(String(repeating: "t", count: 300))] as JSONValue, "contentType"),
        (["value": .string(String(repeating: "v", count: 25_001))] as JSONValue, "maximum size"),
    ])
    func refusesBadSecrets(body: JSONValue, text: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = try await call(fixture, "PUT", "/secrets/bad", body)
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["message"]?.string?.contains(text) ?? false, "\(reply.text)")
    }

    @Test(arguments: [
        ["key_props": ["kty": "oct"]] as JSONValue, ["key_props": ["kty": "RSA", "key_size": 1_024]],
        ["key_props": ["kty": "EC", "crv": "P-256K"]], ["secret_props": ["contentType": "text/plain"]],
        ["x509_props": ["subject": "no name"]], ["x509_props": ["subject": "CN=a", "validity_months": 0]],
        ["x509_props": ["subject": "CN=a", "ekus": ["not an oid"]]],
        ["x509_props": ["subject": "CN=a", "key_usage": ["everything"]]], ["issuer": ["name": "DigiCert"]],
        ["lifetime_actions": [["trigger": ["lifetime_percentage": 100], "action": ["action_type": "AutoRenew"]]]],
        ["lifetime_actions": [["trigger": [:], "action": ["action_type": "AutoRenew"]]]],
        ["x509_props": ["subject": "CN=a", "sans": ["ipAddresses": ["not an address"]]]],
    ])
    func refusesBadPolicies(policy: JSONValue) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = try await call(fixture, "POST", "/certificates/bad/create", ["policy": policy])
        #expect(reply.status == 400, "\(reply.text)")
        #expect(reply.json["error"]?["code"] == "BadParameter")
    }

    @Test func leavesOneVersionOfEachOfManyConcurrentWriters() async throws {
        let fixture = try await PlatformFixture()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<4 {
                group.addTask {
                    try await self.call(fixture, "PUT", "/secrets/raced", ["value": .string(String(number))]).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let versions = try await call(fixture, "GET", "/secrets/raced/versions").json["value"]?.array?.count
        #expect(versions == statuses.filter { $0 == 200 }.count)
        #expect(statuses.allSatisfy { $0 == 200 || $0 == 409 })
    }

    @Test(arguments: [
        (VaultRole.secretsUser, "secret", "get", true), (.secretsUser, "secret", "set", false),
        (.secretsUser, "certificate", "get", false), (.reader, "secret", "get", false),
        (.reader, "secret", "list", true),
        (.reader, "certificate", "get", true), (.certificateUser, "secret", "get", true),
        (.certificateUser, "certificate", "create", false), (.certificatesOfficer, "certificate", "purge", true),
        (.certificatesOfficer, "secret", "get", false), (.cryptoUser, "key", "sign", true),
        (.cryptoUser, "secret", "get", false), (.secretsOfficer, "secret", "purge", true),
        (.administrator, "key", "sign", true),
    ])
    func allowsWhatTheRoleOfAzureAllows(role: VaultRole, kind: String, operation: String, isAllowed: Bool) throws {
        let kind = try #require(VaultKind(rawValue: kind))
        #expect(role.allows(VaultPermission(kind, operation)) == isAllowed)
    }

    @Test func aSecretNamedTokenLeavesItsLineInTheTrail() async throws {
        let fixture = try await PlatformFixture()
        #expect(try await call(fixture, "PUT", "/secrets/token", ["value": "v"]).status == 200)
        let trail = try await fixture.graph(
            "GET",
            "/auditLogs/directoryAudits?$filter=loggedByService%20eq%20'Core%20Directory'&$top=999"
        )
        let origins = (trail.json["value"]?.array ?? [])
            .compactMap { $0["additionalDetails"]?.array?.first?["value"]?.string }
        #expect(origins.contains("PUT /secrets/token"), "\(origins)")
    }
}
