// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

/// `addTokenSigningCertificate`: draws a key with a self-signed certificate that signs the tokens for one application.
struct TokenSigningCertificate: Sendable {
    static let action = "addTokenSigningCertificate"
    private static let validity: TimeInterval = 3 * 365 * 86_400

    let displayName: String
    let end: Date
    let now: Date

    init(_ payload: GraphPayload, now: Date) throws(GraphRefusal) {
        self.now = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        self.displayName = try payload.requiredString("displayName")
        guard self.displayName.hasPrefix("CN="), self.displayName.utf8.count <= 256 else {
            throw .invalidValue("displayName", of: payload.resource)
        }
        self.end = try payload.date("endDateTime") ?? self.now.addingTimeInterval(Self.validity)
        guard self.end > self.now else {
            throw GraphRefusal(400, "KeyCredentialsInvalidEndDate", "Key credential end date is invalid.")
        }
    }

    /// The key that signs and the one under which its certificate is published.
    func make() throws -> (signing: KeyCredential, verification: KeyCredential) {
        let template = CertificateTemplate(subject: self.displayName, notBefore: self.now, notAfter: self.end)
        guard let pair = try? ClientCertificate.create(template) else {
            throw GraphRefusal.invalidValue("displayName", of: "SelfSignedCertificate")
        }
        let credential = { (kind: KeyCredentialKind, content: SecretBytes?) in
            KeyCredential(
                keyID: GUID.random(),
                customKeyIdentifier: pair.sha1Thumbprint.bytes,
                displayName: self.displayName,
                start: self.now,
                end: self.end,
                certificate: pair.details.der,
                kind: kind,
                registered: self.now,
                pair: content
            )
        }
        return (credential(.signing, try pair.pem()), credential(.verification, nil))
    }

    /// What Graph answers: the public half.
    static func shown(_ credential: KeyCredential) -> JSONValue {
        let thumbprint = (try? CertificateDetails(der: credential.certificate))?.sha1Thumbprint.hexadecimal
        return [
            "customKeyIdentifier": .base64(credential.customKeyIdentifier),
            "displayName": .optional(credential.displayName),
            "endDateTime": .string(Timestamp.iso8601(credential.end)),
            "key": .base64(credential.certificate),
            "keyId": .string(credential.keyID),
            "startDateTime": .string(Timestamp.iso8601(credential.start)),
            "thumbprint": .optional(thumbprint),
            "type": .string(credential.kind.rawValue),
            "usage": .string(credential.kind.usage),
        ]
    }
}
