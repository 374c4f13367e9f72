// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SwiftASN1
import X509

/// Orders certificates from a leaf to its root, whatever order the file had.
enum CertificateChain {
    /// Longer than any real one; TLS libraries stop at 10.
    static let maximumLength = 20
    /// How many issuers of one name are told apart by their signatures.
    private static let maximumCandidates = 50

    /// The certificates on the way from `leaf` to the last issuer that `pool` holds, the leaf first.
    static func ordered(from leaf: CertificateDetails, in pool: [CertificateDetails]) -> [CertificateDetails] {
        var chain = [leaf]
        var rest = pool.filter { $0.der != leaf.der }
        while chain.count < self.maximumLength, let current = chain.last, let issuer = issuer(of: current, in: rest) {
            rest.removeAll { $0.der == issuer.der }
            chain.append(issuer)
        }
        return chain
    }

    private static func issuer(of child: CertificateDetails, in pool: [CertificateDetails]) -> CertificateDetails? {
        guard !child.isSelfIssued else { return nil }
        var candidates = pool.filter { candidate in
            guard let wanted = child.authorityKeyIdentifier, let own = candidate.subjectKeyIdentifier else {
                return candidate.subjectDER == child.issuerDER
            }
            return wanted == own && candidate.subjectDER == child.issuerDER
        }
        if candidates.count > 1 {
            let signers = candidates.prefix(self.maximumCandidates).filter { signed(child, by: $0) }
            candidates = signers.isEmpty ? candidates : signers
        }
        // A CA that was renewed with its key leaves two that fit: the newer one serves longer.
        return candidates.max { $0.notAfter < $1.notAfter }
    }

    /// Whether a certificate bears the signature of another one of the name of its issuer.
    static func signed(_ child: CertificateDetails, by issuer: CertificateDetails) -> Bool {
        guard issuer.hasSubject(ofIssuerOf: child), let certificate = try? Certificate(derEncoded: child.der),
            let authority = try? Certificate(derEncoded: issuer.der)
        else {
            return false
        }
        return authority.publicKey.isValidSignature(certificate.signature, for: certificate)
    }
}
