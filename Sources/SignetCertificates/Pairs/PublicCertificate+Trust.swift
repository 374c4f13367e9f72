// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SwiftASN1
import X509

extension PublicCertificate {
    /// Whether the certificates lead, each signed by the next and valid now, to one of the authorities.
    ///
    /// - Parameters:
    ///   - authorities: The certificates that are trusted, as DER; an authority may also be the leaf itself.
    ///   - now: The time.
    /// - Returns: Whether it does. Revocation is not looked at.
    package func isTrusted(by authorities: [[UInt8]], at now: Date) -> Bool {
        guard !authorities.isEmpty else { return false }
        let trusted = authorities.compactMap { try? CertificateDetails(der: $0) }
        var current = self.details
        var rest = self.derChain.dropFirst().compactMap { try? CertificateDetails(der: $0) }
        for depth in 0..<CertificateChain.maximumLength {
            guard current.notBefore <= now, now <= current.notAfter, depth == 0 || current.isAuthority else {
                return false
            }
            if trusted.contains(where: { $0.der == current.der }) { return true }
            let isBacked = trusted.contains {
                $0.isAuthority && $0.notBefore <= now && now <= $0.notAfter && CertificateChain.signed(current, by: $0)
            }
            if isBacked { return true }
            guard let next = rest.firstIndex(where: { $0.isAuthority && CertificateChain.signed(current, by: $0) })
            else {
                return false
            }
            current = rest.remove(at: next)
        }
        return false
    }
}

extension CertificateDetails {
    /// Whether another certificate's key has signed this one.
    package func isSigned(by issuer: CertificateDetails) -> Bool { CertificateChain.signed(self, by: issuer) }
}
