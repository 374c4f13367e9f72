// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// An application as Graph shows it.
struct ApplicationResource: Sendable {
    let application: Application

    /// All properties in order; `key` shows the certificates only where they were selected (`withKeys`).
    func properties(withKeys: Bool) -> JSONObject {
        var object: JSONObject = [
            "id": .string(self.application.id),
            "deletedDateTime": .null,
            "appId": .string(self.application.appID),
            "createdDateTime": .string(Timestamp.iso8601(self.application.created)),
            "uniqueName": .optional(self.application.uniqueName),
            "displayName": .string(self.application.displayName),
            "identifierUris": .strings(self.application.identifierURIs),
            "publisherDomain": .null,
            "signInAudience": .string(self.application.signInAudience),
        ]
        for property in KeptProperty.ofApplication {
            object[property.name] = self.application.others[property.name] ?? property.absent
        }
        object["api"] = .object(api)
        object["appRoles"] = .array(self.application.appRoles.map(Self.role))
        object["keyCredentials"] = .array(
            self.application.keyCredentials.map { Self.keyCredential($0, withKey: withKeys) }
        )
        object["passwordCredentials"] = .array(
            self.application.passwordCredentials.map { Self.passwordCredential($0, secret: nil) }
        )
        object["trustedCertificateSubjects"] = .array(self.application.trustedCertificateSubjects.map(\.content))
        return object
    }

    private var api: JSONObject {
        var api = JSONObject()
        for property in KeptProperty.ofAPI { api[property.name] = property.absent }
        for member in self.application.api.members { api[member.name] = member.value }
        return api
    }

    static func role(_ role: AppRole) -> JSONValue {
        [
            "allowedMemberTypes": .strings(role.allowedMemberTypes),
            "description": .string(role.description),
            "displayName": .string(role.displayName),
            "id": .string(role.id),
            "isEnabled": .bool(role.isEnabled),
            "origin": "Application",
            "value": .optional(role.value),
        ]
    }

    static func keyCredential(_ credential: KeyCredential, withKey: Bool) -> JSONValue {
        [
            "customKeyIdentifier": .base64(credential.customKeyIdentifier),
            "displayName": .optional(credential.displayName),
            "endDateTime": .string(Timestamp.iso8601(credential.end)),
            "key": withKey && credential.kind == .verification ? .base64(credential.certificate) : .null,
            "keyId": .string(credential.keyID),
            "startDateTime": .string(Timestamp.iso8601(credential.start)),
            "type": .string(credential.kind.rawValue),
            "usage": .string(credential.kind.usage),
        ]
    }

    /// A secret's entry; the secret itself stands in the one answer that shows it.
    static func passwordCredential(_ credential: PasswordCredential, secret: SecretBytes?) -> JSONValue {
        [
            "customKeyIdentifier": .null,
            "displayName": .optional(credential.displayName),
            "endDateTime": .string(Timestamp.iso8601(credential.end)),
            "hint": .string(credential.hint),
            "keyId": .string(credential.keyID),
            "secretText": secret.map { secret in
                .string(secret.withExposedBytes { String(decoding: $0, as: UTF8.self) })
            } ?? .null,
            "startDateTime": .string(Timestamp.iso8601(credential.start)),
        ]
    }
}
