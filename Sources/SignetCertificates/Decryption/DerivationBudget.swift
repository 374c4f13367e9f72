// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How much work the key derivations of one file may cost together, so that a hostile file cannot hold the process up.
struct DerivationBudget: Sendable {
    /// Ten million rounds: sixteen times what OWASP asks for, a few seconds of one core.
    static let rounds = 10_000_000
    /// 256 MiB: what scrypt may use.
    static let memory = 256 << 20
    private var remaining: Int

    init(rounds: Int = Self.rounds) {
        self.remaining = rounds
    }

    /// Takes rounds off.
    ///
    /// - Throws: `malformed` for less than one, `unsupportedEncryption` when they are more than what is left.
    mutating func spend(_ rounds: Int?) throws(CertificateError) {
        guard let rounds, rounds > 0 else {
            throw CertificateError(.malformed, "the encryption of the file has no valid iteration count")
        }
        guard rounds <= self.remaining else {
            throw CertificateError(
                .unsupportedEncryption,
                "the file demands \(rounds) rounds of key derivation; at most \(Self.rounds) are done for one file: encrypt it again with fewer"
            )
        }
        self.remaining -= rounds
    }
}
