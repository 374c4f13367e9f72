// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCertificates
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// A way from a client's certificate to an authority that is trusted, every signature and rule on it checked.
package struct CertificatePath: Sendable {
    /// The leaf first, the trusted authority last.
    package let certificates: [CertificateDetails]

    /// Looks for a way and checks it by RFC 5280: signatures, validity at `now`, basic constraints, path length, name
    /// constraints, critical extensions, and where it is said, that the certificates are for client authentication.
    ///
    /// The work is bounded whatever the certificates are: so many signatures, so many certificates on the way.
    ///
    /// - Returns: `nil` where there is no way that is sound.
    package static func find(
        from leaf: CertificateDetails,
        through others: [CertificateDetails],
        to authorities: [CertificateDetails],
        at now: Date
    ) async -> CertificatePath? {
        var search = PathSearch(others: others, authorities: authorities)
        search.extend([leaf])
        for candidate in search.found where await isSound(candidate, at: now) {
            return CertificatePath(certificates: candidate)
        }
        return nil
    }

    /// Whether one of the authorities signed a certificate.
    package static func isIssued(_ certificate: CertificateDetails, by authorities: [CertificateDetails]) -> Bool {
        var search = PathSearch(others: [], authorities: authorities)
        search.extend([certificate])
        return !search.found.isEmpty
    }

    private static func isSound(_ path: [CertificateDetails], at now: Date) async -> Bool {
        let certificates = path.compactMap { try? Certificate(derEncoded: $0.der) }
        guard certificates.count == path.count, let anchor = certificates.last else { return false }
        var verifier = Verifier(rootCertificates: CertificateStore([anchor])) {
            RFC5280Policy(fixedExpiryValidationTime: now)
            ClientAuthenticationPolicy()
        }
        let intermediates = CertificateStore(certificates.dropFirst().dropLast())
        switch await verifier.validate(leaf: certificates[0], intermediates: intermediates) {
        case .validCertificate: return true
        case .couldNotValidate: return false
        }
    }
}

/// The search for ways, with a purse of signatures that it may verify.
private struct PathSearch {
    private static let greatestDepth = 8
    private static let greatestFound = 4

    let others: [CertificateDetails]
    let authorities: [CertificateDetails]
    private var purse = 64
    private(set) var found: [[CertificateDetails]] = []

    init(others: [CertificateDetails], authorities: [CertificateDetails]) {
        self.others = others
        self.authorities = authorities
    }

    mutating func extend(_ path: [CertificateDetails]) {
        guard let last = path.last, path.count <= Self.greatestDepth, self.found.count < Self.greatestFound else {
            return
        }
        for authority in self.authorities where authority.der != last.der && isIssuer(authority, of: last) {
            self.found.append(path + [authority])
        }
        for other in self.others where !path.contains(where: { $0.der == other.der }) && isIssuer(other, of: last) {
            extend(path + [other])
        }
    }

    private mutating func isIssuer(_ issuer: CertificateDetails, of certificate: CertificateDetails) -> Bool {
        guard issuer.isAuthority, issuer.hasSubject(ofIssuerOf: certificate), self.purse > 0,
            let parent = try? Certificate(derEncoded: issuer.der),
            let child = try? Certificate(derEncoded: certificate.der)
        else { return false }
        self.purse -= 1
        return parent.publicKey.isValidSignature(child.signature, for: child)
    }
}

/// What RFC 5280 leaves to the application: the extended key usage, where there is one, names client authentication.
private struct ClientAuthenticationPolicy: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
        .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.subjectAlternativeName,
    ]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) async -> PolicyEvaluationResult {
        for (position, certificate) in chain.enumerated() {
            do {
                if let usages = try certificate.extensions.extendedKeyUsage,
                    !usages.contains(.clientAuth), !usages.contains(.any)
                {
                    return .failsToMeetPolicy(reason: "a certificate is not for client authentication")
                }
                if position > 0, let usage = try certificate.extensions.keyUsage, !usage.keyCertSign {
                    return .failsToMeetPolicy(reason: "an authority may not sign certificates")
                }
            } catch {
                return .failsToMeetPolicy(reason: "an extension cannot be read")
            }
        }
        return .meetsPolicy
    }
}
