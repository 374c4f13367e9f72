// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// The header of a client assertion, the same for every assertion of a certificate and an algorithm.
enum AssertionHeader {
    /// The members in the order in which they are sent.
    ///
    /// - Parameters:
    ///   - certificate: The certificate that the header names.
    ///   - algorithm: How the assertion is signed, which decides about the thumbprint.
    ///   - sendsChain: Whether the certificates travel along (`x5c`, leaf first).
    /// - Returns: The header.
    static func members(
        _ certificate: PublicCertificate,
        _ algorithm: AssertionAlgorithm,
        sendsChain: Bool
    ) -> JSONObject {
        var header: JSONObject = ["alg": .string(algorithm.rawValue), "typ": "JWT"]
        switch algorithm {
        case .ps256: header["x5t#S256"] = .string(certificate.sha256Thumbprint.base64URL)
        case .rs256: header["x5t"] = .string(certificate.sha1Thumbprint.base64URL)
        }
        if sendsChain {
            header["x5c"] = .array(certificate.derChain.map { .string(Base64.encode($0)) })
        }
        return header
    }
}
