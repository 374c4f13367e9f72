// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetCredentials
import SignetTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct RotationTests {
    private let clock = ManualClock(advancesOnSleep: true)

    /// Runs a test with a certificate file of its own.
    private func withFile(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-rotation-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(path: "client.pem").path())
    }

    private func write(_ certificate: ClientCertificate, to path: String, bytes count: Int? = nil) throws {
        let pem = try certificate.pem().withExposedBytes { Data($0) }
        let temporary = path + ".new"
        try pem.prefix(count ?? pem.count).write(to: URL(filePath: temporary))
        _ = try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: temporary, toPath: path)
    }

    private func credential(_ source: CertificateSource, _ transport: any TokenTransport) throws
        -> CertificateCredential
    {
        try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: source,
            options: Fixture.options(transport, clock: self.clock)
        )
    }

    private func signers(_ transport: ScriptedTransport) throws -> [String?] {
        try transport.requests.map { try Fixture.assertion($0).keyIdentifier }
    }

    @Test func explicitRotationSignsTheNextRequest() async throws {
        let (first, second) = try (certificate("first"), certificate("second"))
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try credential(.certificate(first), transport)
        _ = try await credential.token(for: "a")
        try credential.rotate(to: second)
        _ = try await credential.token(for: "b")
        _ = try await credential.token(for: "a")
        #expect(try signers(transport) == [first, second].map(\.sha256Thumbprint.hexadecimal))
        #expect(credential.certificate?.sha1Thumbprint == second.sha1Thumbprint)
    }

    @Test func explicitRotationRefusesWhatCannotSign() async throws {
        let first = try certificate("first")
        let credential = try credential(.certificate(first), ScriptedTransport())
        let curve = try TestCertificates.client("curve", at: self.clock.now, key: .p256)
        let expired = try TestCertificates.client("first", at: self.clock.now - 400 * 86_400)
        for unfit in [curve, expired] {
            let error = #expect(throws: CredentialError.self) { try credential.rotate(to: unfit) }
            #expect(error?.code == .credentialUnavailable)
        }
        #expect(credential.certificate?.sha1Thumbprint == first.sha1Thumbprint)
    }

    @Test func aReplacedFileSignsTheNextRequest() async throws {
        try await withFile { path in
            let (first, second) = try (certificate("first"), certificate("second"))
            try write(first, to: path)
            let transport = ScriptedTransport(thereafter: .token("t"))
            let credential = try credential(.file(path), transport)
            _ = try await credential.token(for: "a")
            try write(second, to: path)
            _ = try await credential.token(for: "b")
            #expect(try signers(transport) == [first, second].map(\.sha256Thumbprint.hexadecimal))
        }
    }

    @Test(arguments: [0, 1, 700, 1_800])
    func aHalfWrittenFileLeavesThePairInUse(bytes: Int) async throws {
        try await withFile { path in
            let (first, second) = try (certificate("first"), certificate("second"))
            try write(first, to: path)
            let transport = ScriptedTransport(thereafter: .token("t"))
            let credential = try credential(.file(path), transport)
            try write(second, to: path, bytes: bytes)
            _ = try await credential.token(for: "a")
            try write(second, to: path)
            _ = try await credential.token(for: "b")
            #expect(try signers(transport) == [first, second].map(\.sha256Thumbprint.hexadecimal))
        }
    }

    @Test func aDeletedFileAndOneWithAnUnfitKeyLeaveThePairInUse() async throws {
        try await withFile { path in
            let first = try certificate("first")
            try write(first, to: path)
            let transport = ScriptedTransport(thereafter: .token("t"))
            let credential = try credential(.file(path), transport)
            try FileManager.default.removeItem(atPath: path)
            _ = try await credential.token(for: "a")
            try write(try TestCertificates.client("curve", at: self.clock.now, key: .p256), to: path)
            _ = try await credential.token(for: "b")
            #expect(Set(try signers(transport)) == [first.sha256Thumbprint.hexadecimal])
        }
    }

    @Test(arguments: [700_027, 7_000_214, 7_000_274, 7_000_277, 1_000_502])
    func triesThePairBeforeWhileTheNewOneIsNotKnown(aadsts: Int) async throws {
        let (first, second) = try (certificate("first"), certificate("second"))
        let transport = ScriptedTransport([.refusal(aadsts), .token("t")])
        let credential = try credential(.certificate(first), transport)
        try credential.rotate(to: second)
        #expect(try await credential.token(for: "a").exposedText == "t")
        #expect(try signers(transport) == [second, first].map(\.sha256Thumbprint.hexadecimal))
    }

    @Test func readsTheFileAgainAtOnceAfterARefusal() async throws {
        try await withFile { path in
            let (first, second) = try (certificate("first"), certificate("second"))
            try write(first, to: path)
            let transport = ScriptedTransport([
                .answer { _ in
                    try self.write(second, to: path)
                    return TransportResponse(
                        status: 401,
                        body: SecretBytes(utf8: "{\"error\":\"invalid_client\",\"error_codes\":[700024]}")
                    )
                }, .token("t"),
            ])
            let credential = try credential(.file(path), transport)
            #expect(try await credential.token(for: "a").exposedText == "t")
            #expect(try signers(transport) == [first, second].map(\.sha256Thumbprint.hexadecimal))
        }
    }

    @Test func triesOnceAndNotForOtherRefusals() async throws {
        let (first, second) = try (certificate("first"), certificate("second"))
        let hopeless = ScriptedTransport(thereafter: .refusal(700_027))
        let credential = try credential(.certificate(first), hopeless)
        try credential.rotate(to: second)
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.code == .authenticationFailed)
        #expect(hopeless.requests.count == 2)

        // A clock that is wrong is wrong for every certificate.
        for aadsts in [700_024, 700_016, 7_000_215] {
            let transport = ScriptedTransport(thereafter: .refusal(aadsts))
            let other = try self.credential(.certificate(first), transport)
            try other.rotate(to: second)
            await #expect(throws: CredentialError.self) { _ = try await other.token(for: "a") }
            #expect(transport.requests.count == 1, "\(aadsts)")
        }
    }

    @Test func anExpiredCertificateIsNotSent() async throws {
        let first = try certificate("first")
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try credential(.certificate(first), transport)
        self.clock.advance(by: .seconds(301 * 86_400))
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.code == .credentialUnavailable)
        #expect((error?.cause as? CertificateError)?.code == .expired)
        #expect(transport.requests.isEmpty)
    }

    private func certificate(_ name: String) throws -> ClientCertificate {
        try TestCertificates.client(name, at: self.clock.now)
    }
}
