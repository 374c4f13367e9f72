// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What an application's registration says about the sign-in of people.
extension Application {
    /// The addresses to which answers may be sent.
    var redirectURIs: [RedirectURI] {
        RedirectURI.Platform.allCases.flatMap { platform in
            (self.others[platform.rawValue]?["redirectUris"]?.array ?? []).compactMap(\.string)
                .map { RedirectURI(platform: platform, text: $0) }
        }
    }

    /// Whether the application may act as a public client where no redirect address decides: device code, password.
    var isFallbackPublicClient: Bool { self.others["isFallbackPublicClient"]?.bool ?? false }

    /// Whether `/authorize` may answer with an ID token.
    var issuesIDTokenImplicitly: Bool { implicit("enableIdTokenIssuance") }
    /// Whether `/authorize` may answer with an access token.
    var issuesAccessTokenImplicitly: Bool { implicit("enableAccessTokenIssuance") }

    /// Whether people of any organisation may sign in.
    var isMultiTenant: Bool { self.signInAudience != "AzureADMyOrg" }

    /// The permissions that it offers, as a resource, to clients acting for people.
    var delegatedScopes: [DelegatedScope] {
        (self.api["oauth2PermissionScopes"]?.array ?? []).compactMap(DelegatedScope.init)
    }

    /// The scopes, by identifier, for which a client needs no consent.
    func preAuthorizedScopes(of clientID: String) -> [String] {
        (self.api["preAuthorizedApplications"]?.array ?? [])
            .filter { $0["appId"]?.string?.lowercased() == clientID }
            .flatMap { ($0["delegatedPermissionIds"] ?? $0["permissionIds"])?.array ?? [] }
            .compactMap { $0.string?.lowercased() }
    }

    /// The scopes, by identifier, that the registration says it needs of a resource.
    func requiredScopes(of resourceAppID: String) -> [String] {
        requiredResources.filter { $0.appID == resourceAppID }.flatMap(\.scopes)
    }

    /// The resources that the registration names, with the identifiers of the scopes that it needs.
    var requiredResources: [(appID: String, scopes: [String])] {
        (self.others["requiredResourceAccess"]?.array ?? [])
            .compactMap { entry in
                guard let appID = entry["resourceAppId"]?.string?.lowercased() else { return nil }
                let scopes = (entry["resourceAccess"]?.array ?? [])
                    .filter { $0["type"]?.string == "Scope" }
                    .compactMap { $0["id"]?.string?.lowercased() }
                return (appID, scopes)
            }
    }

    /// The app roles, by identifier, that the registration says it needs of a resource.
    func requiredRoles(of resourceAppID: String) -> [String] {
        (self.others["requiredResourceAccess"]?.array ?? [])
            .filter { $0["resourceAppId"]?.string?.lowercased() == resourceAppID }
            .flatMap { $0["resourceAccess"]?.array ?? [] }
            .filter { $0["type"]?.string == "Role" }
            .compactMap { $0["id"]?.string?.lowercased() }
    }

    private func implicit(_ name: String) -> Bool { self.others["web"]?["implicitGrantSettings"]?[name]?.bool ?? false }
}
