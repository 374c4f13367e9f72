// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Whom and what a platform trusts beside its own directory, and how it asks.
public struct TrustConfiguration: Sendable {
    /// What to do where a trusted authority's revocation list cannot be had.
    public enum Revocation: String, Sendable, CaseIterable {
        /// Refuse the certificate: what cannot be checked is not good.
        case hard
        /// Take the certificate: an authority that is away stops nobody.
        case soft
        /// Look at no list.
        case off
    }

    /// Reads issuers' keys and revocation lists; without it nothing is fetched, and only pinned keys count.
    public var documents: (any RemoteDocuments)?
    /// JSON Web Key Sets by issuer, in place of what the issuer publishes: for machines without a network.
    public var pinnedIssuerKeys: [String: [UInt8]]
    /// Origins, such as `https://keys.example`, from which an issuer's keys may come although it is not its own.
    public var issuerKeyOrigins: [String]
    /// How long a registered certificate stays unknown to the token service: so the real one's delay can be tried.
    public var registrationDelay: Duration
    /// What to do where a revocation list cannot be had.
    public var revocation: Revocation

    /// Describes the trust; by default nothing is fetched, and certificates count from their registration on.
    public init(
        documents: (any RemoteDocuments)? = nil,
        pinnedIssuerKeys: [String: [UInt8]] = [:],
        issuerKeyOrigins: [String] = [],
        registrationDelay: Duration = .zero,
        revocation: Revocation = .hard
    ) {
        self.documents = documents
        self.pinnedIssuerKeys = pinnedIssuerKeys
        self.issuerKeyOrigins = issuerKeyOrigins
        self.registrationDelay = registrationDelay
        self.revocation = revocation
    }
}
