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
import Synchronization
import Testing

/// Signs as a module does that holds the key of a certificate, and counts.
final class Module: AssertionSigner {
    let supportedAlgorithms: Set<AssertionAlgorithm>
    private let key: ClientCertificate
    private let capable: Set<AssertionAlgorithm>
    private let asked = Mutex<[AssertionAlgorithm]>([])
    private let digests = Mutex<[[UInt8]]>([])
    private let failures: Mutex<Int>
    let door: Gate?

    struct Failure: Error {}

    init(
        _ key: ClientCertificate,
        declares: Set<AssertionAlgorithm> = Set(AssertionAlgorithm.allCases),
        can: Set<AssertionAlgorithm> = Set(AssertionAlgorithm.allCases),
        failures: Int = 0,
        door: Gate? = nil
    ) {
        self.key = key
        self.supportedAlgorithms = declares
        self.capable = can
        self.failures = Mutex(failures)
        self.door = door
    }

    var calls: [AssertionAlgorithm] { self.asked.withLock { $0 } }
    var sizes: Set<Int> { self.digests.withLock { Set($0.map(\.count)) } }

    func signature(ofDigest digest: [UInt8], algorithm: AssertionAlgorithm) async throws -> [UInt8] {
        self.asked.withLock { $0.append(algorithm) }
        self.digests.withLock { $0.append(digest) }
        try await self.door?.pass()
        let fails = self.failures.withLock { left in
            defer { left -= 1 }
            return left > 0
        }
        if fails { throw Failure() }
        guard self.capable.contains(algorithm) else { throw AssertionError.unsupportedAlgorithm(algorithm) }
        return try Self.sign(digest, algorithm, self.key)
    }

    /// Signs 32 bytes as they are, which openssl does: the digest types of the library cannot be made from bytes.
    static func sign(_ digest: [UInt8], _ algorithm: AssertionAlgorithm, _ key: ClientCertificate) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-module-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = { (name: String) in folder.appending(path: name).path() }
        try key.privateKey.pkcs8DER.withExposedBytes { try Data($0).write(to: URL(filePath: path("key"))) }
        try Data(digest).write(to: URL(filePath: path("digest")))
        let scheme =
            algorithm == .ps256
            ? ["rsa_padding_mode:pss", "rsa_pss_saltlen:32", "digest:sha256"]
            : ["rsa_padding_mode:pkcs1", "digest:sha256"]
        _ = try Judge.run(
            "/usr/bin/openssl",
            ["pkeyutl", "-sign", "-inkey", path("key"), "-keyform", "DER", "-in", path("digest"), "-out", path("out")]
                + scheme.flatMap { ["-pkeyopt", $0] }
        )
        return Array(try Data(contentsOf: URL(filePath: path("out"))))
    }
}

/// Holds callers up until it is opened; a cancelled one goes on at once.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (self.stream, self.continuation) = AsyncStream.makeStream() }
    func open() { self.continuation.finish() }
    func pass() async throws {
        for await _ in self.stream {}
        try Task.checkCancellation()
    }
}

