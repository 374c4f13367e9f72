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
import Synchronization

/// The certificate that signs assertions, through its rotations: which pair to use, and which to try when it is refused.
final class AssertionCertificate: Sendable {
    private let rotation: CertificateRotation
    private let algorithm: AssertionAlgorithm
    private let sendsChain: Bool
    private let clock: any TimeSource
    private let logger: Logger
    /// The minters of the pair in use and of the one before.
    private let minters = Mutex<[AssertionMinter]>([])

    init(
        source: CertificateSource,
        algorithm: AssertionAlgorithm,
        sendsChain: Bool,
        options: CredentialOptions
    ) throws(CredentialError) {
        do {
            // Looked at only when a token is fetched, so every look may ask the file system.
            self.rotation = try CertificateRotation(source: source, clock: options.clock, checkInterval: .zero)
        } catch {
            throw CredentialError(.credentialUnavailable, error.message, cause: error)
        }
        self.algorithm = algorithm
        self.sendsChain = sendsChain
        self.clock = options.clock
        self.logger = options.logger
        _ = try minter(for: self.rotation.current())
    }

    /// The pair in use, read again where its file has changed.
    var current: ClientCertificate { self.rotation.current() }

    /// Takes another pair into use.
    func rotate(to certificate: ClientCertificate) throws(CredentialError) {
        _ = try minter(for: certificate)
        do {
            try self.rotation.rotate(to: certificate)
        } catch {
            throw CredentialError(.credentialUnavailable, error.message, cause: error)
        }
    }

    /// The minter of the pair in use.
    ///
    /// A new file whose key cannot sign assertions leaves the pair before it in use.
    func currentMinter() throws(CredentialError) -> AssertionMinter {
        let certificate = self.rotation.current()
        let now = self.clock.now
        do {
            try certificate.validate(at: now)
        } catch {
            let reason =
                self.rotation.lastFailure.map { ". The file's present content is not in use: \($0.message)" } ?? ""
            throw CredentialError(.credentialUnavailable, error.message + reason, cause: error)
        }
        do {
            return try minter(for: certificate)
        } catch {
            guard let previous = self.rotation.previous, (try? previous.validate(at: now)) != nil else { throw error }
            self.logger.warning(
                "the new certificate cannot sign assertions; the one before stays in use",
                metadata: ["thumbprint": "\(certificate.sha1Thumbprint)", "error": "\(error)"]
            )
            return try minter(for: previous)
        }
    }

    /// What to try once after the service refused an assertion: a pair that came in the meantime, or, while a new one is
    /// not yet known to the service, the one before.
    ///
    /// - Returns: `nil` where there is no other, or where another would be refused for the same reason.
    func alternative(to used: AssertionMinter, after refusal: TokenServiceRefusal) -> AssertionMinter? {
        guard refusal.error == "invalid_client", let code = refusal.aadstsCodes.first(where: Self.rereads.contains)
        else {
            return nil
        }
        let now = self.clock.now
        var candidates = [self.rotation.current()]
        // A wrong clock refuses every pair alike: then only a pair that is new is worth the try.
        if code != 700_024, let previous = self.rotation.previous { candidates.append(previous) }
        let other = candidates.first { candidate in
            candidate.sha256Thumbprint != used.certificate.sha256Thumbprint
                && (try? candidate.validate(at: now)) != nil
        }
        guard let other, let minter = try? minter(for: other) else { return nil }
        self.logger.notice(
            "the token service refused the certificate; trying the other one of the rotation",
            metadata: [
                "refused": "\(used.certificate.sha1Thumbprint)", "next": "\(other.sha1Thumbprint)", "aadsts": "\(code)",
            ]
        )
        return minter
    }

    /// The refusals that another certificate may cure: not registered or expired, stale, revoked, outside its validity.
    private static let rereads: Set<Int> = [700_027, 700_024, 7_000_214, 7_000_274, 7_000_277, 1_000_502]

    private func minter(for certificate: ClientCertificate) throws(CredentialError) -> AssertionMinter {
        let known = self.minters.withLock { minters in
            minters.first { $0.certificate.derChain == certificate.derChain }
        }
        if let known { return known }
        do {
            let made = try AssertionMinter(
                certificate: certificate,
                algorithm: self.algorithm,
                sendsChain: self.sendsChain
            )
            self.minters.withLock { minters in
                minters.append(made)
                if minters.count > 2 { minters.removeFirst() }
            }
            return made
        } catch {
            throw CredentialError(.credentialUnavailable, error.message, cause: error)
        }
    }
}
