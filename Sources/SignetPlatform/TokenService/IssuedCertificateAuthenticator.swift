// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore

/// Takes certificates that are not registered, when a trusted authority issued them for a trusted name (SN/I).
///
/// The checks run in this order: the name; the certificate's own validity; the path to an authority of that name; the
/// assertion with the certificate's key; the authority's revocation list, which alone may cost a request.
struct IssuedCertificateAuthenticator: Sendable {
    let revocation: RevocationCheck
    let verifier: AssertionVerifier

    /// Decides about an assertion whose certificate is not registered.
    ///
    /// - Returns: Whether it was decided at all: without `x5c`, or where the client has no trusted name, it is not.
    func authenticate(
        _ text: String,
        as client: RegisteredClient,
        expecting expectation: AssertionExpectation,
        at now: Date
    ) async throws -> Bool {
        guard let chain = PresentedChain(of: text), let trusted = try await trusted(chain, client, now) else {
            return false
        }
        guard let key = try? RegisteredKey(keyID: "", certificateDER: chain.leaf.der) else {
            throw TokenRefusal(.certificateChainInvalid)
        }
        if case .refused(let refusal) = self.verifier.verify(text, expectation: expectation, keys: [key], at: now) {
            throw TokenRefusal(refusal, client: client.appID)
        }
        try await checkRevocation(of: chain, trusted, now)
        return true
    }

    /// Decides about a chain whose leaf's key was proved by the connection.
    ///
    /// - Returns: Whether it was decided at all: where the client has no trusted name, it is not.
    func authenticate(_ chain: PresentedChain, as client: RegisteredClient, at now: Date) async throws -> Bool {
        guard let trusted = try await trusted(chain, client, now) else { return false }
        try await checkRevocation(of: chain, trusted, now)
        return true
    }

    private typealias Trusted = (subjects: [TrustedSubject], path: CertificatePath)

    /// The way from a chain's leaf to an authority that the client trusts; `nil` where it trusts none at all.
    private func trusted(_ chain: PresentedChain, _ client: RegisteredClient, _ now: Date) async throws -> Trusted? {
        guard !client.trustedSubjects.isEmpty else { return nil }
        let names = Set((chain.names + [chain.subject]).map { $0.lowercased() })
        let subjects = client.trustedSubjects.filter { names.contains($0.name.lowercased()) }
        guard !subjects.isEmpty else {
            throw TokenRefusal(.subjectNameNotAuthorized, ["names": chain.names.joined(separator: ", ")])
        }
        guard chain.leaf.notBefore <= now, now <= chain.leaf.notAfter else {
            throw TokenRefusal(.certificateOutsideValidity)
        }
        let authorities = subjects.flatMap(\.authorities)
        let path = await CertificatePath.find(
            from: chain.leaf,
            through: Array(chain.certificates.dropFirst()),
            to: authorities.map(\.certificate),
            at: now
        )
        guard let path else { throw TokenRefusal(.certificateChainInvalid) }
        return (subjects, path)
    }

    private func checkRevocation(of chain: PresentedChain, _ trusted: Trusted, _ now: Date) async throws {
        let thumbprint = chain.leaf.sha1Thumbprint.hexadecimal
        guard !trusted.subjects.contains(where: { $0.revokedThumbprints.contains(thumbprint) }) else {
            throw TokenRefusal(.certificateRevoked)
        }
        try await self.revocation.check(trusted.path.certificates, trusted.subjects.flatMap(\.authorities), at: now)
    }
}