@Suite(.timeLimit(.minutes(15))) struct AssertionIssuerTests {
    private func issuer(_ module: any AssertionSigner, _ algorithm: AssertionAlgorithm = .ps256) throws
        -> AssertionIssuer
    {
        try AssertionIssuer(
            certificate: try Fixture.certificate.get().publicCertificate,
            signer: module,
            algorithm: algorithm
        )
    }

    private func ask(
        _ issuer: AssertionIssuer,
        _ audience: String = Fixture.audience,
        after seconds: Double = 0
    ) async throws -> String {
        try await issuer.assertion(clientID: Fixture.clientID, audience: audience, at: Fixture.now + seconds)
            .withSerialized(\.self)
    }

    @Test(arguments: AssertionAlgorithm.allCases)
    func aSignerSeesTheDigestAloneAndItsAssertionIsAccepted(algorithm: AssertionAlgorithm) async throws {
        let module = Module(try Fixture.certificate.get())
        let text = try await ask(try issuer(module, algorithm))
        #expect(try Fixture.refusal(text) == nil)
        #expect(module.calls == [algorithm])
        #expect(module.sizes == [32])
        #expect(try CompactToken(text).header["alg"]?.string == algorithm.rawValue)
    }

    @Test func fallsBackToRS256WithTheSameClaimsAndRemembersIt() async throws {
        let module = Module(try Fixture.certificate.get(), can: [.rs256])
        let issuer = try issuer(module)
        #expect(issuer.algorithm == .ps256)
        let first = try CompactToken(try await ask(issuer))
        #expect(module.calls == [.ps256, .rs256])
        #expect(first.header["alg"] == "RS256")
        let thumbprint = try Fixture.certificate.get().sha1Thumbprint.base64URL
        #expect(first.header["x5t"] == .string(thumbprint))
        #expect(first.header["x5t#S256"] == nil)
        #expect(issuer.algorithm == .rs256)
        _ = try await ask(issuer, "https://other")
        #expect(module.calls == [.ps256, .rs256, .rs256])
    }

    @Test func asksNobodyForWhatItDeclaresNotToSupport() async throws {
        let module = Module(try Fixture.certificate.get(), declares: [.rs256])
        #expect(try CompactToken(try await ask(try issuer(module))).header["alg"] == "RS256")
        #expect(module.calls == [.rs256])
        let error = #expect(throws: AssertionError.self) {
            try issuer(Module(try Fixture.certificate.get(), declares: [.ps256]), .rs256)
        }
        #expect(error?.code == .unsupportedAlgorithm)
    }

    @Test func anAlgorithmThatWasChosenIsNotReplaced() async throws {
        let issuer = try issuer(Module(try Fixture.certificate.get(), can: [.ps256]), .rs256)
        let error = await #expect(throws: AssertionError.self) { try await ask(issuer) }
        #expect(error?.code == .unsupportedAlgorithm)
    }

    @Test func aSignatureOfAnotherKeyIsNeverSent() async throws {
        let issuer = try issuer(Module(try Fixture.stranger.get()))
        let error = await #expect(throws: AssertionError.self) { try await ask(issuer) }
        #expect(error?.code == .wrongKey)
        #expect(error?.message.contains("another key") == true)
        #expect(error?.message.contains(try Fixture.certificate.get().sha1Thumbprint.hexadecimal) == true)
    }

    @Test func saysInWhatWayASignatureIsWrong() async throws {
        let certificate = try Fixture.certificate.get()
        let signers: [(String, ClosureSigner)] = [
            ("one of RS256", ClosureSigner { digest, _ in try Module.sign(digest, .rs256, certificate) }),
            ("0 bytes", ClosureSigner { _, _ in [] }),
            ("300 bytes", ClosureSigner { _, _ in [UInt8](repeating: 1, count: 300) }),
            (
                "hashed the digest once more",
                ClosureSigner { digest, algorithm in
                    guard let key = certificate.privateKey.rsa else { return [] }
                    return try SignatureAlgorithm.ps256.sign(digest, with: key)
                }
            ),
        ]
        for (text, signer) in signers {
            let issuer = try issuer(signer)
            let error = await #expect(throws: AssertionError.self) { try await ask(issuer) }
            #expect(error?.code == .wrongKey)
            #expect(error?.message.contains(text) == true, "\(text): \(error?.message ?? "")")
        }
    }

    @Test func anAssertionIsReusedUntilAMinuteBeforeItsExpiry() async throws {
        let module = Module(try Fixture.certificate.get())
        let issuer = try issuer(module)
        let first = try await ask(issuer)
        #expect(try await ask(issuer, after: 539) == first)
        #expect(module.calls.count == 1)
        let second = try await ask(issuer, after: 540)
        #expect(second != first)
        #expect(module.calls.count == 2)
        #expect(try await ask(issuer, after: 539) != second, "a clock that was set back: not valid yet")
    }

    @Test func tenantsClientsAndCertificatesShareNoAssertion() async throws {
        let module = Module(try Fixture.certificate.get())
        let (issuer, other) = try (issuer(module), issuer(module))
        let texts = [
            try await ask(issuer), try await ask(issuer, "https://login.microsoftonline.com/other/oauth2/v2.0/token"),
            try await issuer.assertion(clientID: "b", audience: Fixture.audience, at: Fixture.now)
                .withSerialized(\.self),
            try await ask(other),
        ]
        #expect(Set(texts).count == 4)
        #expect(try CompactToken(texts[1]).claims["aud"]?.string?.contains("/other/") == true)
    }

    @Test func aDiscardedAssertionIsSignedAnew() async throws {
        let issuer = try issuer(Module(try Fixture.certificate.get()))
        let first = try await ask(issuer)
        issuer.discardAssertion(clientID: Fixture.clientID, audience: Fixture.audience)
        #expect(try await ask(issuer) != first)
    }

    @Test func fiftyCallersWaitForOneSignature() async throws {
        let gate = Gate()
        let module = Module(try Fixture.certificate.get(), door: gate)
        let issuer = try issuer(module)
        async let texts = withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await ask(issuer) } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        while issuer.waiterCount < 50, !Task.isCancelled { await Task.yield() }
        gate.open()
        #expect(try await texts.count == 1)
        #expect(module.calls.count == 1)
    }

    @Test func aFailedSignatureIsToldAndNotRemembered() async throws {
        let module = Module(try Fixture.certificate.get(), failures: 1)
        let issuer = try issuer(module)
        let error = await #expect(throws: AssertionError.self) { try await ask(issuer) }
        #expect(error?.code == .signingFailed)
        #expect(error?.cause is Module.Failure)
        #expect(try Fixture.refusal(try await ask(issuer)) == nil)
    }

    @Test func aCancelledCallerLeavesTheOthersTheirSignatureAndTheLastOneEndsIt() async throws {
        let gate = Gate()
        let module = Module(try Fixture.certificate.get(), door: gate)
        let issuer = try issuer(module)
        let leaver = Task { try await ask(issuer) }
        while issuer.waiterCount < 1, !Task.isCancelled { await Task.yield() }
        let stayer = Task { try await ask(issuer) }
        while issuer.waiterCount < 2, !Task.isCancelled { await Task.yield() }
        leaver.cancel()
        await #expect(throws: CancellationError.self) { try await leaver.value }
        gate.open()
        #expect(try Fixture.refusal(try await stayer.value) == nil)
        #expect(module.calls.count == 1)

        let closed = Gate()
        let lonely = try self.issuer(Module(try Fixture.certificate.get(), door: closed))
        let last = Task { try await ask(lonely) }
        while lonely.waiterCount < 1, !Task.isCancelled { await Task.yield() }
        last.cancel()
        await #expect(throws: CancellationError.self) { try await last.value }
        closed.open()
        #expect(try Fixture.refusal(try await ask(lonely)) == nil, "nothing is left of the one that was given up")
    }

    @Test func keepsABoundedNumberOfAssertions() throws {
        var reused = ReusedAssertions()
        for index in 0..<2_500 {
            let key = ReusedAssertions.Key(clientID: "c", audience: "\(index)")
            reused.insert(
                ClientAssertion("\(index)"),
                for: key,
                mintedAt: Fixture.now,
                expiry: 1_795_256_045 + Int64(index)
            )
        }
        #expect(reused.count == ReusedAssertions.capacity)
        #expect(reused.find(.init(clientID: "c", audience: "2499"), at: Fixture.now) != nil)
        #expect(reused.find(.init(clientID: "c", audience: "0"), at: Fixture.now) == nil)
    }

    @Test func aKeyInMemorySignsEachAssertionAnew() async throws {
        let issuer = try AssertionIssuer(certificate: try Fixture.certificate.get())
        let (first, second) = try await (ask(issuer), ask(issuer))
        #expect(first != second)
        #expect(try Fixture.refusal(first) == nil)
    }

    @Test func refusesACertificateWhoseKeyEntraDoesNotTake() throws {
        let curve = try Fixture.curve.get()
        let error = #expect(throws: AssertionError.self) {
            try AssertionIssuer(certificate: curve.publicCertificate, signer: Module(curve))
        }
        #expect(error?.code == .unsuitableKey)
        #expect(error?.message.contains("P-256") == true)
    }

    @Test func aPreviewHasHeaderAndClaimsAndAsksNoSigner() async throws {
        let module = Module(try Fixture.certificate.get())
        let preview = try issuer(module)
            .preview(clientID: Fixture.clientID, audience: Fixture.audience, at: Fixture.now)
        #expect(preview.algorithm == "PS256")
        #expect(preview.keyIdentifier == (try Fixture.certificate.get().sha256Thumbprint.hexadecimal))
        #expect(preview.audience == Fixture.audience)
        #expect(preview.clientID == Fixture.clientID)
        #expect(preview.expiresOn == Fixture.now + 600)
        #expect(module.calls.isEmpty)
    }
}
