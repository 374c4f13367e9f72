// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How an assertion is signed, and which thumbprint names the certificate.
public enum AssertionAlgorithm: String, Sendable, CaseIterable {
    /// RSASSA-PSS with SHA-256, and the SHA-256 thumbprint (`x5t#S256`): what Microsoft Entra ID recommends.
    case ps256 = "PS256"
    /// RSASSA-PKCS1-v1_5 with SHA-256, and the SHA-1 thumbprint (`x5t`): for AD FS and older services.
    case rs256 = "RS256"

    var signature: SignatureAlgorithm {
        switch self {
        case .ps256: .ps256
        case .rs256: .rs256
        }
    }
}
