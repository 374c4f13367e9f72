// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

/// The rules for the `keyCredentials` of an application.
///
/// The collection that is sent replaces the one that is kept. An entry with the `keyId` of a kept one stands for it and
/// may leave out the `key`; it may not change it. Any other entry registers a certificate: its dates lie inside the
/// certificate's, and where it has none it takes the certificate's beginning and a year, but not more than the
/// certificate has.
struct KeyCredentialRules: Sendable {
    /// The validity of a registration that names no end.
    private static let defaultValidity: TimeInterval = 365 * 86_400

    let existing: [KeyCredential]
    let now: Date

    /// The collection that results; `passwords` are those that stand beside keys that sign.
    func collection(_ entries: [GraphPayload], passwords: [GraphPayload] = []) throws(GraphRefusal) -> [KeyCredential] {
        var seen: Set<String> = []
        var result: [KeyCredential] = []
        for entry in entries {
            let credential = try credential(entry, passwords)
            guard seen.insert(credential.keyID).inserted else {
                throw .badRequest("The keyId '\(credential.keyID)' stands twice in property 'keyCredentials'.")
            }
            result.append(credential)
        }
        return result
    }

    private func credential(_ entry: GraphPayload, _ passwords: [GraphPayload]) throws(GraphRefusal) -> KeyCredential {
        let keyID = try entry.guid("keyId")
        guard let kept = self.existing.first(where: { $0.keyID == keyID }) else {
            let password = try Self.split(passwords, beside: [entry]).paired.first
            return try registered(entry, keyID: keyID ?? GUID.random(), password: password)
        }
        guard try isUnchanged(entry, kept) else {
            throw .badRequest("Update to existing credential with KeyId '\(kept.keyID)' is not allowed.")
        }
        return kept
    }

    /// Tells the passwords that belong to keys that sign from the others.
    static func split(
        _ passwords: [GraphPayload],
        beside keys: [GraphPayload]
    ) throws(GraphRefusal) -> (paired: [GraphPayload], others: [GraphPayload]) {
        var (paired, others): ([GraphPayload], [GraphPayload]) = ([], [])
        for password in passwords {
            var isPaired = false
            for key in keys where try key.string("usage") == KeyCredentialKind.signing.usage {
                if try isPair(key, password) { isPaired = true }
            }
            if isPaired { paired.append(password) } else { others.append(password) }
        }
        return (paired, others)
    }

    /// Whether a password belongs to a key: both have one identifier.
    private static func isPair(_ entry: GraphPayload, _ password: GraphPayload) throws(GraphRefusal) -> Bool {
        for name in ["keyId", "customKeyIdentifier"] {
            if let text = try entry.string(name), text == (try password.string(name)) { return true }
        }
        return false
    }

    private func isUnchanged(_ entry: GraphPayload, _ kept: KeyCredential) throws(GraphRefusal) -> Bool {
        let same = [
            kept.kind == .signing ? true : try certificate(entry).map { $0.der == kept.certificate },
            try identifier(entry).map { $0 == kept.customKeyIdentifier },
            try entry.date("startDateTime").map { $0 == kept.start },
            try entry.date("endDateTime").map { $0 == kept.end },
            try entry.string("displayName").map { $0 == kept.displayName },
            try entry.string("type").map { $0 == kept.kind.rawValue },
            try entry.string("usage").map { $0 == kept.kind.usage },
        ]
        return same.allSatisfy { $0 ?? true }
    }

    /// The key that `addKey` adds: never one that is there already.
    func added(_ entry: GraphPayload, password: GraphPayload?) throws(GraphRefusal) -> KeyCredential {
        let keyID = try entry.guid("keyId") ?? GUID.random()
        guard !self.existing.contains(where: { $0.keyID == keyID }) else {
            throw .badRequest("Update to existing credential with KeyId '\(keyID)' is not allowed.")
        }
        return try registered(entry, keyID: keyID, password: password)
    }

    private func registered(
        _ entry: GraphPayload,
        keyID: String,
        password: GraphPayload? = nil
    ) throws(GraphRefusal) -> KeyCredential {
        guard let kind = KeyCredentialKind(rawValue: try entry.requiredString("type")) else { throw invalid("type") }
        guard try entry.requiredString("usage") == kind.usage else { throw invalid("usage") }
        guard try entry.string("key") != nil else { throw .valueRequired("key", of: "KeyCredential") }
        let (certificate, pair) = try certificate(entry, kind, password)
        let start = try entry.date("startDateTime") ?? certificate.notBefore
        guard certificate.notBefore <= start, start < certificate.notAfter else {
            throw GraphRefusal(400, "KeyCredentialsInvalidStartDate", "Key credential start date is invalid.")
        }
        let defaultEnd = min(start.addingTimeInterval(Self.defaultValidity), certificate.notAfter)
        let end = try entry.date("endDateTime") ?? defaultEnd
        guard start < end, end <= certificate.notAfter, end > self.now else {
            throw GraphRefusal(400, "KeyCredentialsInvalidEndDate", "Key credential end date is invalid.")
        }
        return KeyCredential(
            keyID: keyID,
            customKeyIdentifier: try identifier(entry) ?? certificate.sha1Thumbprint.bytes,
            displayName: try entry.string("displayName") ?? Self.commonName(certificate.subject),
            start: start,
            end: end,
            certificate: certificate.der,
            kind: kind,
            registered: self.now,
            pair: pair
        )
    }

    /// The certificate of an entry; that of a key that signs comes in a PFX whose password stands beside it.
    private func certificate(
        _ entry: GraphPayload,
        _ kind: KeyCredentialKind,
        _ password: GraphPayload?
    ) throws(GraphRefusal) -> (CertificateDetails, pair: SecretBytes?) {
        switch kind {
        case .verification:
            guard let certificate = try certificate(entry) else { throw invalid("key") }
            return (certificate, nil)
        case .signing:
            guard let secret = try password?.string("secretText") else {
                throw .badRequest("A key with usage 'Sign' needs a passwordCredential with secretText.")
            }
            guard let bytes = try entry.string("key").flatMap({ Base64.decodeLenient($0) }),
                let pair = try? ClientCertificate(bytes: bytes, password: SecretBytes(utf8: secret)),
                let content = try? pair.pem()
            else { throw invalid("key") }
            return (pair.details, content)
        }
    }

    /// The certificate in `key`: base64 of DER, or of PEM, which some tools send.
    private func certificate(_ entry: GraphPayload) throws(GraphRefusal) -> CertificateDetails? {
        guard let text = try entry.string("key") else { return nil }
        guard let bytes = Base64.decodeLenient(text) else { throw invalid("key") }
        do {
            if bytes.starts(with: "-----BEGIN".utf8) {
                guard let first = try CertificateBundle(bytes: bytes).certificates.first else { throw invalid("key") }
                return first.details
            }
            return try CertificateDetails(der: bytes)
        } catch {
            throw invalid("key")
        }
    }

    private func identifier(_ entry: GraphPayload) throws(GraphRefusal) -> [UInt8]? {
        guard let text = try entry.string("customKeyIdentifier") else { return nil }
        guard let bytes = KeyIdentifierText.parse(text) else { throw invalid("customKeyIdentifier") }
        return bytes
    }

    private func invalid(_ property: String) -> GraphRefusal { .invalidValue(property, of: "KeyCredential") }

    /// The `CN=…` of a subject, or all of it where it has none.
    private static func commonName(_ subject: String) -> String {
        subject.split(separator: ",").first { $0.hasPrefix("CN=") }.map(String.init) ?? subject
    }
}
