// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A property of the real directory that is kept as it comes and shown as it was kept.
struct KeptProperty: Sendable {
    /// The type that the property has in Graph; a value of another is refused.
    enum Kind: Sendable {
        case string
        case bool
        case number
        case object
        case strings
        case objects
    }

    let name: String
    let kind: Kind
    /// What stands there where nothing was sent.
    let absent: JSONValue

    private init(_ name: String, _ kind: Kind, absent: JSONValue = .null) {
        self.name = name
        self.kind = kind
        self.absent = absent
    }

    /// The value that a payload sends; `nil` where it is null.
    func value(in payload: GraphPayload) throws(GraphRefusal) -> JSONValue? {
        switch self.kind {
        case .string: _ = try payload.string(self.name)
        case .bool: _ = try payload.bool(self.name)
        case .object: _ = try payload.object(self.name)
        case .strings: _ = try payload.strings(self.name)
        case .objects: _ = try payload.objects(self.name, of: payload.resource)
        case .number:
            guard let value = payload.value(self.name) else { return nil }
            guard value.integer != nil else { throw .invalidValue(self.name, of: payload.resource) }
        }
        return payload.value(self.name)
    }

    /// The properties of an application that nothing else here reads.
    static let ofApplication = [
        KeptProperty("description", .string), KeptProperty("notes", .string),
        KeptProperty("tags", .strings, absent: []),
        KeptProperty("groupMembershipClaims", .string), KeptProperty("isDeviceOnlyAuthSupported", .bool),
        KeptProperty("isFallbackPublicClient", .bool), KeptProperty("serviceManagementReference", .string),
        KeptProperty("tokenEncryptionKeyId", .string), KeptProperty("samlMetadataUrl", .string),
        KeptProperty("defaultRedirectUri", .string), KeptProperty("optionalClaims", .object),
        KeptProperty("addIns", .objects, absent: []), KeptProperty("requiredResourceAccess", .objects, absent: []),
        KeptProperty("info", .object, absent: [:]), KeptProperty("parentalControlSettings", .object, absent: [:]),
        KeptProperty("publicClient", .object, absent: ["redirectUris": []]),
        KeptProperty("spa", .object, absent: ["redirectUris": []]),
        KeptProperty("web", .object, absent: ["redirectUris": []]),
        KeptProperty("verifiedPublisher", .object, absent: [:]),
        KeptProperty("servicePrincipalLockConfiguration", .object),
        KeptProperty("requestSignatureVerification", .object),
    ]

    /// The properties of a service principal that nothing else here reads.
    static let ofServicePrincipal = [
        KeptProperty("alternativeNames", .strings, absent: []), KeptProperty("description", .string),
        KeptProperty("homepage", .string), KeptProperty("loginUrl", .string), KeptProperty("logoutUrl", .string),
        KeptProperty("notes", .string), KeptProperty("notificationEmailAddresses", .strings, absent: []),
        KeptProperty("preferredSingleSignOnMode", .string),
        KeptProperty("preferredTokenSigningKeyThumbprint", .string), KeptProperty("replyUrls", .strings, absent: []),
        KeptProperty("samlSingleSignOnSettings", .object), KeptProperty("tags", .strings, absent: []),
        KeptProperty("tokenEncryptionKeyId", .string),
    ]

    /// The properties of an application's `api`.
    static let ofAPI = [
        KeptProperty("acceptMappedClaims", .bool), KeptProperty("knownClientApplications", .strings, absent: []),
        KeptProperty("requestedAccessTokenVersion", .number),
        KeptProperty("oauth2PermissionScopes", .objects, absent: []),
        KeptProperty("preAuthorizedApplications", .objects, absent: []),
    ]
}
