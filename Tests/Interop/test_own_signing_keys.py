# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""An application with a signing key of its own: PyJWT and msal find it where the real service publishes it."""
import base64
import ssl

import jwt
import requests


def test_pyjwt_verifies_a_token_by_the_applications_own_key(platform, directory, files):
    resource = directory.register("own-key", api={"requestedAccessTokenVersion": 2})
    directory.call("PATCH", f"/applications/{resource['id']}", 204, json={"identifierUris": [f"api://{resource['appId']}"]})
    principal = directory.call("GET", f"/servicePrincipals(appId='{resource['appId']}')", 200).json()
    added = directory.call("POST", f"/servicePrincipals/{principal['id']}/addTokenSigningCertificate", 200,
                           json={"displayName": "CN=own-key"}).json()
    client = directory.register("own-key-client", files["daemon"])
    token = directory.sign_in(client["appId"], files["daemon"], scope=f"api://{resource['appId']}/.default")["access_token"]
    metadata = requests.get(
        f"{platform.authority}/{platform.tenant}/v2.0/.well-known/openid-configuration?appid={resource['appId']}",
        verify=platform.ca, timeout=60).json()
    assert metadata["jwks_uri"].endswith(f"?appid={resource['appId']}")
    context = ssl.create_default_context(cafile=platform.ca)
    key = jwt.PyJWKClient(metadata["jwks_uri"], ssl_context=context).get_signing_key_from_jwt(token)
    claims = jwt.decode(token, key.key, ["RS256"], audience=resource["appId"], issuer=metadata["issuer"])
    assert claims["azp"] == client["appId"]
    assert base64.urlsafe_b64decode(key.key_id + "=").hex().upper() == added["thumbprint"]
    plain = jwt.PyJWKClient(metadata["jwks_uri"].split("?")[0], ssl_context=context)
    assert key.key_id not in [known.key_id for known in plain.get_signing_keys()]


def test_audits_are_filtered_by_their_target(directory):
    application = directory.register("audited")
    path = f"/auditLogs/directoryAudits?$filter=targetResources/any(t:t/id eq '{application['id']}')"
    found = directory.call("GET", path, 200).json()["value"]
    assert found and all(entry["targetResources"][0]["id"] == application["id"] for entry in found)
    none = directory.call("GET", path + " and activityDateTime gt 2999-01-01T00:00:00Z", 200).json()["value"]
    assert none == []
    refused = directory.call("GET", "/auditLogs/directoryAudits?$filter=nonsense eq 1", 400).json()
    assert "Could not find a property named 'nonsense'" in refused["error"]["message"]


def test_a_public_client_that_sends_a_secret_is_refused(platform, directory):
    application = directory.register("native", isFallbackPublicClient=True, publicClient={"redirectUris": ["http://localhost"]})
    reply = requests.post(platform.token_url(), verify=platform.ca, timeout=60, data={
        "grant_type": "password", "client_id": application["appId"], "client_secret": "x", "username": "a@contoso.example",
        "password": "y", "scope": "openid"})
    assert (reply.status_code, reply.json()["error"], reply.json()["error_codes"]) == (401, "invalid_client", [700025])
