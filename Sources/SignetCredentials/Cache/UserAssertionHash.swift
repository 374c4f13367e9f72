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
    private let digest: [UInt8]

    init(_ assertion: SecretBytes) {
        self.digest = assertion.withExposedBytes { Array(SHA256.hash(data: $0)) }
    }
}
