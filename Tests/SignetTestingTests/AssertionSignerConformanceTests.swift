// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import SignetAssertions
import SignetCertificates
import SignetCore
import SignetTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct AssertionSignerConformanceTests {
    private let certificate: ClientCertificate
    private let key: _RSA.Signing.PrivateKey

    init() throws {
        self.certificate = try TestCertificates.client("signer", at: ManualClock().now)
        self.key = try self.certificate.privateKey.pkcs8DER.withExposedBytes {
            try _RSA.Signing.PrivateKey(derRepresentation: $0)
        }
    }

    private func sign(_ digest: [UInt8], _ algorithm: AssertionAlgorithm) throws -> [UInt8] {
        try Self.sign(digest, algorithm, self.key)
    }

    private static func sign(
        _ digest: [UInt8],
        _ algorithm: AssertionAlgorithm,
        _ key: _RSA.Signing.PrivateKey
    ) throws -> [UInt8] {
        // The library makes its digest type by hashing alone; in memory it is the bytes of the digest.
        try #require(digest.count == MemoryLayout<SHA256Digest>.size)
        let value = unsafe digest.withUnsafeBytes { unsafe $0.load(as: SHA256Digest.self) }
        let padding = algorithm == .ps256 ? _RSA.Signing.Padding.PSS : .insecurePKCS1v1_5
        return Array(try key.signature(for: value, padding: padding).rawRepresentation)
    }

    private func violations(_ body: @escaping ClosureSigner.Body) async -> Set<String> {
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await AssertionSignerConformance.check(ClosureSigner(body), for: self.certificate.publicCertificate)
        }
        return Set(failure?.violations.map(\.rule) ?? [])
    }

    @Test func aClosureOverAKeyKeepsTheContract() async throws {
        try await AssertionSignerConformance.check(
            ClosureSigner { try self.sign($0, $1) },
            for: self.certificate.publicCertificate
        )
    }

    @Test func aSignerOfOneAlgorithmKeepsTheContract() async throws {
        let signer = ClosureSigner { digest, algorithm in
            guard algorithm == .rs256 else { throw AssertionError.unsupportedAlgorithm(algorithm) }
            return try self.sign(digest, algorithm)
        }
        try await AssertionSignerConformance.check(signer, for: self.certificate.publicCertificate)
    }

    @Test func findsASignerWithoutAnAlgorithm() async throws {
        #expect(await violations { throw AssertionError.unsupportedAlgorithm($1) } == ["supportsAnAlgorithm"])
    }

    @Test func findsADigestThatIsHashedAgain() async throws {
        let found = await violations { try self.sign(Array(SHA256.hash(data: $0)), $1) }
        #expect(found == ["signsTheDigest", "signsEveryDigest", "servesCallersAtOnce"])
    }

    @Test func findsTheOtherPadding() async throws {
        let found = await violations { try self.sign($0, $1 == .ps256 ? .rs256 : .ps256) }
        #expect(found.contains("signsTheDigest"))
    }

    @Test func findsAnotherKey() async throws {
        let other = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let found = await violations { try Self.sign($0, $1, other) }
        #expect(found.contains("signsTheDigest"))
    }

    @Test func findsASignatureThatLostAByte() async throws {
        #expect(await violations { try self.sign($0, $1).dropLast() }.contains("fillsTheModulus"))
    }

    @Test func findsADigestThatCannotBeSigned() async throws {
        struct Odd: Error {}
        let found = await violations { digest, algorithm in
            guard digest != Array(SHA256.hash(data: Array("7".utf8))) else { throw Odd() }
            return try self.sign(digest, algorithm)
        }
        #expect(found == ["signsEveryDigest", "servesCallersAtOnce"])
    }

    @Test func findsCallersWhoGetEachOthersSignatures() async throws {
        let shared = Shared()
        let found = await violations { digest, algorithm in
            shared.put(digest)
            await Task.yield()
            return try self.sign(shared.get(), algorithm)
        }
        #expect(found == ["servesCallersAtOnce"])
    }
}

/// One place for everybody's digest.
private final class Shared: Sendable {
    private let digest = Mutex<[UInt8]>([])

    func put(_ digest: [UInt8]) { self.digest.withLock { $0 = digest } }
    func get() -> [UInt8] { self.digest.withLock { $0 } }
}
