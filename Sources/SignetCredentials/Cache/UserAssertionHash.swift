// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCore

/// The SHA-256 of a user's assertion: what a token that was got on behalf of somebody is bound to.
///
/// Another assertion of the same person is another user here, so nobody is ever served what somebody else was given.
struct UserAssertionHash: Hashable {
    /// The digest as four words, so that a look-up copies numbers and no array.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    init(_ assertion: SecretBytes) {
        let digest = assertion.withExposedBytes { Array(SHA256.hash(data: $0)) }
        func word(_ index: Int) -> UInt64 {
            digest[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.first = word(0)
        self.second = word(1)
        self.third = word(2)
        self.fourth = word(3)
    }

    /// A part of the digest, which is as evenly spread as any hash of it.
    var fingerprint: Int { Int(truncatingIfNeeded: self.first) }

    func hash(into hasher: inout Hasher) { hasher.combine(self.first) }
}
