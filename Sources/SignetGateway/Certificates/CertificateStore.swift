// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates

/// The certificates of a gateway at one moment: by ID, and by thumbprint.
package struct CertificateStore: Sendable {
    /// Why a policy gets no certificate, in API Management's words.
    package struct Failure: Error, Sendable {
        /// What the error says.
        package let message: String
        /// What the log adds for the operator.
        package let detail: String?
    }

    private var versions: [String: CertificateVersion] = [:]
    private var names: [String: String] = [:]
    private var thumbprints: [Thumbprint: CertificateVersion] = [:]

    package init() {}

    /// Adds or replaces a certificate.
    ///
    /// The thumbprints of earlier versions keep leading to the current one.
    package mutating func set(_ version: CertificateVersion, forID id: String) {
        let key = id.lowercased()
        if let former = self.versions[key] {
            for (thumbprint, known) in self.thumbprints where known === former {
                self.thumbprints[thumbprint] = version
            }
        }
        self.versions[key] = version
        self.names[key] = id
        self.thumbprints[version.certificate.sha1Thumbprint] = version
        // Two IDs may hold one certificate: what one of them still has must not follow the other.
        for current in self.versions.values where current !== version {
            self.thumbprints[current.certificate.sha1Thumbprint] = current
        }
    }

    /// Takes over the thumbprints that certificates had before this configuration was read.
    package mutating func remember(_ former: CertificateStore) {
        for (thumbprint, version) in former.thumbprints where self.thumbprints[thumbprint] == nil {
            guard let id = former.versions.first(where: { $0.value === version })?.key else { continue }
            self.thumbprints[thumbprint] = self.versions[id]
        }
    }

    /// The IDs, sorted.
    package var identifiers: [String] { self.names.values.sorted() }

    /// The current versions.
    package var current: [CertificateVersion] { Array(self.versions.values) }

    /// The current version of an ID; letter case does not matter.
    package subscript(id id: String) -> CertificateVersion? { self.versions[id.lowercased()] }

    /// The certificate of an ID.
    package func certificate(id: String) throws(Failure) -> CertificateVersion {
        if let version = self[id: id] { return version }
        throw Failure(message: "Certificate with id '\(id)' could not be resolved.", detail: self.known)
    }

    /// The certificate of a SHA-1 thumbprint; spaces, colons and invisible marks do not matter.
    package func certificate(thumbprint text: String) throws(Failure) -> CertificateVersion {
        if let thumbprint = Thumbprint(hexadecimal: text), let version = self.thumbprints[thumbprint] {
            return version
        }
        throw Failure(message: "Certificate with thumbprint '\(text)' could not be resolved.", detail: self.known)
    }

    private var known: String {
        let list = self.versions.map { "\(self.names[$0] ?? $0) (\($1.certificate.sha1Thumbprint.hexadecimal))" }
        return list.isEmpty
            ? "The gateway has no certificates." : "The gateway has: \(list.sorted().joined(separator: ", "))."
    }
}
