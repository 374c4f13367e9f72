// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCertificates

/// The certificates of a gateway at one moment: by ID, and by every thumbprint that an ID ever had.
package struct CertificateStore: Sendable {
    /// Why a policy gets no certificate, in API Management's words.
    package struct Failure: Error, Sendable {
        /// What the error says.
        package let message: String
        /// What the log adds for the operator.
        package let detail: String?
    }

    /// One certificate.
    package struct Entry: Sendable {
        /// The ID as it is written.
        package let id: String
        /// Where it lives.
        let space: ConfigurationSpace
        /// The current version.
        package internal(set) var version: CertificateVersion
        /// The version before, for backends that do not take the current one yet.
        package internal(set) var previous: CertificateVersion?
        /// Who may use it.
        package let scopes: CertificateScopes
        /// Whether it comes from a key vault.
        package let isFromVault: Bool

        /// Whether a call may use it: what a workspace holds is for its own APIs, whatever the scopes say.
        func allows(_ api: API, _ operation: Operation?, _ product: Product?) -> Bool {
            self.space.isVisible(in: api.space) && self.scopes.allow(api, operation, product)
        }
    }

    /// A certificate by its thumbprint.
    package struct Resolution: Sendable {
        /// The certificate.
        package let entry: Entry
        /// Whether the thumbprint is that of a former version.
        package let isFormer: Bool
    }

    private var entries: [String: Entry] = [:]
    private var thumbprints: [Thumbprint: String] = [:]
    private var pending: [String: String] = [:]

    package init() {}

    /// Adds or replaces a certificate.
    ///
    /// The thumbprints of earlier versions keep leading to the current one.
    package mutating func set(
        _ version: CertificateVersion,
        forID id: String,
        in space: ConfigurationSpace = .service,
        scopes: CertificateScopes = .unrestricted,
        isFromVault: Bool = false,
        formerThumbprints: [Thumbprint] = []
    ) {
        let key = space.key(id)
        let former = self.entries[key]
        let previous = former.flatMap { $0.version === version ? $0.previous : $0.version }
        self.entries[key] = Entry(
            id: id,
            space: space,
            version: version,
            previous: previous,
            scopes: scopes,
            isFromVault: isFromVault
        )
        self.pending[key] = nil
        for thumbprint in formerThumbprints where self.thumbprints[thumbprint] == nil {
            self.thumbprints[thumbprint] = key
        }
        self.thumbprints[version.certificate.sha1Thumbprint] = key
        // Two IDs may hold one certificate: what one of them still has must not follow the other.
        for (other, entry) in self.entries where other != key {
            self.thumbprints[entry.version.certificate.sha1Thumbprint] = other
        }
    }

    /// A certificate of a key vault that nobody has seen yet.
    package mutating func setPending(_ id: String, in space: ConfigurationSpace, reason: String) {
        self.pending[space.key(id)] = reason
    }

    /// Takes over what was known before this configuration was read: earlier thumbprints and versions.
    package mutating func remember(_ former: CertificateStore) {
        for (key, entry) in former.entries {
            guard let current = self.entries[key] else { continue }
            self.entries[key]?.previous = entry.version === current.version ? entry.previous : entry.version
        }
        for (thumbprint, key) in former.thumbprints
        where self.thumbprints[thumbprint] == nil && self.entries[key] != nil {
            self.thumbprints[thumbprint] = key
        }
    }

    /// The IDs, sorted.
    package var identifiers: [String] { self.entries.values.map(\.id).sorted() }

    /// All certificates.
    package var all: [Entry] { self.entries.values.sorted { $0.id < $1.id } }

    /// The IDs of those that are still awaited from their vault.
    package var awaited: [String] { self.pending.keys.sorted() }

    /// The current versions.
    package var current: [CertificateVersion] { self.entries.values.map(\.version) }

    /// The current version of an ID; letter case does not matter.
    package subscript(id id: String) -> CertificateVersion? { entry(id: id)?.version }

    /// A certificate in the space of an API, or else in the service itself.
    package func entry(id: String, in space: ConfigurationSpace = .service) -> Entry? {
        self.entries[space.key(id)] ?? self.entries[ConfigurationSpace.service.key(id)]
    }

    /// The version before a current one, while it is still valid.
    package func previous(of version: CertificateVersion, at now: Date) -> CertificateVersion? {
        let previous = self.entries.values.first { $0.version === version }?.previous
        return previous.flatMap { $0.certificate.notAfter > now ? $0 : nil }
    }

    /// Whether a version is a current one, or the one before it.
    package func holds(_ number: UInt64) -> Bool {
        self.entries.values.contains { $0.version.number == number || $0.previous?.number == number }
    }

    /// Whether an ID is awaited from its vault.
    package func isPending(id: String, in space: ConfigurationSpace = .service) -> Bool {
        pendingReason(id, space) != nil
    }

    /// The certificate of an ID.
    package func certificate(
        id: String,
        in space: ConfigurationSpace = .service
    ) throws(Failure) -> CertificateVersion {
        if let entry = entry(id: id, in: space) { return entry.version }
        let reason = pendingReason(id, space)
        throw Failure(message: "Certificate with id '\(id)' could not be resolved.", detail: reason ?? known(in: space))
    }

    private func pendingReason(_ id: String, _ space: ConfigurationSpace) -> String? {
        self.pending[space.key(id)] ?? self.pending[ConfigurationSpace.service.key(id)]
    }

    /// The certificate of a SHA-1 thumbprint; spaces, colons and invisible marks do not matter.
    package func certificate(thumbprint text: String) throws(Failure) -> CertificateVersion {
        try resolve(thumbprint: text).entry.version
    }

    /// The certificate of a SHA-1 thumbprint that a space has, and whether the thumbprint is an old one.
    package func resolve(
        thumbprint text: String,
        in space: ConfigurationSpace = .service
    ) throws(Failure) -> Resolution {
        if let thumbprint = Thumbprint(hexadecimal: text), let entry = entry(thumbprint, space) {
            return Resolution(entry: entry, isFormer: entry.version.certificate.sha1Thumbprint != thumbprint)
        }
        throw Failure(message: "Certificate with thumbprint '\(text)' could not be resolved.", detail: known(in: space))
    }

    private func entry(_ thumbprint: Thumbprint, _ space: ConfigurationSpace) -> Entry? {
        guard let key = self.thumbprints[thumbprint], let entry = self.entries[key] else { return nil }
        if entry.space.isVisible(in: space) { return entry }
        // Another workspace has the same certificate.
        return self.entries.values.first {
            $0.space.isVisible(in: space) && $0.version.certificate.sha1Thumbprint == thumbprint
        }
    }

    private func known(in space: ConfigurationSpace) -> String {
        let list = self.entries.values.filter { $0.space.isVisible(in: space) }
            .map { "\($0.id) (\($0.version.certificate.sha1Thumbprint.hexadecimal))" }
        return list.isEmpty
            ? "The gateway has no certificates." : "The gateway has: \(list.sorted().joined(separator: ", "))."
    }
}

extension CertificateStore {
    /// The certificate of an ID for a call that may use it.
    package func certificate(
        id: String,
        for api: API,
        _ operation: Operation?,
        _ product: Product?
    ) throws(Failure) -> CertificateVersion {
        guard let entry = entry(id: id, in: api.space) else { return try certificate(id: id, in: api.space) }
        return try permitted(entry, "id '\(id)'", api, operation, product)
    }

    /// The certificate of a thumbprint for a call that may use it.
    package func certificate(
        thumbprint: String,
        for api: API,
        _ operation: Operation?,
        _ product: Product?
    ) throws(Failure) -> CertificateVersion {
        let entry = try resolve(thumbprint: thumbprint, in: api.space).entry
        return try permitted(entry, "thumbprint '\(thumbprint)'", api, operation, product)
    }

    private func permitted(
        _ entry: Entry,
        _ name: String,
        _ api: API,
        _ operation: Operation?,
        _ product: Product?
    ) throws(Failure) -> CertificateVersion {
        guard entry.allows(api, operation, product) else {
            throw Failure(
                message: "Certificate with \(name) may not be used here.",
                detail: "'allowedScopes' of the certificate '\(entry.id)' does not name the API '\(api.id)'."
            )
        }
        return entry.version
    }
}
