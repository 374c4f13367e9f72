// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Where a member of an application manifest stands in the two generations ("App manifest", Azure AD Graph and
/// Microsoft Graph formats).
struct ManifestMember: Sendable {
    /// What is done with the elements where the member is an array of objects.
    struct Elements: Sendable {
        /// Names of an element's members: in Azure AD Graph, in Microsoft Graph.
        var names: [(azureAD: String, graph: String)] = []
        /// What only Azure AD Graph has in every element.
        var added: JSONObject = [:]
    }

    /// The path in Azure AD Graph's format.
    let azureAD: [String]
    /// The path in Microsoft Graph's format.
    let graph: [String]
    var elements: Elements?

    private init(_ azureAD: String..., graph: [String], elements: Elements? = nil) {
        self.azureAD = azureAD
        self.graph = graph
        self.elements = elements
    }

    private static func same(_ name: String) -> ManifestMember { ManifestMember(name, graph: [name]) }

    private static let dates = [
        (azureAD: "startDate", graph: "startDateTime"), (azureAD: "endDate", graph: "endDateTime"),
    ]
    private static let permission = Elements(added: ["lang": .null, "origin": "Application"])

    /// All members but the redirect addresses, in the order of Azure AD Graph's format.
    static let all: [ManifestMember] = [
        same("id"),
        ManifestMember("acceptMappedClaims", graph: ["api", "acceptMappedClaims"]),
        ManifestMember("accessTokenAcceptedVersion", graph: ["api", "requestedAccessTokenVersion"]),
        same("addIns"),
        ManifestMember("allowPublicClient", graph: ["isFallbackPublicClient"]),
        same("appId"),
        ManifestMember("appRoles", graph: ["appRoles"], elements: permission),
        same("createdDateTime"), same("defaultRedirectUri"), same("description"), same("disabledByMicrosoftStatus"),
        same("groupMembershipClaims"), same("identifierUris"),
        ManifestMember("informationalUrls", "termsOfService", graph: ["info", "termsOfServiceUrl"]),
        ManifestMember("informationalUrls", "support", graph: ["info", "supportUrl"]),
        ManifestMember("informationalUrls", "privacy", graph: ["info", "privacyStatementUrl"]),
        ManifestMember("informationalUrls", "marketing", graph: ["info", "marketingUrl"]),
        same("isDeviceOnlyAuthSupported"),
        ManifestMember(
            "keyCredentials",
            graph: ["keyCredentials"],
            elements: Elements(names: dates + [(azureAD: "value", graph: "key")])
        ),
        ManifestMember("knownClientApplications", graph: ["api", "knownClientApplications"]),
        ManifestMember("logoUrl", graph: ["info", "logoUrl"]),
        ManifestMember("logoutUrl", graph: ["web", "logoutUrl"]),
        ManifestMember("name", graph: ["displayName"]),
        same("notes"),
        ManifestMember(
            "oauth2AllowIdTokenImplicitFlow",
            graph: ["web", "implicitGrantSettings", "enableIdTokenIssuance"]
        ),
        ManifestMember(
            "oauth2AllowImplicitFlow",
            graph: ["web", "implicitGrantSettings", "enableAccessTokenIssuance"]
        ),
        ManifestMember("oauth2Permissions", graph: ["api", "oauth2PermissionScopes"], elements: permission),
        same("optionalClaims"), same("parentalControlSettings"),
        ManifestMember(
            "passwordCredentials",
            graph: ["passwordCredentials"],
            elements: Elements(names: dates + [(azureAD: "value", graph: "secretText")])
        ),
        ManifestMember(
            "preAuthorizedApplications",
            graph: ["api", "preAuthorizedApplications"],
            elements: Elements(names: [(azureAD: "permissionIds", graph: "delegatedPermissionIds")])
        ),
        same("publisherDomain"), same("requestSignatureVerification"), same("requiredResourceAccess"),
        same("samlMetadataUrl"), same("serviceManagementReference"), same("servicePrincipalLockConfiguration"),
        same("signInAudience"),
        ManifestMember("signInUrl", graph: ["web", "homePageUrl"]),
        same("tags"), same("tokenEncryptionKeyId"), same("trustedCertificateSubjects"), same("uniqueName"),
        same("verifiedPublisher"),
    ]
}

extension JSONObject {
    /// The value at a path through objects.
    subscript(path path: [String]) -> JSONValue? {
        guard let first = path.first, let value = self[first] else { return nil }
        return path.count == 1 ? value : value.object?[path: Array(path.dropFirst())]
    }

    /// Puts a value at a path; objects on the way are made.
    mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let first = path.first else { return }
        guard path.count > 1 else {
            self[first] = value
            return
        }
        var inner = self[first]?.object ?? [:]
        inner.set(value, at: path.dropFirst())
        self[first] = .object(inner)
    }
}
