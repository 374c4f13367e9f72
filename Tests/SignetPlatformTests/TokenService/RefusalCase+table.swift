// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

extension RefusalCase {
    static let requests: [RefusalCase] = [
        .parameters(
            "no grant_type",
            400,
            "invalid_request",
            900_144,
            "The request body must contain the following parameter: 'grant_type'.",
            ["grant_type": .none]
        ),
        .parameters(
            "grant_type empty",
            400,
            "invalid_request",
            900_144,
            "The request body must contain the following parameter: 'grant_type'.",
            ["grant_type": ""]
        ),
        .parameters(
            "grant unknown",
            400,
            "unsupported_grant_type",
            70_003,
            "The app requested an unsupported grant type 'magic'.",
            hasErrorURI: false,
            ["grant_type": "magic"]
        ),
        .parameters(
            "no client_id",
            400,
            "invalid_request",
            900_144,
            "The request body must contain the following parameter: 'client_id'.",
            ["client_id": .none]
        ),
        .parameters(
            "client_id nil",
            400,
            "unauthorized_client",
            700_038,
            "00000000-0000-0000-0000-000000000000 is not a valid application identifier.",
            hasErrorURI: false,
            ["client_id": "00000000-0000-0000-0000-000000000000"]
        ),
        .parameters(
            "client_id no GUID",
            400,
            "unauthorized_client",
            700_038,
            "daemon is not a valid application identifier.",
            hasErrorURI: false,
            ["client_id": "daemon"]
        ),
        .parameters(
            "client unknown",
            400,
            "unauthorized_client",
            700_016,
            "Application with identifier '99999999-0000-4000-8000-000000000000' was not found in the directory 'Contoso'. This can happen if",
            ["client_id": "99999999-0000-4000-8000-000000000000"]
        ),
        .parameters(
            "no scope",
            400,
            "invalid_request",
            900_144,
            "The request body must contain the following parameter: 'scope'.",
            ["scope": .none]
        ),
        .parameters(
            "scope not .default",
            400,
            "invalid_scope",
            1_002_012,
            "The provided value for scope https://graph.microsoft.com/User.Read is not valid. Client credential flows must have",
            ["scope": "https://graph.microsoft.com/User.Read"]
        ),
        .parameters(
            "scope .default alone",
            400,
            "invalid_scope",
            1_002_012,
            "The provided value for scope /.default is not valid.",
            ["scope": "/.default"]
        ),
        .parameters(
            "scope malformed",
            400,
            "invalid_scope",
            70_011,
            "The provided value for the input parameter 'scope' is not valid.",
            ["scope": "api://ä/.default"]
        ),
        .parameters(
            "two resources",
            400,
            "invalid_scope",
            28_000,
            "Provided value for the input parameter scope is not valid because it contains more than one resource.",
            ["scope": "https://graph.microsoft.com/.default https://vault.azure.net/.default"]
        ),
        .parameters(
            "resource on v2",
            400,
            "invalid_request",
            901_002,
            "The 'resource' request parameter is not supported.",
            extra: [("resource", "https://graph.microsoft.com")]
        ),
        .parameters(
            "resource unknown",
            400,
            "invalid_resource",
            500_011,
            "The resource principal named api://nobody was not found in the tenant named Contoso.",
            ["scope": "api://nobody/.default"]
        ),
        .parameters(
            "parameter twice",
            400,
            "invalid_request",
            9_000_411,
            "The request is not properly formatted. The parameter 'scope' is duplicated.",
            extra: [("scope", "x/.default")]
        ),
        .parameters(
            "tenant unknown",
            400,
            "invalid_request",
            90_002,
            "Tenant '99999999-0000-4000-8000-000000000000' not found. Check to make sure",
            tenant: "99999999-0000-4000-8000-000000000000"
        ),
        .parameters(
            "domain unknown",
            400,
            "invalid_request",
            90_002,
            "Tenant 'fabrikam.example' not found. Check to make sure",
            tenant: "fabrikam.example"
        ),
        .parameters(
            "tenant malformed",
            400,
            "invalid_request",
            900_023,
            "Specified tenant identifier 'contoso' is neither a valid DNS name, nor a valid external domain.",
            tenant: "contoso"
        ),
        .parameters(
            "common",
            400,
            "invalid_request",
            9_001_023,
            "The grant type is not supported over the /common or /consumers endpoints.",
            tenant: "common"
        ),
        .parameters(
            "consumers",
            400,
            "invalid_request",
            9_001_023,
            "The grant type is not supported over the /common or /consumers endpoints.",
            tenant: "9188040d-6c67-4c5b-b112-36a304b66dad"
        ),
        .parameters(
            "no credential",
            401,
            "invalid_client",
            7_000_218,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
            ["client_assertion": .none]
        ),
        .parameters(
            "no assertion type",
            400,
            "invalid_request",
            900_144,
            "The request body must contain the following parameter: 'client_assertion_type'.",
            ["client_assertion_type": .none]
        ),
        .parameters(
            "assertion of SAML",
            400,
            "invalid_request",
            9_002_313,
            "Invalid request. Request is malformed or invalid.",
            ["client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"]
        ),
        .parameters(
            "secret wrong",
            401,
            "invalid_client",
            7_000_215,
            "Invalid client secret provided. Ensure the secret being sent",
            ["client_assertion": .none],
            extra: [("client_secret", "guess")]
        ),
        .parameters(
            "not a JWT",
            400,
            "invalid_request",
            50_027,
            "JWT token is invalid or malformed.",
            ["client_assertion": "a.b"]
        ),
        .parameters(
            "a JWT of 64 KiB",
            400,
            "invalid_request",
            50_027,
            "JWT token is invalid or malformed.",
            ["client_assertion": String(repeating: "a", count: 60_000)]
        ),
    ]

