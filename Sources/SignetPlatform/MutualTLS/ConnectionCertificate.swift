// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// The certificate for which a client proved to have the key when it connected (RFC 8705).
///
/// Who it is, nobody has decided yet: the listener takes any certificate, and whether it is registered or comes from a
/// trusted authority is the token service's affair.
struct ConnectionCertificate: Sendable {
    /// What the client sent, the leaf first; only the leaf's key was proved.
    let chain: [CertificateDetails]

    /// The certificate of a request, where its client showed one that can be read.
    init?(_ request: PlatformRequest) {
        guard !request.clientCertificates.isEmpty else { return nil }
        let chain = request.clientCertificates.compactMap { try? CertificateDetails(der: $0) }
        guard chain.count == request.clientCertificates.count else { return nil }
        self.chain = chain
    }

    var leaf: CertificateDetails { self.chain[0] }

    /// What a token says about it: `x5t#S256` (RFC 8705 §3.1).
    var confirmation: String { self.leaf.sha256Thumbprint.base64URL }
}
