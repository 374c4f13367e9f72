// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The good answer of the token endpoint.
struct TokenAnswer: Sendable {
    let grant: AppOnlyGrant
    let token: SecretBytes

    func response(_ exchange: Exchange, _ version: TokenEndpointVersion) -> PlatformResponse {
        // The real service counts from the moment before it signed.
        let seconds = self.grant.lifetime - 1
        let token = self.token.withExposedBytes { String(decoding: $0, as: UTF8.self) }
        let body: JSONValue
        switch version {
        case .v2:
            body = [
                "token_type": "Bearer",
                "expires_in": .number(seconds),
                "ext_expires_in": .number(seconds),
                "access_token": .string(token),
            ]
        case .v1:
            let issuedAt = Int(self.grant.issuedAt.timeIntervalSince1970.rounded(.down))
            body = [
                "token_type": "Bearer",
                "expires_in": .string(String(seconds)),
                "ext_expires_in": .string(String(seconds)),
                "expires_on": .string(String(issuedAt + self.grant.lifetime)),
                "not_before": .string(String(issuedAt)),
                "resource": .string(self.grant.resourceName),
                "access_token": .string(token),
            ]
        }
        return PlatformResponse(
            status: 200,
            headers: TokenServiceHeaders.token(exchange),
            body: body.serialized,
            route: TokenEndpoint.route
        )
    }
}
