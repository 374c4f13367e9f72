// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct DiscoveryTests {
    @Test func theVersionTwoDocumentHasTheRealMembersInTheRealOrder() async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = await fixture.send("GET", "/Contoso.Example/v2.0/.well-known/openid-configuration")
        #expect(reply.status == 200)
        #expect(
            reply.names == [
                "token_endpoint", "token_endpoint_auth_methods_supported", "mtls_endpoint_aliases",
                "tls_client_certificate_bound_access_tokens", "jwks_uri", "response_modes_supported",
                "subject_types_supported", "id_token_signing_alg_values_supported", "response_types_supported",
                "scopes_supported", "issuer", "request_uri_parameter_supported", "userinfo_endpoint",
                "authorization_endpoint", "device_authorization_endpoint", "http_logout_supported",
                "frontchannel_logout_supported", "end_session_endpoint", "claims_supported", "kerberos_endpoint",
                "tenant_region_scope", "cloud_instance_name", "cloud_graph_host_name", "msgraph_host", "rbac_url",
            ]
        )
        let base = "\(PlatformFixture.origin)/\(PlatformFixture.tenant)"
        #expect(reply.json["token_endpoint"]?.string == "\(base)/oauth2/v2.0/token")
        #expect(reply.json["jwks_uri"]?.string == "\(base)/discovery/v2.0/keys")
        #expect(reply.json["issuer"]?.string == "\(base)/v2.0")
        #expect(reply.header("Cache-Control") == "max-age=86400, private")
        #expect(reply.header("Access-Control-Allow-Origin") == "*")
        #expect(reply.header("Access-Control-Allow-Methods") == "GET, OPTIONS")
    }

    @Test func theVersionOneDocumentNamesTheOtherIssuer() async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = await fixture.send("GET", "/\(PlatformFixture.tenant)/.well-known/openid-configuration")
        let base = "\(PlatformFixture.origin)/\(PlatformFixture.tenant)"
        #expect(reply.json["issuer"]?.string == "https://sts.windows.net/\(PlatformFixture.tenant)/")
        #expect(reply.json["token_endpoint"]?.string == "\(base)/oauth2/token")
    }

    @Test(arguments: ["common", "organizations"])
    func documentsForSeveralTenantsHaveAPlaceholderAsIssuer(name: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = await fixture.send("GET", "/\(name)/v2.0/.well-known/openid-configuration")
        #expect(reply.json["issuer"]?.string == "\(PlatformFixture.origin)/{tenantid}/v2.0")
        #expect(reply.json["token_endpoint"]?.string == "\(PlatformFixture.origin)/\(name)/oauth2/v2.0/token")
    }

    @Test func anUnknownTenantHasAnErrorNameOfItsOwn() async throws {
        let fixture = try await PlatformFixture.shared.value
        let unknown = await fixture.send("GET", "/fabrikam.example/v2.0/.well-known/openid-configuration")
        #expect(unknown.status == 400)
        #expect(unknown.json["error"] == "invalid_tenant")
        #expect(unknown.json["error_codes"] == [90_002])
        let malformed = await fixture.send("GET", "/fabrikam/v2.0/.well-known/openid-configuration")
        #expect(malformed.json["error_codes"] == [900_023])
    }

    @Test(arguments: ["/\(PlatformFixture.tenant)/discovery/v2.0/keys", "/common/discovery/keys", "/discovery/keys"])
    func publishesTheKeyAtWorkAndTheNext(path: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let keys = try #require(await fixture.send("GET", path).json["keys"]?.array)
        #expect(keys.count == 2)
        for key in keys {
            #expect(key.object?.members.map(\.name) == ["kty", "use", "kid", "x5t", "n", "e", "x5c", "issuer"])
            #expect(key["kid"] == key["x5t"])
            #expect(key["e"] == "AQAB")
            #expect(key["n"]?.string?.count == 342)
        }
    }

    @Test func knowsItselfAsAnInstanceAndNobodyElse() async throws {
        let fixture = try await PlatformFixture.shared.value
        let path = "/common/discovery/instance?api-version=1.1&authorization_endpoint="
        let endpoints = [
            "https://localhost:8443/\(PlatformFixture.tenant)/oauth2/v2.0/authorize",
            "https://localhost/\(PlatformFixture.tenant)/oauth2/v2.0/authorize",
        ]
        for endpoint in endpoints {
            let reply = await fixture.send("GET", path + endpoint)
            #expect(reply.names == ["tenant_discovery_endpoint", "api-version", "metadata"])
            #expect(
                reply.json["tenant_discovery_endpoint"]?.string
                    == "\(PlatformFixture.origin)/\(PlatformFixture.tenant)/v2.0/.well-known/openid-configuration"
            )
            #expect(reply.json["metadata"]?.array?.first?["aliases"] == ["localhost:8443"])
        }
        for endpoint in ["https://evil.example/common/oauth2/v2.0/authorize", "https://localhost:8443", "x"] {
            let reply = await fixture.send("GET", path + endpoint)
            #expect(reply.status == 400)
            #expect(reply.json["error"] == "invalid_instance")
            #expect(reply.json["error_codes"] == [50_049])
        }
        #expect(await fixture.send("GET", "/common/discovery/instance").json["error_codes"] == [900_144])
    }

    @Test func documentsAnswerHeadAndOptionsAndNoOtherMethod() async throws {
        let fixture = try await PlatformFixture.shared.value
        let path = "/common/v2.0/.well-known/openid-configuration"
        #expect(await fixture.send("HEAD", path).status == 200)
        #expect(await fixture.send("HEAD", path).text.isEmpty)
        #expect(await fixture.send("OPTIONS", path).status == 204)
        let post = await fixture.send("POST", path)
        #expect(post.status == 405)
        #expect(post.header("Allow") == "GET, OPTIONS")
    }

    @Test(arguments: [
        "/common/v2.0/.well-known/openid-configuration", "/nothing", "/v1.0/applications", "/common/discovery/instance",
        "/\(PlatformFixture.tenant)/oauth2/v2.0/token",
    ])
    func anAnswerToHeadHasTheFieldsAndNoBody(path: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let head = await fixture.send("HEAD", path)
        let get = await fixture.send("GET", path)
        #expect(head.text.isEmpty)
        #expect(head.status == get.status)
        #expect(head.header("Content-Type") == get.header("Content-Type"))
        // Where the answer names the method, the length is that of the answer to HEAD.
        let difference = head.status == 405 ? 1 : 0
        #expect(head.header("Content-Length") == String(get.text.utf8.count + difference))
    }

    @Test(arguments: [
        "/", "/x", "/common", "/%zz/oauth2/token", "//", "/a/b/c/d/e/f", "/\(PlatformFixture.tenant)/oauth2",
    ])
    func nothingIsAtOtherPaths(path: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = await fixture.send("GET", path)
        #expect(reply.status == 404)
        #expect(reply.json["error"]?["code"] == "NotFound")
    }
}
