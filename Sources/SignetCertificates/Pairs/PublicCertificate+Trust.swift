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
        trustPath(to: authorities, at: now) != nil
    }

    /// The certificates from this one to one of the authorities, each signed by the next and valid now.
    ///
    /// - Parameters:
    ///   - authorities: The certificates that are trusted, as DER; an authority may also be the leaf itself.
    ///   - now: The time.
    /// - Returns: The path with the authority at its end, or nothing where none leads there.
    package func trustPath(to authorities: [[UInt8]], at now: Date) -> [CertificateDetails]? {
        guard !authorities.isEmpty else { return nil }
        let trusted = authorities.compactMap { try? CertificateDetails(der: $0) }
        var current = self.details
        var rest = self.derChain.dropFirst().compactMap { try? CertificateDetails(der: $0) }
        var path: [CertificateDetails] = []
        for depth in 0..<CertificateChain.maximumLength {
            guard current.notBefore <= now, now <= current.notAfter, depth == 0 || current.isAuthority else {
                return nil
            }
            path.append(current)
            if trusted.contains(where: { $0.der == current.der }) { return path }
            let backing = trusted.first {
                $0.isAuthority && $0.notBefore <= now && now <= $0.notAfter && CertificateChain.signed(current, by: $0)
            }
            if let backing { return path + [backing] }
            guard let next = rest.firstIndex(where: { $0.isAuthority && CertificateChain.signed(current, by: $0) })
            else {
                return nil
            }
            current = rest.remove(at: next)
        }
        return nil
    }
}

extension CertificateDetails {
    /// Whether another certificate's key has signed this one.
    package func isSigned(by issuer: CertificateDetails) -> Bool { CertificateChain.signed(self, by: issuer) }
}
