// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import SignetAssertions
import SignetCertificates
import SignetCore

/// The certificate that signs assertions, through its rotations: which one to use, and which to try when it is refused.
final class AssertionCertificate: Sendable {
    /// What is rotated: the certificate with whatever signs for it.
    let rotation: RotationEngine<AssertionIssuer>
    private let logger: Logger
    private let makeIssuer: @Sendable (CertificateMaterial) throws(CertificateError) -> AssertionIssuer

    init(
        source: CertificateSource,
        algorithm: AssertionAlgorithm,
        sendsChain: Bool,
        options: CredentialOptions
    ) throws(CredentialError) {
        self.logger = options.logger
        self.makeIssuer = { material throws(CertificateError) in
            try AssertionIssuer(material, algorithm: algorithm, sendsChain: sendsChain)
        }
        do {
            // Looked at only when a token is fetched, so every look may ask the file system.
            self.rotation = try RotationEngine(
                source: source,
                clock: options.clock,
                checkInterval: .zero,
                make: self.makeIssuer
            )
        } catch {
            throw .unavailable(error)
        }
    }

    /// The certificate in use, read again where its file has changed; nothing until a source gave one that is waited for.
    var current: PublicCertificate? { self.rotation.current()?.publicCertificate }

    /// Takes what another source gives into use.
    func rotate(to material: CertificateMaterial) throws(CredentialError) {
        do {
            try self.rotation.rotate(to: try self.makeIssuer(material))
        } catch {
            throw .unavailable(error)
        }
    }

    /// What signs now.
    func issuer() async throws -> AssertionIssuer {
        do {
            return try await self.rotation.pair()
        } catch let error as CertificateError {
            throw CredentialError.unavailable(error)
        }
    }

    /// What to try once after the service refused an assertion: a pair that came in the meantime, or, while a new one is
    /// not yet known to the service, the one before.
    ///
    /// - Returns: `nil` where there is no other, or where another would be refused for the same reason.
    func alternative(to used: AssertionIssuer, after refusal: TokenServiceRefusal) async throws -> AssertionIssuer? {
        guard refusal.mayBeCuredByAnotherCertificate else { return nil }
        do {
            try await self.rotation.reload()
        } catch let error as CertificateError {
            self.logger.warning(
                "the certificate was refused, and its source could not be read again",
                metadata: ["refused": "\(used.publicCertificate.sha1Thumbprint)", "error": "\(error)"]
            )
        }
        let now = self.rotation.clock.now
        var candidates = [self.rotation.current()]
        // A wrong clock refuses every pair alike: then only a pair that is new is worth the try.
        if !refusal.blamesTheClock { candidates.append(self.rotation.previous) }
        let other = candidates.compactMap(\.self)
            .first { candidate in
                candidate.publicCertificate.sha256Thumbprint != used.publicCertificate.sha256Thumbprint
                    && (try? candidate.publicCertificate.validate(at: now)) != nil
            }
        guard let other else { return nil }
        self.logger.notice(
            "the token service refused the certificate; trying the other one of the rotation",
            metadata: [
                "refused": "\(used.publicCertificate.sha1Thumbprint)",
                "next": "\(other.publicCertificate.sha1Thumbprint)",
                "aadsts": "\(refusal.aadstsCodes.first ?? 0)",
            ]
        )
        return other
    }
}

extension CredentialError {
    /// The certificate cannot be read or used.
    static func unavailable(_ error: SignetCertificates.CertificateError) -> CredentialError {
        CredentialError(.credentialUnavailable, error.message, cause: error)
    }
}

extension TokenServiceRefusal {
    /// The `invalid_client` that have nothing to do with which certificate signed: the client, the audience, a secret.
    private static let otherReasons: Set<Int> = [
        50_027, 50_048, 90_014, 700_016, 700_021, 700_023, 700_025, 700_038, 5_002_727, 5_002_741, 7_000_112, 7_000_215,
        7_000_218, 7_000_222,
    ]

    /// Whether an assertion of another certificate may be taken where this one was not: what was replaced, revoked, expired or is not
    /// known yet.
    var mayBeCuredByAnotherCertificate: Bool {
        self.error == "invalid_client" && Self.otherReasons.isDisjoint(with: self.aadstsCodes)
    }

    /// Whether the assertion was too old or too new for the service.
    var blamesTheClock: Bool { self.aadstsCodes.contains(700_024) }
}
