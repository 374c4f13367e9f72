// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The JWS algorithms that the token service takes (RFC 7518 §3.3 and §3.5): RSA only.
package enum SignatureAlgorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"

    /// Whether the padding is PSS, with a salt as long as the digest.
    package var isProbabilistic: Bool {
        switch self {
        case .rs256, .rs384, .rs512: false
        case .ps256, .ps384, .ps512: true
        }
    }
}
