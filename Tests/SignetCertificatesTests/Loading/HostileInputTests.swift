// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import Testing

@testable import SignetCertificates

/// Every input ends in a value or in an error; a crash would end the test process, a hang the time limit.
@Suite(.enabled(if: Tool.areJudgesPresent || Tool.isRequired, "openssl and Python's cryptography make the files"))
struct HostileInputTests {
    static let files = [
        "chain-shuffled.pem", "bag-attributes.pem", "pkcs7-inside.pem", "trusted.pem", "dek-des3-rsa2048.pem",
        "dek-aes256-p-256.pem", "encrypted-aes256-sha512-p-256.pem", "encrypted-scrypt-small-p-256.der",
        "encrypted-pbes1-rc2-40-p-256.der", "parameters-secp521r1.pem", "traditional-p-384.der", "pkcs8-ed25519.pem",
        "pkcs8-rsa2048.der", "certificate.der", "certificates.p7b", "nothing-protected.pfx", "iterations-1.pfx",
        "ber-inside.pfx", "ber-outside.pfx", "pbmac1.pfx", "several-keys.pfx", "python-3des.pfx", "bomb-mac.pfx",
    ]

    private func load(_ bytes: [UInt8]) {
        let budget = DerivationBudget(rounds: 5000)
        let password = SecretBytes(utf8: "correct horse")
        for secret in [password, nil] {
            guard let bundle = try? CertificateBundle(bytes: bytes, password: secret, budget: budget) else { continue }
            _ = bundle.warnings(at: Date(timeIntervalSince1970: 1_800_000_000))
            _ = bundle.chain.map(\.subject)
            _ = try? ClientCertificate(bundle: bundle)
        }
    }

    @Test(.timeLimit(.minutes(15)), arguments: files)
    func endsInAnErrorWhereverTheFileIsCut(file: String) throws {
        let bytes = try Fixtures.bytes(file)
        let lengths = Set(stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40))).union(0..<24)
        for length in lengths.sorted() where length < bytes.count {
            load(Array(bytes.prefix(length)))
        }
    }

    @Test(.timeLimit(.minutes(15)), arguments: files)
    func endsInAValueOrAnErrorWhateverByteIsFlipped(file: String) throws {
        let bytes = try Fixtures.bytes(file)
        var generator = Steps(state: 42)
        for step in 0..<80 {
            var damaged = bytes
            // The frame is where damage is most inventive.
            let position = step < 40 ? step : Int.random(in: 0..<bytes.count, using: &generator)
            guard position < damaged.count else { continue }
            damaged[position] = UInt8.random(in: 0...255, using: &generator)
            load(damaged)
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func endsInAnErrorForRandomBytesThatLookLikeASN1() {
        var generator = Steps(state: 7)
        for _ in 0..<2000 {
            let tags: [UInt8] = [0x30, 0x31, 0x02, 0x04, 0x24, 0x06, 0x03, 0xA0, 0x80, 0x00, 0x05]
            let size = Int.random(in: 1...80, using: &generator)
            let bytes = (0..<size)
                .map { index in
                    index.isMultiple(of: 2)
                        ? tags.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...48, using: &generator)
                }
            load([0x30, 0x80] + bytes)
            load([0x30, UInt8(size)] + bytes)
        }
    }

    @Test func countsTheWorkOfAWholeFile() throws {
        let bytes = try Fixtures.bytes("aes256-sha256-rsa2048.pfx")
        let password = SecretBytes(utf8: "correct horse")
        let error = #expect(throws: CertificateError.self) {
            try CertificateBundle(bytes: bytes, password: password, budget: DerivationBudget(rounds: 5000))
        }
        #expect(error?.code == .unsupportedEncryption)
    }

    /// A small generator whose sequence is the same in every run (Knuth's multiplicative constants).
    private struct Steps: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return self.state ^ self.state >> 29
        }
    }
}
