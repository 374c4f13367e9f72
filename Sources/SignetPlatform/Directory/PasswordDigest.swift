// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import FoundationEssentials
import SignetCore

/// What is kept of a person's password: salt and scrypt digest (RFC 7914), with the cost under which it was made.
///
/// People choose passwords that are in dictionaries, so that each guess must be dear; a client secret has
/// ``SecretDigest``, which need not be.
struct PasswordDigest: Sendable, Equatable {
    /// OWASP's smallest cost for 16 MiB; a higher one needs no change of what is stored.
    static let usualCost = 1 << 14
    /// The greatest cost that is believed of a stored digest: 64 MiB.
    static let greatestCost = 1 << 16
    private static let blockSize = 8
    private static let size = 32

    let salt: [UInt8]
    let digest: [UInt8]
    /// The number of rounds, a power of two.
    let cost: Int

    init(salt: [UInt8], digest: [UInt8], cost: Int) {
        self.salt = salt
        self.digest = digest
        self.cost = cost
    }

    /// Digests a new password.
    init(of password: SecretBytes, cost: Int = usualCost) throws(PlatformError) {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(salt: salt, digest: try Self.derive(password, salt: salt, cost: cost), cost: cost)
    }

    /// Whether a password is the one of this digest; takes the same time for every wrong one.
    func matches(_ password: SecretBytes) throws(PlatformError) -> Bool {
        constantTimeEqual(try Self.derive(password, salt: self.salt, cost: self.cost), self.digest)
    }

    /// Spends the time of a comparison, so that a person who does not exist answers as slowly as one who does.
    static func spendTime(on password: SecretBytes) throws(PlatformError) {
        _ = try derive(password, salt: [UInt8](repeating: 0, count: 16), cost: self.usualCost)
    }

    private static func derive(
        _ password: SecretBytes,
        salt: [UInt8],
        cost: Int
    ) throws(PlatformError) -> [UInt8] {
        do {
            return try password.withExposedBytes { bytes in
                let key = try KDF.Scrypt.deriveKey(
                    from: bytes,
                    salt: salt,
                    outputByteCount: self.size,
                    rounds: cost,
                    blockSize: self.blockSize,
                    parallelism: 1
                )
                return unsafe key.withUnsafeBytes { unsafe Array($0) }
            }
        } catch {
            throw PlatformError(.unusableKey, "a password could not be digested", cause: error)
        }
    }
}
