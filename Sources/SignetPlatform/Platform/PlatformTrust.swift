// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore

/// The trust of a platform, checked and ready.
struct PlatformTrust: Sendable {
    let issuerKeys: IssuerKeys
    let registrationDelay: TimeInterval
    let revocation: RevocationCheck

    /// Reads the configuration.
    ///
    /// - Throws: ``PlatformError`` with ``PlatformError/Code/invalidConfiguration`` for keys or origins that are none.
    init(_ configuration: TrustConfiguration) throws(PlatformError) {
        var pinned: [String: IssuerKeySet] = [:]
        for (issuer, document) in configuration.pinnedIssuerKeys {
            guard let set = (try? JSONValue.parse(document, maximumDepth: 16)).flatMap(IssuerKeySet.init) else {
                throw PlatformError(
                    .invalidConfiguration,
                    "the keys pinned for the issuer '\(issuer)' are not a JSON Web Key Set"
                )
            }
            pinned[issuer] = set
        }
        var origins: Set<String> = []
        for text in configuration.issuerKeyOrigins {
            guard let address = RemoteAddress(text) else {
                throw PlatformError(
                    .invalidConfiguration,
                    "'\(text)' is not an origin such as https://keys.example; http is possible on loopback only"
                )
            }
            origins.insert(address.origin)
        }
        self.issuerKeys = IssuerKeys(documents: configuration.documents, pinned: pinned, keyOrigins: origins)
        let documents = configuration.documents
        self.revocation = RevocationCheck(
            lists: RevocationListStore { address in
                guard let documents, RemoteAddress(address) != nil else {
                    throw RevocationListStore.Failure.unreachable
                }
                return try await documents.document(at: address, limit: CertificateRevocationList.greatestSize)
            },
            mode: configuration.revocation
        )
        let delay = configuration.registrationDelay.components
        self.registrationDelay = max(0, Double(delay.seconds) + Double(delay.attoseconds) / 1e18)
    }
}
