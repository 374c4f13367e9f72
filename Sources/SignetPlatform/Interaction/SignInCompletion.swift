// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What a sign-in ends with: an answer to the client, or a device that may go on.
struct SignInCompletion: Sendable {
    let tokens: PersonTokens
    let devices: DeviceStore
    let origin: String

    func complete(
        _ task: SignInTask,
        _ visit: Visit,
        _ session: BrowserSession,
        _ user: User,
        _ tenant: Tenant,
        _ client: RegisteredClient
    ) async throws -> PlatformResponse {
        switch task.purpose {
        case .authorize(let call):
            let grant = grant(
                call.scopeText,
                call.request.resource,
                call.target.redirect.platform,
                session,
                client,
                isTold: call.request.maximumAge != nil || call.claims.wantsSignInTime
            )
            let parameters = try await answer(call, visit, grant, user, tenant, client)
            return call.target.response(parameters, visit.exchange, cookies: visit.cookies)
        case .adminConsent(let call):
            if let target = call.target {
                return target.response(call.accepted(by: tenant), visit.exchange, cookies: visit.cookies)
            }
            let content = NoticePages.message(
                "Permissions granted",
                "\(call.applicationName) may now use what you consented to for your organization. You may close this window."
            )
            return Page(title: "Permissions granted", content: content)
                .response(visit.exchange, route: SignInFlow.route, cookies: visit.cookies)
        case .device(let device):
            let isPublic = client.application.isFallbackPublicClient
            let isV1 = device.endpoint == .v1
            let grant = grant(
                isV1 ? "" : device.scope,
                isV1 ? device.scope : nil,
                isPublic ? .publicClient : .web,
                session,
                client
            )
            return try await approve(device, grant, task, visit)
        }
    }

    private func grant(
        _ scope: String,
        _ resource: String?,
        _ platform: RedirectURI.Platform,
        _ session: BrowserSession,
        _ client: RegisteredClient,
        isTold: Bool = false
    ) -> PersonGrant {
        PersonGrant(
            tenant: session.tenant,
            clientID: client.appID,
            userID: session.userID,
            signIn: SignInFacts(
                authenticated: session.authenticated,
                methods: session.methods,
                sessionID: session.id,
                address: nil,
                isTold: isTold
            ),
            scope: scope,
            resource: resource,
            platform: platform,
            family: GUID.random()
        )
    }

    // MARK: To a client

    private func answer(
        _ call: AuthorizeCall,
        _ visit: Visit,
        _ grant: PersonGrant,
        _ user: User,
        _ tenant: Tenant,
        _ client: RegisteredClient
    ) async throws -> [(name: String, value: String)] {
        var parameters: [(name: String, value: String)] = []
        var code: SecretBytes?
        if call.responseType.code {
            let sealed = try self.tokens.seal.seal(
                AuthorizationCode(
                    grant: grant,
                    issued: visit.now,
                    redirectURI: call.target.address,
                    nonce: call.request.nonce,
                    challenge: call.challenge,
                    claims: call.request.claims
                )
                .content,
                as: .authorizationCode
            )
            code = sealed
            parameters.append(("code", Self.text(sealed)))
        }
        if call.responseType.idToken || call.responseType.token {
            parameters += try await implicit(call, visit, grant, user, tenant, client, code)
        }
        if call.request.wantsClientInfo {
            let info: JSONValue = ["uid": .string(user.id), "utid": .string(tenant.id)]
            parameters.append(("client_info", Base64URL.encode(info.serialized)))
        }
        if self.tokens.profile.standardEndpoints {
            // RFC 9207: the client sees who answered, and cannot be led to take this code to another service.
            parameters.append(("iss", TokenIssuerName.v2(origin: self.origin, tenant: tenant.id)))
        }
        parameters.append(("session_state", grant.signIn.sessionID))
        return parameters
    }

    /// The tokens that `/authorize` itself gives.
    private func implicit(
        _ call: AuthorizeCall,
        _ visit: Visit,
        _ grant: PersonGrant,
        _ user: User,
        _ tenant: Tenant,
        _ client: RegisteredClient,
        _ code: SecretBytes?
    ) async throws -> [(name: String, value: String)] {
        var request = PersonTokenRequest(
            token: TokenExchange(
                exchange: visit.exchange,
                request: try TokenRequest(PlatformRequest(method: "POST", path: "/")),
                version: call.request.version,
                tenant: tenant,
                client: client
            ),
            method: .none,
            user: user,
            scopes: call.scopes.withoutOfflineAccess,
            scopeText: call.scopeText,
            grant: grant,
            claims: call.claims
        )
        request.nonce = call.request.nonce
        request.isInAddress = true
        var parameters: [(name: String, value: String)] = []
        var access: SecretBytes?
        if call.responseType.token {
            let answer = try await self.tokens.answer(request)
            access = answer.token
            parameters += [
                ("access_token", Self.text(answer.token)), ("token_type", "Bearer"),
                ("expires_in", String(answer.lifetime - 1)), ("scope", answer.scope ?? ""),
            ]
        }
        if call.responseType.idToken {
            let person = TokenPerson(user: user, signIn: grant.signIn, scopes: [])
            let token = try await self.tokens.idToken(request, person, code: code, accessToken: access)
            parameters.append(("id_token", Self.text(token)))
        }
        return parameters
    }

    // MARK: To a device

    private func approve(
        _ device: DeviceAuthorization,
        _ grant: PersonGrant,
        _ task: SignInTask,
        _ visit: Visit
    ) async throws -> PlatformResponse {
        guard var found = try await self.devices.find(id: device.id), visit.now < found.value.end,
            case .pending = found.value.state
        else { throw TokenRefusal(.deviceCodeExpired) }
        found.value.state = .approved(grant)
        // A poll in the same moment writes the record too: the person's answer is the one that must not be lost.
        if try await !self.devices.replace(found) {
            guard var again = try await self.devices.find(id: device.id) else {
                throw TokenRefusal(.deviceCodeExpired)
            }
            again.value.state = .approved(grant)
            guard try await self.devices.replace(again) else { throw TokenRefusal(.deviceCodeExpired) }
        }
        let content = NoticePages.message(
            "You have signed in",
            "You have signed in to the \(task.applicationName) application on your device. You may now close this window."
        )
        return Page(title: "You have signed in", content: content)
            .response(visit.exchange, route: SignInFlow.route, cookies: visit.cookies)
    }

    private static func text(_ secret: SecretBytes) -> String {
        secret.withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }
}

extension ScopeRequest {
    /// The same without a refresh token, which no address in a browser may carry.
    var withoutOfflineAccess: ScopeRequest {
        var copy = self
        copy.openID.remove(.offlineAccess)
        return copy
    }
}
