// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import Metrics
import SignetAssertions
import SignetCertificates
import SignetCore
import Synchronization

/// The certificate that signs assertions, through its rotations: which one to use, and which to try when it is refused.
final class AssertionCertificate: Sendable {
    /// What is rotated: the certificate with whatever signs for it.
    let rotation: RotationEngine<AssertionIssuer>
    fileprivate let logger: Logger
    /// Where gauges are made, where the options name a place.
    let metricsFactory: (any MetricsFactory)?
    private let dropsTokens: Bool
    fileprivate let reported = Mutex(Reported())
    private let makeIssuer: @Sendable (CertificateMaterial) throws(CertificateError) -> AssertionIssuer

    init(
        source: CertificateSource,
        algorithm: AssertionAlgorithm,
        sendsChain: Bool,
        options: CredentialOptions
    ) throws(CredentialError) {
        self.logger = options.logger
        self.dropsTokens = options.dropsTokensOnRotation
        self.metricsFactory = options.metricsFactory
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

    /// What tokens of the cache belong to: the certificate's number where they go with it, else always the same.
    var generation: Int { self.dropsTokens ? self.rotation.version : 0 }

    /// The whole days until the certificate in use ends.
    var daysLeft: Int? { self.rotation.last?.publicCertificate.daysLeft(at: self.rotation.clock.now) }

    /// Takes what a source gives now into use.
    func rotate(to source: CertificateSource) throws(CredentialError) {
        let material: CertificateMaterial
        do {
            material = try source.loadMaterial()
        } catch {
            throw .unavailable(error)
        }
        try rotate(to: material)
    }

    /// Takes what another source gave into use.
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
            let issuer = try await self.rotation.pair()
            report()
            return issuer
        } catch let error as CertificateError {
            report()
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

extension AssertionCertificate {
    /// What the log was told.
    fileprivate struct Reported {
        var version = 1
        var failure: SignetCertificates.CertificateError.Code?
    }

    /// Tells the log of a rotation, and of a new reason why there is none.
    func report() {
        let (version, failure) = (self.rotation.version, self.rotation.lastFailure)
        let news = self.reported.withLock { reported in
            defer { reported = Reported(version: max(version, 1), failure: failure?.code) }
            return (rotated: version > reported.version, failed: failure != nil && failure?.code != reported.failure)
        }
        if news.rotated, let certificate = self.rotation.last?.publicCertificate {
            self.logger.notice(
                "another certificate is in use",
                metadata: [
                    "thumbprint": "\(certificate.sha1Thumbprint)",
                    "before": "\(self.rotation.previous?.publicCertificate.sha1Thumbprint.description ?? "none")",
                    "days-left": "\(certificate.daysLeft(at: self.rotation.clock.now))",
                ]
            )
        }
        if news.failed, let failure {
            self.logger.warning(
                "the certificate's source cannot be used; what was in use stays in use",
                metadata: ["source": "\(self.rotation.source)", "error": "\(failure)"]
            )
        }
    }

    /// Shows what an assertion says, without having one signed.
    func preview(clientID: String, audience: String) async throws -> DecodedAssertion {
        let issuer = try await issuer()
        do {
            return try issuer.preview(clientID: clientID, audience: audience, at: self.rotation.clock.now)
        } catch {
            throw CredentialError(.credentialUnavailable, error.message, cause: error)
        }
    }

    /// Says why a token was not given.
    func diagnose(_ error: any Error, clientID: String) -> FailureDiagnosis {
        let context = FailureContext(
            clientID: clientID,
            certificate: self.rotation.last?.publicCertificate,
            rotatedAt: self.rotation.rotatedAt,
            now: self.rotation.clock.now
        )
        return FailureDiagnosis.of(error, context)
    }
}

extension CredentialError {
    /// The certificate cannot be read or used.
    static func unavailable(_ error: SignetCertificates.CertificateError) -> CredentialError {
        CredentialError(.credentialUnavailable, error.message, cause: error)
    }
}

extension TokenServiceRefusal {
    /// Not registered or expired, outside its time, revoked, outside its own validity.
    private static let certificateReasons: Set<Int> = [
        700_024, 700_027, 700_030, 1_000_502, 7_000_213, 7_000_214, 7_000_274, 7_000_277,
    ]

    /// The `invalid_client` that have nothing to do with which certificate signed: the client, the audience, a secret.
    private static let otherReasons: Set<Int> = [
        50_027, 50_048, 90_014, 700_016, 700_021, 700_023, 700_025, 700_038, 5_002_727, 5_002_741, 7_000_112, 7_000_215,
        7_000_218, 7_000_222,
    ]

    /// Whether an assertion of another certificate may be taken where this one was not: what was replaced, revoked, expired or is not
    /// known yet.
    var mayBeCuredByAnotherCertificate: Bool {
        guard self.error == "invalid_client" else { return false }
        // Some services send a number of their own beside the one in the text.
        return !Self.certificateReasons.isDisjoint(with: self.aadstsCodes)
            || Self.otherReasons.isDisjoint(with: self.aadstsCodes)
    }

    /// Whether the assertion was too old or too new for the service.
    var blamesTheClock: Bool { self.aadstsCodes.contains(700_024) }
}
