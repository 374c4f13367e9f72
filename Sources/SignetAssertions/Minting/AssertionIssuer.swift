// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCertificates
import SignetCore
import Synchronization

/// Gives client assertions of one certificate, wherever its key is held.
///
/// With the key in memory each assertion is fresh: it costs less than a millisecond. With a remote signer one is signed for each
/// client and audience, and used until a minute before its expiry; any number of callers wait for one signature.
package final class AssertionIssuer: Sendable {
    private enum Key: Sendable {
        case memory(AssertionMinter)
        case remote(RemoteMinter)
    }

    /// The certificate that the assertions name.
    package let publicCertificate: PublicCertificate
    /// The certificate with its key, where the key is in memory.
    package let clientCertificate: ClientCertificate?
    private let key: Key
    private let sendsChain: Bool
    private let reused = Reused()
    private let signing = SingleFlight<ReusedAssertions.Key, ClientAssertion>()

    /// What a signature under way keeps alive; it must not be the issuer, which ends it when it goes.
    private final class Reused: Sendable {
        let assertions = Mutex(ReusedAssertions())
    }

    /// Prepares the assertions of a certificate whose key is in memory.
    ///
    /// - Throws: ``AssertionError`` with ``AssertionError/Code/unsuitableKey``.
    package init(
        certificate: ClientCertificate,
        algorithm: AssertionAlgorithm = .ps256,
        sendsChain: Bool = false
    ) throws(AssertionError) {
        let minter = try AssertionMinter(certificate: certificate, algorithm: algorithm, sendsChain: sendsChain)
        self.publicCertificate = certificate.publicCertificate
        self.clientCertificate = certificate
        self.key = .memory(minter)
        self.sendsChain = sendsChain
    }

    /// Prepares the assertions of a certificate whose key a signer holds.
    ///
    /// - Throws: ``AssertionError``: `unsuitableKey` where the certificate's key is not RSA, `unsupportedAlgorithm` where the signer
    ///   says that it has none that fits.
    package init(
        certificate: PublicCertificate,
        signer: any AssertionSigner,
        algorithm: AssertionAlgorithm = .ps256,
        sendsChain: Bool = false
    ) throws(AssertionError) {
        self.publicCertificate = certificate
        self.clientCertificate = nil
        self.key = .remote(
            try RemoteMinter(certificate: certificate, signer: signer, algorithm: algorithm, sendsChain: sendsChain)
        )
        self.sendsChain = sendsChain
    }

    /// The algorithm of the next assertion, as far as it is known.
    package var algorithm: AssertionAlgorithm {
        switch self.key {
        case .memory(let minter): minter.algorithm
        case .remote(let minter): minter.algorithm
        }
    }

    /// The number of callers that wait for a signature.
    package var waiterCount: Int { self.signing.waiterCount }

    /// Gives an assertion.
    ///
    /// - Parameters:
    ///   - clientID: The client that it speaks for.
    ///   - audience: The token endpoint of the tenant.
    ///   - now: The time.
    ///   - lifetime: For how long it is valid.
    /// - Returns: A signed assertion with at least a minute to live, where the lifetime allows it.
    /// - Throws: ``AssertionError``; `CancellationError` when the calling task is cancelled.
    package func assertion(
        clientID: String,
        audience: String,
        at now: Date,
        lifetime: Duration = AssertionMinter.defaultLifetime
    ) async throws -> ClientAssertion {
        switch self.key {
        case .memory(let minter):
            return try minter.mint(clientID: clientID, audience: audience, at: now, lifetime: lifetime)
        case .remote(let minter):
            let key = ReusedAssertions.Key(clientID: clientID, audience: audience)
            let reused = self.reused
            if let known = reused.assertions.withLock({ $0.find(key, at: now) }) { return known }
            return try await self.signing.value(for: key) {
                // The signature of a caller just before this one may have come in between.
                if let known = reused.assertions.withLock({ $0.find(key, at: now) }) { return known }
                let minted = try await minter.mint(
                    clientID: clientID,
                    audience: audience,
                    at: now,
                    lifetime: lifetime
                )
                reused.assertions.withLock {
                    $0.insert(minted.assertion, for: key, mintedAt: now, expiry: minted.expiry)
                }
                return minted.assertion
            }
        }
    }

    /// Forgets the assertion of a client and an audience, because it was refused: the next one is signed anew.
    package func discardAssertion(clientID: String, audience: String) {
        self.reused.assertions.withLock { $0.remove(ReusedAssertions.Key(clientID: clientID, audience: audience)) }
    }

    /// Shows what an assertion says, without signing one.
    package func preview(
        clientID: String,
        audience: String,
        at now: Date,
        lifetime: Duration = AssertionMinter.defaultLifetime
    ) throws(AssertionError) -> DecodedAssertion {
        let claims = AssertionClaimSet(clientID: clientID, audience: audience, now: now, lifetime: lifetime)
        return try DecodedAssertion(
            header: AssertionHeader.members(self.publicCertificate, self.algorithm, sendsChain: self.sendsChain),
            claims: claims.bytes
        )
    }
}
