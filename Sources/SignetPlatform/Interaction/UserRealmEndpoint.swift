// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/common/userrealm/{user}`: MSAL and ADAL ask it before the grant `password`; every account here is managed in the cloud.
enum UserRealmEndpoint {
    static func respond(_ exchange: Exchange, user: String, origin: String) -> PlatformResponse {
        guard let domain = User.domain(of: user) else {
            return TokenRefusal(.malformedRequest).response(exchange, route: "userrealm")
        }
        let host = String(origin.drop { $0 != "/" }.dropFirst(2))
        let body: JSONValue = [
            "ver": "1.0", "account_type": "Managed", "domain_name": .string(domain),
            "cloud_instance_name": .string(host), "cloud_audience_urn": "urn:federation:MicrosoftOnline",
        ]
        return PlatformResponse(
            status: 200,
            headers: TokenServiceHeaders.token(exchange),
            body: body.serialized,
            route: "userrealm"
        )
    }
}
