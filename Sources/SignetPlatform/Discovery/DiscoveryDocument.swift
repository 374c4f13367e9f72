// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The OpenID provider documents, member by member in the order in which the real service serves them.
struct DiscoveryDocument: Sendable {
    /// The scheme, host and port under which clients reach the platform.
    let origin: String
    /// The tenant's GUID, or `common`, `organizations`, `consumers`.
    let name: String
    /// The tenant in the issuer: its GUID, or the text `{tenantid}` where the document is for several.
    let issuerTenant: String
    /// Where clients can connect with a certificate; `nil` where they cannot.
    var mutualTLSOrigin: String?
    /// What stands behind the addresses of the keys: `?appid=…` where the request names an application.
    private let suffix: String

    init(origin: String, reference: TenantReference, appID: String? = nil) {
        self.origin = origin
        self.suffix = appID.map { "?appid=\($0)" } ?? ""
        switch reference {
        case .tenant(let tenant):
            self.name = tenant.id
            self.issuerTenant = tenant.id
        case .common:
            self.name = "common"
            self.issuerTenant = "{tenantid}"
        case .organizations:
            self.name = "organizations"
            self.issuerTenant = "{tenantid}"
        case .consumers:
            self.name = "consumers"
            self.issuerTenant = "{tenantid}"
        }
    }

    /// The issuer of v1 tokens.
    var issuerOfV1: String { TokenIssuerName.v1(tenant: self.issuerTenant) }
    /// The issuer of v2 tokens.
    var issuerOfV2: String { TokenIssuerName.v2(origin: self.origin, tenant: self.issuerTenant) }

    private var base: String { "\(self.origin)/\(self.name)" }
    private var host: JSONValue { .string(String(self.origin.drop { $0 != "/" }.dropFirst(2))) }
    private var region: JSONValue { self.issuerTenant == self.name ? "NA" : .null }

    private var authenticationMethods: [String] {
        ["client_secret_post", "private_key_jwt", "client_secret_basic"]
            + (self.mutualTLSOrigin == nil ? [] : ["self_signed_tls_client_auth"])
    }

    /// The document of the v2.0 endpoint.
    var v2: JSONValue {
        var document: JSONObject = [
            "token_endpoint": .string("\(self.base)/oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": .strings(authenticationMethods),
            "mtls_endpoint_aliases": [
                "token_endpoint": .string("\(self.mutualTLSOrigin ?? self.origin)/\(self.name)/oauth2/v2.0/token")
            ],
            "tls_client_certificate_bound_access_tokens": true,
            "jwks_uri": .string("\(self.base)/discovery/v2.0/keys\(self.suffix)"),
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": .string(self.issuerOfV2),
            "request_uri_parameter_supported": false,
            "userinfo_endpoint": .string("\(self.origin)/oidc/userinfo"),
            "authorization_endpoint": .string("\(self.base)/oauth2/v2.0/authorize"),
            "device_authorization_endpoint": .string("\(self.base)/oauth2/v2.0/devicecode"),
            "http_logout_supported": true,
            "frontchannel_logout_supported": true,
            "end_session_endpoint": .string("\(self.base)/oauth2/v2.0/logout"),
            "claims_supported": [
                "sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name",
                "msgraph_host",
                "aud", "exp", "iat", "auth_time", "acr", "nonce", "preferred_username", "name", "tid", "ver", "at_hash",
                "c_hash", "email",
            ],
            "kerberos_endpoint": .string("\(self.base)/kerberos"),
        ]
        addCloud(to: &document)
        return .object(document)
    }

    /// The document of the v1.0 endpoint.
    var v1: JSONValue {
        var document: JSONObject = [
            "token_endpoint": .string("\(self.base)/oauth2/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": .string("\(self.base)/discovery/keys\(self.suffix)"),
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token", "code id_token", "token id_token", "token"],
            "scopes_supported": ["openid"],
            "issuer": .string(self.issuerOfV1),
            "microsoft_multi_refresh_token": true,
            "authorization_endpoint": .string("\(self.base)/oauth2/authorize"),
            "device_authorization_endpoint": .string("\(self.base)/oauth2/devicecode"),
            "http_logout_supported": true,
            "frontchannel_logout_supported": true,
            "end_session_endpoint": .string("\(self.base)/oauth2/logout"),
            "claims_supported": [
                "sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name",
                "msgraph_host",
                "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce", "email", "given_name", "family_name",
                "nickname",
            ],
            "check_session_iframe": .string("\(self.base)/oauth2/checksession"),
            "userinfo_endpoint": .string("\(self.base)/openid/userinfo"),
            "kerberos_endpoint": .string("\(self.base)/kerberos"),
        ]
        addCloud(to: &document)
        return .object(document)
    }

    private func addCloud(to document: inout JSONObject) {
        document["tenant_region_scope"] = self.region
        document["cloud_instance_name"] = self.host
        document["cloud_graph_host_name"] = self.host
        document["msgraph_host"] = self.host
        document["rbac_url"] = .string(self.origin)
    }
}
