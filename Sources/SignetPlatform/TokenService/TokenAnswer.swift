// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The good answer of the token endpoint.
struct TokenAnswer: Sendable {
    let token: SecretBytes
    let issuedAt: Date
    /// In seconds.
    let lifetime: Int
    /// The resource as the client named it.
    let resourceName: String
    /// After how many seconds the client should ask again, where the token lives long.
    let refreshIn: Int?
    /// What was granted; only for a person.
    var scope: String?
    /// How the token is to be used.
    let tokenType: String
    var refreshToken: SecretBytes?
    var idToken: SecretBytes?
    /// Who signed in, in MSAL's form.
    var clientInfo: String?

    init(_ grant: AccessTokenGrant, token: SecretBytes) {
        self.token = token
        self.issuedAt = grant.issuedAt
        self.lifetime = grant.lifetime
        self.resourceName = grant.resourceName
        self.tokenType = grant.binding?.tokenType ?? "Bearer"
        self.refreshIn = grant.isContinuous ? grant.lifetime / 2 : nil
    }

    func response(_ exchange: Exchange, _ version: TokenEndpointVersion) -> PlatformResponse {
        PlatformResponse(
            status: 200,
            headers: TokenServiceHeaders.token(exchange),
            body: JSONValue.object(body(version)).serialized,
            route: TokenEndpoint.route
        )
    }

    private func body(_ version: TokenEndpointVersion) -> JSONObject {
        // The real service counts from the moment before it signed.
        let seconds = self.lifetime - 1
        func number(_ value: Int) -> JSONValue { version == .v1 ? .string(String(value)) : .number(value) }
        var members: [JSONObject.Member] = []
        members.reserveCapacity(12)
        func add(_ name: String, _ value: JSONValue?) {
            if let value { members.append(JSONObject.Member(name: name, value: value)) }
        }
        add("token_type", .string(self.tokenType))
        add("scope", self.scope.map(JSONValue.string))
        add("expires_in", number(seconds))
        add("ext_expires_in", number(seconds))
        add("refresh_in", self.refreshIn.map(number))
        if version == .v1 {
            let issuedAt = Int(nearest: self.issuedAt.timeIntervalSince1970)
            add("expires_on", number(issuedAt + self.lifetime))
            add("not_before", number(issuedAt))
            add("resource", .string(self.resourceName))
        }
        add("access_token", text(self.token))
        add("refresh_token", self.refreshToken.map(text))
        add("id_token", self.idToken.map(text))
        add("client_info", self.clientInfo.map(JSONValue.string))
        return JSONObject(distinct: members)
    }

    private func text(_ secret: SecretBytes) -> JSONValue {
        .string(secret.withExposedBytes { String(decoding: $0, as: UTF8.self) })
    }
}