    static let assertions: [RefusalCase] = [
        .assertion(
            "iss absent",
            400,
            "invalid_request",
            90_014,
            "The required field 'iss' is missing from the credential."
        ) { $1["iss"] = nil },
        .assertion(
            "sub absent",
            400,
            "invalid_request",
            90_014,
            "The required field 'sub' is missing from the credential."
        ) { $1["sub"] = nil },
        .assertion(
            "aud absent",
            400,
            "invalid_request",
            90_014,
            "The required field 'aud' is missing from the credential."
        ) { $1["aud"] = nil },
        .assertion(
            "sub is not iss",
            401,
            "invalid_client",
            50_048,
            "Subject must match the issuer claim in the client assertion."
        ) { $1["sub"] = "x" },
        .assertion(
            "another client",
            401,
            "invalid_client",
            700_021,
            "Client assertion application identifier doesn't match 'client_id' parameter."
        ) {
            $1["iss"] = "99999999-0000-4000-8000-000000000000"
            $1["sub"] = $1["iss"]
        },
        .assertion(
            "two audiences",
            401,
            "invalid_client",
            5_002_741,
            "Number of audience values in the provided client credential exceed maximum allowed. 2 audience values provided, maximum allowed is 1."
        ) { $1["aud"] = ["a", "b"] },
        .assertion(
            "audience elsewhere",
            401,
            "invalid_client",
            700_023,
            "Client assertion audience claim does not match Realm issuer."
        ) { $1["aud"] = "https://login.microsoftonline.com/x/oauth2/v2.0/token" },
        .assertion(
            "exp passed",
            401,
            "invalid_client",
            700_024,
            "Client assertion is not within its valid time range. Current time: 2027-01-15T08:00:00.0000000Z, assertion valid from 1970-01-01T00:00:00.0000000Z, expiry time of assertion 2027-01-15T07:53:20.0000000Z."
        ) {
            $1["nbf"] = nil
            $1["exp"] = 1_799_999_600
        },
        .assertion(
            "nbf ahead",
            401,
            "invalid_client",
            700_024,
            "Client assertion is not within its valid time range. Current time: 2027-01-15T08:00:00.0000000Z, assertion valid from 2027-01-15T08:05:01.0000000Z,"
        ) { $1["nbf"] = 1_800_000_301 },
        .assertion(
            "alg none",
            401,
            "invalid_client",
            5_002_738,
            "Invalid JWT token. 'none' is not a supported signature algorithm. Supported signing algorithms are: 'RS256,RS384,RS512'"
        ) { header, _ in header["alg"] = "none" },
        .assertion(
            "alg HS256",
            401,
            "invalid_client",
            5_002_738,
            "Invalid JWT token. 'HS256' is not a supported signature algorithm."
        ) { header, _ in header["alg"] = "HS256" },
        .assertion(
            "no key identifier",
            401,
            "invalid_client",
            5_002_723,
            "Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId specified in token header."
        ) { header, _ in header["x5t"] = nil },
        .assertion(
            "typ wrong",
            400,
            "invalid_request",
            5_002_727,
            "Invalid JWT header type specified, must be 'JWT' or 'http://openid.net/specs/jwt/1.0'."
        ) { header, _ in header["typ"] = "at+jwt" },
        .assertion("crit", 400, "invalid_request", 50_027, "JWT token is invalid or malformed.") { header, _ in
            header["crit"] = ["b64"]
        },
        .assertion(
            "thumbprint unknown",
            401,
            "invalid_client",
            700_027,
            "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '84E05C1D98BCE3A5421D225B140B36E86A3D5534', Please visit"
        ) { header, _ in header["x5t"] = "hOBcHZi846VCHSJbFAs26Go9VTQ" },
        .assertion(
            "signature of another key",
            401,
            "invalid_client",
            700_027,
            "Client assertion contains an invalid signature. [Reason - The provided signature value did not match the expected signature value.,"
        ) { header, _ in header["alg"] = "RS384" },
    ]
}
