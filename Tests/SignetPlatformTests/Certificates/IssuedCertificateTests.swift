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

@Suite struct IssuedCertificateTests {
    private static let configurations =
        "/directory/certificateAuthorities/certificateBasedApplicationConfigurations"

    /// Registers a client that signs in with any certificate of the root under a name.
    private func client(
        _ fixture: PlatformFixture,
        root: ClientCertificate,
        name: String = "orders.contoso.example",
        authority: JSONObject = [:],
        revoked: [String] = []
    ) async throws -> Client {
        var entry: JSONObject = ["isRootAuthority": true, "certificate": .base64(root.derChain[0])]
        for member in authority.members { entry[member.name] = member.value }
        let made = try await fixture.graph(
            "POST",
            Self.configurations,
            ["displayName": "Contoso", "trustedCertificateAuthorities": [.object(entry)]]
        )
        #expect(made.status == 201, "\(made.text)")
        return try await fixture.register([
            "trustedCertificateSubjects": [
                [
                    "authorityId": made.json["id"] ?? .null, "subjectName": .string(name),
                    "revokedCertificateIdentifiers": .strings(revoked),
                ]
            ]
        ])
    }

    private func signIn(
        _ fixture: PlatformFixture,
        _ client: Client,
        _ leaf: ClientCertificate,
        chain: [[UInt8]]? = nil,
        _ spoil: (inout JSONObject, inout JSONObject) -> Void = { _, _ in }
    ) async throws -> Reply {
        let assertion = try fixture.assertion(client.appID, leaf) { header, claims in
            header["x5c"] = .array((chain ?? leaf.derChain).map { .base64($0) })
            spoil(&header, &claims)
        }
        return await fixture.post(try fixture.form(client.appID, assertion))
    }

