// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What RFC 8414 wants to know of an authorization server, beyond the real service's discovery document.
enum ServerMetadata {
    /// The document of discovery with the members that the standards add.
    static func document(_ discovery: JSONValue, base: String, profile: PlatformProfile) -> JSONValue {
        guard var document = discovery.object else { return discovery }
        var grants = [
            "authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "urn:ietf:params:oauth:grant-type:device_code",
        ]
        if profile.passwordGrant { grants.append("password") }
        document["grant_types_supported"] = .strings(grants)
        document["code_challenge_methods_supported"] = .strings(
            profile.plainCodeChallenge ? ["S256", "plain"] : ["S256"]
        )
        document["token_endpoint_auth_signing_alg_values_supported"] = .strings([
            "PS256", "PS384", "PS512", "RS256", "RS384", "RS512",
        ])
        document["revocation_endpoint"] = .string("\(base)/oauth2/v2.0/revoke")
        document["introspection_endpoint"] = .string("\(base)/oauth2/v2.0/introspect")
        document["authorization_response_iss_parameter_supported"] = true
        return .object(document)
    }
}
