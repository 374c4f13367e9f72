// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// An app registration (Microsoft Graph `application`).
struct Application: Sendable, Equatable {
    /// The object identifier, in lower case.
    let id: String
    /// The client ID, in lower case.
    let appID: String
    let created: Date
    var displayName: String
    var signInAudience: String
    /// The App ID URIs: under which names the application is asked for as a resource.
    var identifierURIs: [String]
    /// The `api` object; the platform reads `requestedAccessTokenVersion` and keeps the rest as it came.
    var api: JSONObject
    var appRoles: [AppRole]
    var keyCredentials: [KeyCredential]
    var passwordCredentials: [PasswordCredential]
    /// The tokens of other issuers that stand for the application.
    var federatedIdentityCredentials: [FederatedIdentityCredential] = []
    /// The names for which certificates of trusted authorities stand.
    var trustedCertificateSubjects: [TrustedCertificateSubject] = []
    /// The policy for its credentials; `nil` leaves it to the tenant's.
    var appManagementPolicyID: String?
    /// The policy for the life of its tokens; `nil` leaves it to the tenant's.
    var tokenLifetimePolicyID: String?
    /// The name that its creator chose as an alternate key.
    var uniqueName: String?
    /// The object identifiers of its owners.
    var owners: [String] = []
    /// Properties of the real directory that nothing here acts on yet, kept as they came.
    var others: JSONObject

    /// The version of access tokens for this application as a resource: 1 unless it asks for 2.
    var accessTokenVersion: Int { self.api["requestedAccessTokenVersion"]?.integer == 2 ? 2 : 1 }
}