    @Test func aCertificateOfATrustedAuthoritySignsInWithoutRegistration() async throws {
        let fixture = try await PlatformFixture.shared.value
        let family = try CertificateFamily.shared.get()
        let client = try await client(fixture, root: family.root)
        for chain in [family.leaf.derChain, Array(family.leaf.derChain.prefix(2))] {
            let reply = try await signIn(fixture, client, family.leaf, chain: chain)
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.claims["appidacr"] == "2")
        }
        let renewed = try CertificateFamily.leaf(family.intermediate)
        #expect(try await signIn(fixture, client, renewed).status == 200)
        let text = try await signIn(fixture, client, family.leaf) { header, _ in
            header["x5c"] = .base64(family.leaf.derChain[0])
        }
        #expect(text.json["error_codes"] == [7_000_213])
    }

    @Test(arguments: ["CN=orders.contoso.example", "ORDERS.contoso.example", "alias.contoso.example"])
    func theNameIsACommonNameAnAlternativeNameOrTheWholeSubject(name: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let family = try CertificateFamily.shared.get()
        let leaf = try CertificateFamily.leaf(family.intermediate) { $0.dnsNames = ["alias.contoso.example"] }
        let client = try await client(fixture, root: family.root, name: name)
        #expect(try await signIn(fixture, client, leaf).status == 200)
    }

    @Test func refusesAnotherName() async throws {
        let fixture = try await PlatformFixture.shared.value
        let family = try CertificateFamily.shared.get()
        let client = try await client(fixture, root: family.root, name: "other.contoso.example")
        let reply = try await signIn(fixture, client, family.leaf)
        #expect(reply.json["error_codes"] == [700_030])
        let text = reply.json["error_description"]?.string
        #expect(text?.contains("in token certificate are: orders.contoso.example") == true, "\(reply.text)")
    }

    @Test(arguments: [
        "another root", "no intermediate", "path too long", "an ended intermediate",
        "for servers only",
    ])
    func refusesAChainThatIsNotSound(breach: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let family = try CertificateFamily.shared.get()
        let client = try await client(fixture, root: family.root)
        var leaf = family.leaf
        var chain: [[UInt8]]?
        switch breach {
        case "another root":
            let root = try CertificateFamily.authority("CN=Root", nil)
            leaf = try CertificateFamily.leaf(try CertificateFamily.authority("CN=Intermediate", root))
        case "no intermediate": chain = [family.leaf.derChain[0]]
        case "path too long":
            let short = try CertificateFamily.authority("CN=Short", family.root) {
                $0.authority = .limited(pathLength: 0)
            }
            leaf = try CertificateFamily.leaf(try CertificateFamily.authority("CN=Below", short))
        case "an ended intermediate":
            let ended = try CertificateFamily.authority("CN=Ended", family.root) {
                $0.notAfter = TestCertificates.epoch.addingTimeInterval(-60)
            }
            leaf = try CertificateFamily.leaf(ended)
        case "for servers only":
            leaf = try CertificateFamily.leaf(family.intermediate) { $0.usages = [.serverAuthentication] }
        default: Issue.record("unknown breach")
        }
        let reply = try await signIn(fixture, client, leaf, chain: chain)
        #expect(reply.status == 401)
        #expect(reply.json["error_codes"] == [7_000_213], "\(reply.text)")
    }

    @Test func refusesALeafOutsideItsOwnValidity() async throws {
        let fixture = try await PlatformFixture.shared.value
        let family = try CertificateFamily.shared.get()
        let client = try await client(fixture, root: family.root)
        let ended = try CertificateFamily.leaf(family.intermediate) {
            $0.notAfter = TestCertificates.epoch.addingTimeInterval(-60)
        }
        #expect(try await signIn(fixture, client, ended).json["error_codes"] == [1_000_502])
    }

    /// Certificates that sign one another in every direction must not cost more than the purse of signatures.
    @Test func aMeshOfCertificatesCostsNoMoreThanItsPurse() async throws {
        let family = try CertificateFamily.shared.get()
        let key = try PrivateKey.generate(.p256)
        var mesh: [CertificateDetails] = []
        for number in 0..<9 {
            var template = CertificateFamily.template("CN=Mesh")
            template.authority = .unlimited
            template.usages = []
            template.notAfter = template.notAfter.addingTimeInterval(Double(number))
            mesh.append(try ClientCertificate.create(template, key: key).details)
        }
        let template = CertificateFamily.template("CN=orders.contoso.example")
        let issuer = try ClientCertificate.create(
            {
                var t = CertificateFamily.template("CN=Mesh")
                t.authority = .unlimited
                t.usages = []
                return t
            }(),
            key: key
        )
        let leaf = try ClientCertificate.create(template, issuedBy: .authority(issuer)).details
        let path = await CertificatePath.find(
            from: leaf,
            through: mesh,
            to: [family.root.details],
            at: TestCertificates.epoch
        )
        #expect(path == nil)
    }

    @Test func aChainUnderTheThumbprintOfARegisteredCertificateIsNotBelieved() async throws {
        let fixture = try await PlatformFixture.shared.value
        let family = try CertificateFamily.shared.get()
        let victim = try await fixture.register(certificate: try TestCertificates.stranger.get())
        let thumbprint = try TestCertificates.stranger.get().sha1Thumbprint.base64URL
        let forged = try await signIn(fixture, victim, family.leaf) { header, _ in header["x5t"] = .string(thumbprint) }
        #expect(forged.json["error_codes"] == [700_027])
        #expect(forged.json["error_description"]?.string?.contains("did not match") == true)
        let trusted = try await client(fixture, root: family.root)
        let other = try await signIn(fixture, trusted, try TestCertificates.stranger.get(), chain: family.leaf.derChain)
        #expect(other.json["error_codes"] == [700_027])
        let own = try await signIn(fixture, trusted, try TestCertificates.stranger.get(), chain: family.leaf.derChain) {
            header,
            _ in header["x5t"] = .string(family.leaf.sha1Thumbprint.base64URL)
        }
        #expect(own.json["error_codes"] == [700_027])
    }

    @Test(arguments: ["jku", "jwk", "x5u", "crit", "kid"])
    func noMemberOfTheHeaderBringsAKey(name: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let family = try CertificateFamily.shared.get()
        let client = try await fixture.register(certificate: try TestCertificates.stranger.get())
        let values: JSONObject = [
            "jku": "https://evil.example/keys", "jwk": ["kty": "RSA"], "x5u": "https://evil.example/cert",
            "crit": ["x5u"], "kid": .string(try TestCertificates.stranger.get().sha1Thumbprint.hexadecimal),
        ]
        let reply = try await signIn(fixture, client, family.leaf) { header, _ in header[name] = values[name] }
        #expect(reply.status >= 400)
        #expect([[700_027], [50_027]].contains(reply.json["error_codes"]))
    }

    @Test func aThumbprintOnTheListOfTheApplicationIsRevoked() async throws {
        let fixture = try await PlatformFixture.shared.value
        let family = try CertificateFamily.shared.get()
        let client = try await client(
            fixture,
            root: family.root,
            revoked: [family.leaf.sha1Thumbprint.hexadecimal.lowercased()]
        )
        #expect(try await signIn(fixture, client, family.leaf).json["error_codes"] == [7_000_214])
    }

    @Test func changingTheAuthoritiesTakesEffectAtOnce() async throws {
        let fixture = try await PlatformFixture.shared.value
        let family = try CertificateFamily.shared.get()
        let client = try await client(fixture, root: family.root)
        #expect(try await signIn(fixture, client, family.leaf).status == 200)
        let application = try await fixture.graph("GET", "/applications/\(client.id)")
        let subject = application.json["trustedCertificateSubjects"]?.array?.first
        let id = try #require(subject?["authorityId"]?.string)
        let path = "\(Self.configurations)/\(id)"
        let authorities = try await fixture.graph("GET", path + "/trustedCertificateAuthorities")
        #expect(authorities.json["value"]?.array?.first?["issuer"] == "CN=Root")
        let other = try CertificateFamily.authority("CN=Other", nil)
        let change: JSONValue = ["trustedCertificateAuthorities": [["certificate": .base64(other.derChain[0])]]]
        #expect(try await fixture.graph("PATCH", path, change).status == 204)
        #expect(try await signIn(fixture, client, family.leaf).json["error_codes"] == [7_000_213])
        #expect(try await fixture.graph("DELETE", path).status == 204)
        #expect(try await signIn(fixture, client, family.leaf).json["error_codes"] == [7_000_213])
    }

    @Test func aRegisteredCertificateIsUnknownUntilTheDelayIsOver() async throws {
        let fixture = try await PlatformFixture(trust: TrustConfiguration(registrationDelay: .seconds(60)))
        fixture.clock.advance(by: 1)
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        func numbers() async throws -> JSONValue? {
            let form = try fixture.form(client.appID, fixture.assertion(client.appID, daemon))
            return await fixture.post(form).json["error_codes"]
        }
        #expect(try await numbers() == [700_027])
        fixture.clock.advance(by: 59)
        #expect(try await numbers() == [700_027])
        fixture.clock.advance(by: 1)
        #expect(try await numbers() == nil)
    }

    @Test(
        arguments: [(.hard, [500_173]), (.soft, nil), (.off, nil)] as [(TrustConfiguration.Revocation, JSONValue?)]
    )
    func aListThatCannotBeHadStopsWhereTheModeIsHard(mode: TrustConfiguration.Revocation, codes: JSONValue?)
        async throws
    {
        let fixture = try await PlatformFixture(trust: TrustConfiguration(revocation: mode))
        let family = try CertificateFamily.shared.get()
        let client = try await client(
            fixture,
            root: family.root,
            authority: ["certificateRevocationListUrl": "https://lists.example/root.crl"]
        )
        #expect(try await signIn(fixture, client, family.leaf).json["error_codes"] == codes)
    }

    @Test func aCertificateOfATrustedAuthoritySignsInByTheConnectionToo() async throws {
        let fixture = try await PlatformFixture(mutualTLSOrigin: "https://localhost:9443")
        let family = try CertificateFamily.shared.get()
        let client = try await client(fixture, root: family.root)
        let form = [
            ("grant_type", "client_credentials"), ("client_id", client.appID), ("scope", PlatformFixture.graphScope),
            ("token_type", "mtls_pop"),
        ]
        let reply = await fixture.post(form, certificates: family.leaf.derChain)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.claims["cnf"]?["x5t#S256"]?.string == family.leaf.sha256Thumbprint.base64URL)
        let bare = await fixture.post(form, certificates: Array(family.leaf.derChain.prefix(1)))
        #expect(bare.json["error_codes"] == [7_000_213])
        let other = try CertificateFamily.leaf(family.intermediate)
        let assertion = try fixture.assertion(client.appID, family.leaf) { header, _ in
            header["x5c"] = .array(family.leaf.derChain.map { .base64($0) })
        }
        let mixed = await fixture.post(try fixture.form(client.appID, assertion), certificates: other.derChain)
        #expect(mixed.json["error_codes"] == [500_181])
    }
}
