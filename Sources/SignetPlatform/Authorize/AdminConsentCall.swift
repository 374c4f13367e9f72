// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A request that an administrator consent for everybody (`/adminconsent`), checked.
struct AdminConsentCall: Sendable {
    let request: AuthorizeRequest
    let reference: TenantReference
    let clientID: String
    let applicationName: String
    /// Where the answer goes; `nil` shows it on a page.
    let target: ResponseTarget?
    /// What is asked for by name; `nil` at version 1, which asks for everything that the registration lists.
    let scopes: ScopeRequest?

    /// The answer to an administrator who consented.
    func accepted(by tenant: Tenant) -> [(name: String, value: String)] {
        let parameters = [(name: "admin_consent", value: "True"), (name: "tenant", value: tenant.id)]
        return parameters + (self.request.version == .v2 ? [("scope", self.request.scope ?? "")] : [])
    }

    /// The answer to an administrator who did not.
    static let declined = [
        (name: "error", value: "permission_denied"),
        (name: "error_description", value: "The admin canceled the request"),
    ]
}

extension AuthorizeCheck {
    /// Checks a request; whatever is wrong with it is told to the person.
    func adminConsent(_ request: AuthorizeRequest) async throws -> AdminConsentCall {
        let (reference, client) = try await client(request)
        var target: ResponseTarget?
        if request.redirectURI != nil || !client.application.redirectURIs.isEmpty {
            let (redirect, address) = try redirect(request, client, orFirst: true)
            target = ResponseTarget(redirect: redirect, address: address, mode: .query, state: request.state)
        }
        do {
            return AdminConsentCall(
                request: request,
                reference: reference,
                clientID: client.appID,
                applicationName: client.displayName,
                target: target,
                scopes: try Self.scopes(request)
            )
        } catch {
            throw AuthorizeFailure.page(error)
        }
    }

    private static func scopes(_ request: AuthorizeRequest) throws(TokenRefusal) -> ScopeRequest? {
        guard request.version == .v2 else { return nil }
        guard let scope = request.scope else { throw TokenRefusal(.missingParameter, ["name": "scope"]) }
        return try ScopeRequest(scope)
    }
}
