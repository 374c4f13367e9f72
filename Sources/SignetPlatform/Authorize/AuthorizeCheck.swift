// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Why a request to `/authorize` goes nowhere.
enum AuthorizeFailure: Error {
    /// Neither client nor address can be trusted: the person is told, on a page.
    case page(TokenRefusal)
    /// The client is told.
    case client(TokenRefusal, ResponseTarget)
}

/// Checks a request to `/authorize`.
///
/// In this order: tenant, `client_id`, the application and its tenancy, the address (all on a page); then, sent to the
/// client: `response_type`, `response_mode`, implicit grants, `scope` and `resource`, `nonce`, code challenge, `prompt`,
/// `claims`.
struct AuthorizeCheck: Sendable {
    let tenants: TenantDirectory
    let clients: ClientLookup
    let profile: PlatformProfile

    func call(_ request: AuthorizeRequest) async throws -> AuthorizeCall {
        let (reference, client) = try await client(request)
        let (redirect, address) = try redirect(request, client)
        let type = request.responseType.flatMap(ResponseType.init)
        let isFragment = type.map { $0.idToken || $0.token } ?? false
        let mode = request.responseMode.flatMap(ResponseTarget.Mode.init(rawValue:))
        let target = ResponseTarget(
            redirect: redirect,
            address: address,
            mode: isFragment && mode != .formPost ? .fragment : (mode ?? .query),
            state: request.state
        )
        do {
            try checkResponse(request, type, client)
            guard let type else { throw TokenRefusal(.responseTypeUnsupported) }
            let (scopes, text) = try scopes(request, type)
            guard let prompt = Prompt(request.prompt) else { throw TokenRefusal(.promptUnsupported) }
            return AuthorizeCall(
                request: request,
                reference: reference,
                clientID: client.appID,
                applicationName: client.displayName,
                target: target,
                responseType: type,
                scopes: scopes,
                scopeText: text,
                prompt: prompt,
                challenge: try challenge(request, type, redirect.platform),
                claims: try ClaimsRequest(request.claims)
            )
        } catch let refusal as TokenRefusal {
            throw AuthorizeFailure.client(refusal, target)
        }
    }

    // MARK: On a page

    func client(_ request: AuthorizeRequest) async throws -> (TenantReference, RegisteredClient) {
        do {
            let reference = try await self.tenants.resolve(request.tenant)
            let clientID = try ClientLookup.identifier(request.clientID)
            if case .tenant(let tenant) = reference {
                return (reference, try await self.clients.client(clientID, tenant))
            }
            guard let client = try await self.clients.anyClient(clientID), reference != .consumers else {
                throw TokenRefusal(.applicationNotFound, ["client": clientID, "directory": request.tenant])
            }
            guard client.application.isMultiTenant else {
                throw TokenRefusal(.notMultiTenant, ["client": client.appID, "name": client.displayName])
            }
            return (reference, client)
        } catch let refusal as TokenRefusal {
            throw AuthorizeFailure.page(refusal)
        }
    }

    func redirect(
        _ request: AuthorizeRequest,
        _ client: RegisteredClient,
        orFirst: Bool = false
    ) throws(AuthorizeFailure) -> (RedirectURI, String) {
        let registered = client.application.redirectURIs
        guard let first = registered.first else { throw .page(TokenRefusal(.redirectUnregistered)) }
        guard let address = request.redirectURI else {
            guard registered.count == 1 || orFirst else {
                throw .page(TokenRefusal(.missingParameter, ["name": "redirect_uri"]))
            }
            return (first, first.text)
        }
        guard let redirect = registered.first(where: { $0.matches(address) }) else {
            throw .page(TokenRefusal(.redirectMismatch, ["uri": address, "client": client.appID]))
        }
        return (redirect, address)
    }

    // MARK: To the client

    private func checkResponse(
        _ request: AuthorizeRequest,
        _ type: ResponseType?,
        _ client: RegisteredClient
    ) throws(TokenRefusal) {
        guard let text = request.responseType else {
            throw TokenRefusal(.missingParameter, ["name": "response_type"])
        }
        guard let type else { throw TokenRefusal(.responseTypeUnsupported, ["type": text]) }
        if let mode = request.responseMode {
            let known = ResponseTarget.Mode(rawValue: mode)
            guard known != nil, known != .query || !(type.idToken || type.token) else {
                throw TokenRefusal(.responseModeUnsupported, ["mode": mode, "type": text])
            }
        }
        if type.idToken, !client.application.issuesIDTokenImplicitly { throw TokenRefusal(.idTokenNotEnabled) }
        if type.token, !(self.profile.implicitGrant && client.application.issuesAccessTokenImplicitly) {
            throw TokenRefusal(.tokenNotEnabled)
        }
        if type.idToken, request.nonce == nil { throw TokenRefusal(.missingParameter, ["name": "nonce"]) }
    }

    private func scopes(
        _ request: AuthorizeRequest,
        _ type: ResponseType
    ) throws(TokenRefusal) -> (ScopeRequest, String) {
        switch request.version {
        case .v1:
            let resource = request.resource ?? BuiltInResource.graph.appID
            return (ScopeRequest(everythingAt: resource, openID: [.openid, .profile, .offlineAccess]), "")
        case .v2:
            guard request.resource == nil else { throw TokenRefusal(.resourceParameterUnsupported) }
            guard let scope = request.scope else { throw TokenRefusal(.missingParameter, ["name": "scope"]) }
            let scopes = try ScopeRequest(scope)
            guard !type.idToken || scopes.openID.contains(.openid) else { throw TokenRefusal(.openIDScopeMissing) }
            return (scopes, scope)
        }
    }

    private func challenge(
        _ request: AuthorizeRequest,
        _ type: ResponseType,
        _ platform: RedirectURI.Platform
    ) throws(TokenRefusal) -> CodeChallenge? {
        guard type.code else { return nil }
        let methods = self.profile.plainCodeChallenge ? "'S256' or 'plain'" : "'S256'"
        guard let text = request.codeChallenge else {
            guard request.codeChallengeMethod == nil else {
                throw TokenRefusal(.challengeMethodUnsupported, ["methods": methods])
            }
            guard platform != .spa, !self.profile.codeChallengeDemanded else { throw TokenRefusal(.challengeDemanded) }
            return nil
        }
        let method = CodeChallenge.Method(rawValue: request.codeChallengeMethod ?? "plain")
        guard let method, method == .s256 || self.profile.plainCodeChallenge else {
            throw TokenRefusal(.challengeMethodUnsupported, ["methods": methods])
        }
        guard CodeChallenge.isWellFormed(text) else { throw TokenRefusal(.challengeMalformed) }
        return CodeChallenge(text: text, method: method)
    }
}
