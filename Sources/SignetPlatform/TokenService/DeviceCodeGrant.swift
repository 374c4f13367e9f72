// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The grant `device_code` (RFC 8628).
///
/// Checks, in this order: the code present, known, and its client's; then the client's proof, the code's life, its pace
/// (where the profile keeps it), and what the person said.
struct DeviceCodeGrant: Sendable {
    let tokens: PersonTokens
    let devices: DeviceStore
    let proof: ClientProof

    private var profile: PlatformProfile { self.tokens.profile }

    /// Finds the device that asks.
    func open(_ request: TokenRequest) async throws -> DirectoryStore.Versioned<DeviceAuthorization> {
        guard let code = request.deviceCode else { throw TokenRefusal(.missingParameter, ["name": "device_code"]) }
        guard let device = try await self.devices.find(deviceCode: code) else {
            throw TokenRefusal(.deviceCodeUnknown)
        }
        return device
    }

    func answer(
        _ token: TokenExchange,
        _ device: DirectoryStore.Versioned<DeviceAuthorization>
    ) async throws -> TokenAnswer {
        guard device.value.clientID == token.client.appID else { throw TokenRefusal(.deviceCodeUnknown) }
        let method = try await self.proof.confidentialOrFallback(token)
        guard token.now < device.value.end else {
            throw TokenRefusal(token.version == .v1 ? .deviceCodeExpiredV1 : .deviceCodeExpired)
        }
        switch device.value.state {
        case .declined: throw TokenRefusal(.deviceDeclined)
        case .pending: throw try await pending(device, token.now)
        case .approved(let grant):
            let people = self.tokens.people
            let user = try await people.person(grant.userID, token.tenant, issued: grant.signIn.authenticated)
            try await people.requireAssignment(of: user, to: token.client, token.tenant)
            guard try await self.devices.remove(device) else { throw TokenRefusal(.codeRedeemed) }
            return try await tokens(token, method, grant, user)
        }
    }

    /// Not yet; and for a device in a hurry, slower.
    private func pending(
        _ device: DirectoryStore.Versioned<DeviceAuthorization>,
        _ now: Date
    ) async throws -> TokenRefusal {
        guard self.profile.devicePaceEnforced else { return TokenRefusal(.devicePending) }
        let pause = Double(self.profile.lifetimes.devicePause)
        let isTooFast = device.value.lastPoll.map { now < $0 + pause } ?? false
        var device = device
        device.value.lastPoll = now
        _ = try await self.devices.replace(device)
        return TokenRefusal(isTooFast ? .deviceTooFast : .devicePending)
    }

    private func tokens(
        _ token: TokenExchange,
        _ method: ClientAuthenticationMethod,
        _ grant: PersonGrant,
        _ user: User
    ) async throws -> TokenAnswer {
        let isV1 = token.version == .v1
        let resource = grant.resource ?? BuiltInResource.graph.appID
        return try await self.tokens.answer(
            PersonTokenRequest(
                token: token,
                method: method,
                user: user,
                scopes: isV1
                    ? ScopeRequest(everythingAt: resource, openID: [.openid, .profile]) : try ScopeRequest(grant.scope),
                scopeText: isV1 ? resource : grant.scope,
                grant: grant,
                claims: try ClaimsRequest(token.request.claims),
                wantsRefreshToken: isV1,
                wantsIDToken: isV1
            )
        )
    }
}
