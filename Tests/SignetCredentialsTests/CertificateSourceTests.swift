// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import Foundation
import SignetAssertions
import SignetCertificates
import SignetCore
import SignetCredentials
import SignetTesting
import Synchronization
import Testing

/// Every kind of source in a credential: what signs, what is read again, what is tried once more.
@Suite(.timeLimit(.minutes(15))) struct CertificateSourceTests {
    private let clock = ManualClock(advancesOnSleep: true)

    private func certificate(_ name: String) throws -> ClientCertificate {
        try TestCertificates.client(name, at: self.clock.now)
    }

    private func credential(
        _ source: CertificateSource,
        _ transport: any TokenTransport,
        dropping: Bool = false
    ) throws -> CertificateCredential {
        var options = Fixture.options(transport, clock: self.clock)
        options.dropsTokensOnRotation = dropping
        return try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: source,
            options: options
        )
    }

    private func signers(_ transport: ScriptedTransport) throws -> [String?] {
        try transport.requests.map { try Fixture.assertion($0).keyIdentifier }
    }

    /// Signs digests as a module would: with openssl, because the library has no digests made from bytes.
    private func module(_ certificate: ClientCertificate, _ count: Counter) -> ClosureSigner {
        ClosureSigner { digest, algorithm in
            count.increment()
            return try OpenSSL.sign(digest, algorithm, certificate)
        }
    }

    @Test func aSignersAssertionServesManyRequestsAndIsAccepted() async throws {
        let certificate = try certificate("module")
        let count = Counter()
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try credential(
            .signer(module(certificate, count), certificate: certificate.publicCertificate),
            transport
        )
        for scope in ["a", "b", "c"] { _ = try await credential.token(for: scope) }
        let texts = Set(transport.requests.map { Fixture.form($0)["client_assertion"] ?? "" })
        #expect(texts.count == 1)
        #expect(count.count == 1)
        let key = try RegisteredKey(keyID: "k", certificateDER: certificate.derChain[0])
        let expectation = AssertionExpectation(clientID: Fixture.clientID, audiences: [Fixture.endpoint])
        let verdict = AssertionVerifier()
            .verify(texts.first ?? "", expectation: expectation, keys: [key], at: self.clock.now)
        guard case .accepted = verdict else {
            Issue.record("\(verdict)")
            return
        }
        self.clock.advance(by: .seconds(541))
        _ = try await credential.token(for: "d")
        #expect(count.count == 2)
    }

    @Test func aRefusedAssertionOfASignerIsNotSentAgain() async throws {
        let certificate = try certificate("module")
        let transport = ScriptedTransport([.refusal(700_024), .token("t")])
        let credential = try credential(
            .signer(module(certificate, Counter()), certificate: certificate.publicCertificate),
            transport
        )
        await #expect(throws: CredentialError.self) { try await credential.token(for: "a") }
        _ = try await credential.token(for: "a")
        #expect(Set(transport.requests.map { Fixture.form($0)["client_assertion"] ?? "" }).count == 2)
    }

    @Test func aSignerOfAnotherKeySendsNothing() async throws {
        let transport = ScriptedTransport()
        let credential = try credential(
            .signer(
                module(try certificate("other"), Counter()),
                certificate: try certificate("module").publicCertificate
            ),
            transport
        )
        let error = await #expect(throws: CredentialError.self) { try await credential.token(for: "a") }
        #expect(error?.code == .credentialUnavailable)
        #expect((error?.cause as? AssertionError)?.code == .wrongKey)
        #expect(transport.requests.isEmpty)
    }

    @Test func onBehalfOfTakesASignerTooAndRotates() async throws {
        let (first, second) = try (certificate("module"), certificate("second"))
        let count = Counter()
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try OnBehalfOfCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .signer(module(first, count), certificate: first.publicCertificate),
            userAssertion: SecretBytes(utf8: "user"),
            options: Fixture.options(transport, clock: self.clock)
        )
        _ = try await credential.token(for: "a")
        _ = try await credential.token(for: "b")
        #expect(count.count == 1)
        try credential.rotate(to: .certificate(second))
        _ = try await credential.token(for: "c")
        #expect(try signers(transport) == [first, first, second].map(\.sha256Thumbprint.hexadecimal))
        #expect(credential.certificate == second.publicCertificate)
        #expect(try await credential.assertionPreview()?.audience == Fixture.endpoint)
    }

    @Test func aProviderIsAskedWithTheFirstTokenAndAgainAfterARefusal() async throws {
        let (first, second) = try (certificate("first"), certificate("second"))
        let count = Counter()
        let transport = ScriptedTransport([.token("t"), .refusal(700_027), .token("u")])
        let credential = try credential(
            .provider("the store") { count.increment() == 1 ? first : second },
            transport
        )
        #expect(credential.certificate == nil)
        #expect(count.count == 0)
        _ = try await credential.token(for: "a")
        #expect(credential.certificate == first.publicCertificate)
        #expect(try await credential.token(for: "b").exposedText == "u")
        #expect(count.count == 2)
        #expect(try signers(transport) == [first, first, second].map(\.sha256Thumbprint.hexadecimal))
    }

    @Test func aProviderThatFailsMakesTheCredentialUnavailableUntilItGives() async throws {
        let certificate = try certificate("first")
        let count = Counter()
        let credential = try credential(
            .provider("the store") {
                if count.increment() == 1 { throw TestError() }
                return certificate
            },
            ScriptedTransport(thereafter: .token("t"))
        )
        let error = await #expect(throws: CredentialError.self) { try await credential.token(for: "a") }
        #expect(error?.code == .credentialUnavailable)
        #expect((error?.cause as? SignetCertificates.CertificateError)?.code == .sourceUnavailable)
        #expect(try await credential.token(for: "a").exposedText == "t")
    }

    @Test func aProvidersCertificateThatCannotSignLeavesTheOneInUse() async throws {
        let (first, curve) = try (
            certificate("first"), TestCertificates.client("curve", at: self.clock.now, key: .p256)
        )
        let count = Counter()
        let transport = ScriptedTransport([.refusal(700_027), .token("t")])
        let credential = try credential(.provider { count.increment() == 1 ? first : curve }, transport)
        await #expect(throws: CredentialError.self) { try await credential.token(for: "a") }
        #expect(count.count == 2)
        _ = try await credential.token(for: "a")
        #expect(try Set(signers(transport)) == [first.sha256Thumbprint.hexadecimal])
    }

    @Test(arguments: [nil, 700_027, 700_024, 7_000_214, 1_000_502, 7_000_213, 700_030, 99_999_999])
    func everyInvalidClientThatACertificateMayCureHasTheSourceReadAgain(aadsts: Int?) async throws {
        let (first, second) = try (certificate("first"), certificate("second"))
        let count = Counter()
        let refusal = aadsts.map { ScriptedTransport.Step.refusal($0) }
        let transport = ScriptedTransport([
            refusal ?? .status(401, body: "{\"error\":\"invalid_client\"}"), .token("t"),
        ])
        let credential = try credential(.provider { count.increment() == 1 ? first : second }, transport)
        #expect(try await credential.token(for: "a").exposedText == "t")
        #expect(try signers(transport) == [first, second].map(\.sha256Thumbprint.hexadecimal))
    }

    @Test(arguments: [700_016, 700_021, 700_023, 7_000_215, 7_000_222])
    func aRefusalOfSomethingElseHasNoSourceReadAgain(aadsts: Int) async throws {
        let (first, second) = try (certificate("first"), certificate("second"))
        let count = Counter()
        let transport = ScriptedTransport(thereafter: .refusal(aadsts))
        let credential = try credential(.provider { count.increment() == 1 ? first : second }, transport)
        await #expect(throws: CredentialError.self) { try await credential.token(for: "a") }
        #expect(count.count == 1)
        #expect(transport.requests.count == 1)
    }

    @Test func tokensOfTheOldCertificateAreKeptOrDropped() async throws {
        for dropping in [false, true] {
            let (first, second) = try (certificate("first"), certificate("second"))
            let transport = ScriptedTransport([.token("old"), .token("new")])
            let credential = try credential(.certificate(first), transport, dropping: dropping)
            #expect(try await credential.token(for: "a").exposedText == "old")
            #expect(try await credential.token(for: "a").exposedText == "old")
            try credential.rotate(to: second)
            let expected = dropping ? "new" : "old"
            for _ in 0..<2 { #expect(try await credential.token(for: "a").exposedText == expected) }
            #expect(transport.requests.count == (dropping ? 2 : 1))
        }
    }

    @Test func aTokenUnderWayWhenTheCertificateChangesIsNotServedAsTheNewOnes() async throws {
        let (first, second) = try (certificate("first"), certificate("second"))
        let gate = Gate()
        let transport = ScriptedTransport(
            [
                .answer { _ in
                    await gate.pass()
                    return TransportResponse(
                        status: 200,
                        body: SecretBytes(
                            utf8: "{\"access_token\":\"old\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"
                        )
                    )
                }
            ],
            thereafter: .token("new")
        )
        let credential = try credential(.certificate(first), transport, dropping: true)
        let early = Task { try await credential.token(for: "a").exposedText }
        try await transport.requests(atLeast: 1)
        try credential.rotate(to: second)
        #expect(try await credential.token(for: "a").exposedText == "new")
        gate.open()
        #expect(try await early.value == "old")
        #expect(try await credential.token(for: "a").exposedText == "new")
    }

    @Test func anEndedCertificateGivesWayToTheOneBeforeItThatHasNot() async throws {
        var template = CertificateTemplate(
            subject: "CN=short",
            notBefore: self.clock.now - 60,
            notAfter: self.clock.now + 60
        )
        template.key = .rsa(bits: 2_048)
        let (long, short) = try (certificate("first"), ClientCertificate.create(template))
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try credential(.certificate(long), transport)
        try credential.rotate(to: short)
        _ = try await credential.token(for: "a")
        self.clock.advance(by: .seconds(61))
        _ = try await credential.token(for: "b")
        #expect(try signers(transport) == [short, long].map(\.sha256Thumbprint.hexadecimal))
    }
}

/// openssl as the module that holds a key.
enum OpenSSL {
    static func sign(_ digest: [UInt8], _ algorithm: AssertionAlgorithm, _ certificate: ClientCertificate) throws
        -> [UInt8]
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-module-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = { (name: String) in folder.appending(path: name).path() }
        try certificate.privateKey.pkcs8DER.withExposedBytes { try Data($0).write(to: URL(filePath: path("key"))) }
        try Data(digest).write(to: URL(filePath: path("digest")))
        let scheme = algorithm == .ps256 ? ["rsa_padding_mode:pss", "rsa_pss_saltlen:32"] : ["rsa_padding_mode:pkcs1"]
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments =
            ["pkeyutl", "-sign", "-inkey", path("key"), "-keyform", "DER", "-in", path("digest"), "-out", path("out")]
            + (scheme + ["digest:sha256"]).flatMap { ["-pkeyopt", $0] }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw TestError(text: "openssl did not sign") }
        return Array(try Data(contentsOf: URL(filePath: path("out"))))
    }
}
