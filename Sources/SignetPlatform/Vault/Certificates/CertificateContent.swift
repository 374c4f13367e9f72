// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

/// What a client sends to be imported: a PFX or PEM with a key, its password, and perhaps a policy.
struct CertificateContent: Sendable {
    private static let marker = "-----BEGIN"

    private let bytes: [UInt8]
    private let password: SecretBytes?
    private let policy: VaultPayload?

    /// Reads a payload; PEM comes as text from some SDKs and as base64 from others.
    init(_ payload: VaultPayload) throws(VaultRefusal) {
        guard let value = try payload.string("value"), !value.isEmpty else { throw .invalidProperty("value") }
        if value.contains(Self.marker) {
            self.bytes = Array(value.utf8)
        } else if let decoded = Base64.decodeLenient(value) {
            self.bytes = decoded
        } else {
            throw Self.unreadablePFX
        }
        self.password = try payload.string("pwd").map { SecretBytes(utf8: $0) }
        self.policy = try payload.payload("policy")
    }

    func certificate() throws(VaultRefusal) -> ClientCertificate {
        let isPEM = self.isPEM
        do {
            return try ClientCertificate(
                bytes: self.bytes,
                password: isPEM && !self.isEncryptedPEM ? nil : self.password
            )
        } catch {
            switch error.code {
            case .wrongPassword, .passwordRequired:
                throw .badParameter("The specified password does not open the certificate content.")
            case .noPrivateKey:
                throw .badParameter(
                    "The specified certificate content has no private key; a certificate is imported with it."
                )
            case .keyMismatch, .weakKey, .ambiguousKey:
                throw .badParameter("The specified certificate content cannot be used: \(error.message).")
            default:
                throw isPEM ? Self.unreadablePEM : Self.unreadablePFX
            }
        }
    }

    /// The policy under which the certificate is kept: what was sent, and what the certificate says of itself.
    func policy(for certificate: ClientCertificate) throws(VaultRefusal) -> VaultCertificatePolicy {
        var base = VaultCertificatePolicy()
        base.issuer = .unknown
        base.contentType = self.isPEM ? .pem : .pfx
        let sent = self.policy
        let type = try sent?.payload("secret_props")?.string("contentType")
        if let type, type != base.contentType.rawValue { throw self.isPEM ? Self.unreadablePFX : Self.unreadablePEM }
        var policy =
            try sent.map { sent throws(VaultRefusal) in try VaultCertificatePolicy(sent, changing: base) } ?? base
        let isReused = policy.key.isReused
        policy.key = try CertificateKeyProperties(of: certificate.privateKey, isExportable: policy.key.isExportable)
        policy.key.isReused = isReused
        if policy.request.subject.isEmpty {
            policy.request.subject = certificate.details.subject
            policy.request.isAuthority = certificate.details.isAuthority
            let life = certificate.notAfter.timeIntervalSince(certificate.notBefore)
            policy.request.validityMonths = min(max(Int(nearest: (life / (30.44 * 86_400)).rounded()), 1), 1_200)
        }
        return policy
    }

    private var isPEM: Bool {
        String(decoding: self.bytes.prefix(64 * 1_024), as: UTF8.self).contains(Self.marker)
    }

    private var isEncryptedPEM: Bool {
        String(decoding: self.bytes, as: UTF8.self).contains("ENCRYPTED")
    }

    private static let unreadablePFX = VaultRefusal.badParameter(
        "The specified PKCS#12 X.509 certificate content can not be read. Please check if certificate is in valid PKCS#12 format."
    )
    private static let unreadablePEM = VaultRefusal.badParameter(
        "The specified PEM X.509 certificate content is in an unexpected format. Please check if certificate is in valid PEM format."
    )
}
