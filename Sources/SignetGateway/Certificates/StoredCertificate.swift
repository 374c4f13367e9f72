// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCertificates

/// A certificate of the configuration with the file that it follows.
///
/// Whoever watches asks ``refreshed(at:)`` from time to time; a file that cannot be used keeps the version in use.
package struct StoredCertificate: Sendable {
    /// What looking at the file came to.
    package enum Look: Sendable {
        /// Nothing has changed.
        case unchanged
        /// The file holds another certificate, or the same one written again.
        case changed(StoredCertificate)
        /// The file has changed and cannot be used; it is looked at again next time.
        case failed(StoredCertificate, CertificateError)
    }

    /// What the configuration says of a certificate beside its content.
    package struct Terms: Sendable {
        /// The space that the certificate is in.
        package var space = ConfigurationSpace.service
        /// Who may use it.
        package var scopes = CertificateScopes.unrestricted
        /// The thumbprints that it had before.
        package var formerThumbprints: [Thumbprint] = []
        /// The secret that it is read from.
        package var vault: VaultReference?
    }

    /// The certificate ID.
    package let id: String
    /// The version in use.
    package private(set) var version: CertificateVersion
    /// What else the configuration says.
    package private(set) var terms: Terms
    /// The version of the secret that it was read from.
    let secretIdentifier: String?
    private let source: CertificateSource
    private var identity: FileIdentity?

    /// The file that it follows; `nil` for one that the configuration itself holds.
    package var path: String? { self.source.path }

    /// Reads the certificate.
    package init(id: String, source: CertificateSource, terms: Terms) throws(CertificateError) {
        self.id = id
        self.source = source
        self.terms = terms
        self.secretIdentifier = nil
        // Before the reading: a change in between is then seen at the next look.
        self.identity = source.path.flatMap { FileIdentity(path: $0) }
        self.version = CertificateVersion(try source.load())
    }

    /// Takes a certificate of a vault.
    init(id: String, certificate: ClientCertificate, secretIdentifier: String, terms: Terms) {
        self.id = id
        self.source = .certificate(certificate)
        self.terms = terms
        self.secretIdentifier = secretIdentifier
        self.version = CertificateVersion(certificate)
    }

    /// The same certificate under other terms.
    func under(_ terms: Terms) -> StoredCertificate {
        var copy = self
        copy.terms = terms
        return copy
    }

    /// Keeps the version of a former configuration where the certificate is the same.
    package mutating func adopt(_ former: CertificateVersion) {
        if former.certificate.derChain == self.version.certificate.derChain { self.version = former }
    }

    /// Enters it into a store.
    package func enter(into store: inout CertificateStore) {
        store.set(
            self.version,
            forID: self.id,
            in: self.terms.space,
            scopes: self.terms.scopes,
            isFromVault: self.terms.vault != nil,
            formerThumbprints: self.terms.formerThumbprints
        )
    }

    /// Looks at the file.
    package func refreshed(at now: Date) -> Look {
        guard let path = self.source.path else { return .unchanged }
        let identity = FileIdentity(path: path)
        guard identity != self.identity || identity == nil else { return .unchanged }
        var updated = self
        do {
            let certificate = try self.source.load()
            try certificate.validate(at: now)
            updated.identity = identity
            updated.version = self.version.updated(to: certificate)
            return .changed(updated)
        } catch {
            return .failed(updated, error)
        }
    }
}
