// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

/// Reads certificates: from their file's content, another file, or a key vault.
struct CertificateReading {
    /// What came of one.
    struct Outcome {
        let id: String
        /// The certificate; `nil` while its vault has not given it.
        var stored: StoredCertificate?
        /// Why it is not there.
        var reason = ""
        var vault: VaultReference?
        var problems: [ConfigurationProblem] = []
    }

    let folder: ConfigurationFolder
    let space: ConfigurationSpace
    let environment: @Sendable (String) -> String?
    let vault: VaultContents
    let former: LoadedConfiguration?

    func certificate(id: String, _ document: EntityDocument) throws(ConfigurationProblem) -> Outcome {
        var terms = StoredCertificate.Terms()
        terms.space = self.space
        terms.scopes = try scopes(document)
        terms.formerThumbprints = try formerThumbprints(document)
        if let reference = try VaultReading.reference(document) {
            terms.vault = reference
            return try fromVault(id, reference, terms, document)
        }
        let (source, member) = try source(document)
        do {
            return Outcome(id: id, stored: try StoredCertificate(id: id, source: source, terms: terms))
        } catch {
            throw document.problem(
                "unusableCertificate",
                at: member,
                "The certificate '\(id)' cannot be used: \(error.message)"
            )
        }
    }

    private func source(_ document: EntityDocument) throws(ConfigurationProblem) -> (CertificateSource, String) {
        let password = try password(document)
        if let data = try document.string("data") {
            let isPEM = data.contains("-----BEGIN")
            guard let bytes = isPEM ? Array(data.utf8) : Base64.decodeLenient(data) else {
                throw document.problem("invalidValue", at: "data", "'data' must be PEM, or PFX or PEM in base64.")
            }
            return (.bytes(bytes, password: password), "data")
        }
        guard let path = try document.string("path") else {
            throw document.problem("missingMember", "A certificate needs 'data', 'path' or 'keyVault' in 'properties'.")
        }
        return (.file(self.folder.absolute(self.folder.beside(document, path)), password: password), "path")
    }

    /// The certificate that the vault gave last; the one in use where the new one cannot be.
    private func fromVault(
        _ id: String,
        _ reference: VaultReference,
        _ terms: StoredCertificate.Terms,
        _ document: EntityDocument
    ) throws(ConfigurationProblem) -> Outcome {
        var outcome = Outcome(id: id, vault: reference)
        let entry = self.vault[reference]
        guard let secret = entry?.secret else {
            outcome.reason = entry?.status.message ?? "The key vault was not asked yet."
            outcome.problems.append(
                document.problem(
                    "unavailableSecret",
                    at: "secretIdentifier",
                    "The certificate '\(id)' is not there yet: \(outcome.reason)",
                    severity: .warning
                )
            )
            return outcome
        }
        let known = self.former?.certificates
            .first { $0.id == id && $0.terms.space == self.space && $0.terms.vault == reference }
        if let known, known.secretIdentifier == secret.identifier {
            outcome.stored = known.under(terms)
            return outcome
        }
        try read(secret, into: &outcome, terms, known, document)
        return outcome
    }

    private func read(
        _ secret: VaultSecret,
        into outcome: inout Outcome,
        _ terms: StoredCertificate.Terms,
        _ known: StoredCertificate?,
        _ document: EntityDocument
    ) throws(ConfigurationProblem) {
        do {
            outcome.stored = StoredCertificate(
                id: outcome.id,
                certificate: try VaultReading.certificate(secret),
                secretIdentifier: secret.identifier,
                terms: terms
            )
        } catch {
            let hint =
                error.code == .noPrivateKey
                ? " A Key Vault certificate has its key under /secrets/, not under /certificates/." : ""
            outcome.reason = "\(secret.identifier) cannot be used: \(error.message)\(hint)"
            outcome.stored = known?.under(terms)
            let problem = document.problem(
                "unusableCertificate",
                at: "secretIdentifier",
                "The certificate '\(outcome.id)': \(outcome.reason)",
                severity: known == nil ? .error : .warning
            )
            guard known != nil else { throw problem }
            outcome.problems.append(problem)
        }
    }

    private func scopes(_ document: EntityDocument) throws(ConfigurationProblem) -> CertificateScopes {
        guard let value = document.properties["allowedScopes"] else { return .unrestricted }
        let texts = value.array?.compactMap(\.string) ?? []
        guard value.array?.count == texts.count, let scopes = CertificateScopes(texts, in: self.space) else {
            throw document.problem(
                "invalidScope",
                at: "allowedScopes",
                "'allowedScopes' must be a list of /, /apis/{id}, /apis/{id}/operations/{id}, /products/{id} or "
                    + "/workspaces/{id}."
            )
        }
        return scopes
    }

    private func formerThumbprints(_ document: EntityDocument) throws(ConfigurationProblem) -> [Thumbprint] {
        guard let value = document.properties["formerThumbprints"] else { return [] }
        let thumbprints = value.array?.compactMap(\.string).compactMap { Thumbprint(hexadecimal: $0) } ?? []
        guard value.array?.count == thumbprints.count else {
            throw document.problem(
                "invalidValue",
                at: "formerThumbprints",
                "'formerThumbprints' must be a list of SHA-1 thumbprints in hexadecimal."
            )
        }
        return thumbprints
    }

    private func password(_ document: EntityDocument) throws(ConfigurationProblem) -> SecretBytes? {
        if let password = try document.string("password") { return SecretBytes(utf8: password) }
        guard let variable = try document.string("passwordEnvironmentVariable") else { return nil }
        guard let password = self.environment(variable) else {
            throw document.problem(
                "missingEnvironmentVariable",
                at: "passwordEnvironmentVariable",
                "The environment variable '\(variable)' is not set."
            )
        }
        return SecretBytes(utf8: password)
    }
}

extension CertificateReading {
    /// How many days ahead the end of a certificate is told.
    package static let warningDays = 30

    /// The warning about a certificate whose time is over, or nearly: it is used all the same, as API Management does.
    static func expiry(of certificate: StoredCertificate, at now: Date) -> ConfigurationProblem? {
        let end = certificate.version.certificate.notAfter
        let file = "\(certificate.terms.space.prefix)certificates/\(certificate.id)/certificateInformation.json"
        let place = certificate.path ?? file
        if end < now {
            return ConfigurationProblem(
                .warning,
                "expiredCertificate",
                "The certificate '\(certificate.id)' in \(place) expired at \(Timestamp.iso8601(end)). It "
                    + "is presented all the same; backends that check its dates refuse it. Replace it.",
                file: file
            )
        }
        guard end.timeIntervalSince(now) < Double(Self.warningDays) * 86_400 else { return nil }
        let days = Int(end.timeIntervalSince(now) / 86_400)
        return ConfigurationProblem(
            .warning,
            "expiringCertificate",
            "The certificate '\(certificate.id)' in \(place) expires at \(Timestamp.iso8601(end)), in \(days) "
                + "day\(days == 1 ? "" : "s"). Replace it.",
            file: file
        )
    }
}
