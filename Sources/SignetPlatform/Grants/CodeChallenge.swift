// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCore

/// The proof that a code is redeemed by whoever asked for it (RFC 7636).
struct CodeChallenge: Sendable, Equatable {
    enum Method: String, Sendable {
        case plain
        case s256 = "S256"
    }

    let text: String
    let method: Method

    /// Whether a text can be a verifier, or a challenge: 43 to 128 characters of the unreserved ones.
    static func isWellFormed(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"):
                    true
                default: false
                }
            }
    }

    /// Whether a verifier belongs to this challenge.
    func isMet(by verifier: String) -> Bool {
        switch self.method {
        case .plain: constantTimeEqual(verifier.utf8, self.text.utf8)
        case .s256:
            constantTimeEqual(Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8)))).utf8, self.text.utf8)
        }
    }
}
