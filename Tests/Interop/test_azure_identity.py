# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""azure-identity, unmodified, synchronous and asynchronous, against the platform."""
import asyncio
import ssl

import azure.identity
import azure.identity.aio
import jwt
import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError
from azure.core.pipeline.transport import AioHttpTransport, RequestsTransport

import certificates

GRAPH = "https://graph.microsoft.com/.default"


def verified(platform, token, audience):
    """The claims of a token, checked by PyJWT against the published keys."""
    context = ssl.create_default_context(cafile=platform.ca)
    keys = jwt.PyJWKClient(f"{platform.authority}/{platform.tenant}/discovery/v2.0/keys", ssl_context=context)
    return jwt.decode(token, keys.get_signing_key_from_jwt(token).key, algorithms=["RS256"], audience=audience)


def sync_token(platform, client_id, path, scope=GRAPH, tenant=None, **options):
    transport = RequestsTransport(connection_verify=platform.ca)
    with azure.identity.CertificateCredential(
        tenant or platform.tenant, client_id, str(path), authority=platform.authority, disable_instance_discovery=True,
        transport=transport, **options,
    ) as credential:
        return credential.get_token(scope).token


def async_token(platform, client_id, path, scope=GRAPH, tenant=None, **options):
    async def get():
        transport = AioHttpTransport(connection_verify=platform.ca)
        async with azure.identity.aio.CertificateCredential(
            tenant or platform.tenant, client_id, str(path), authority=platform.authority, transport=transport, **options,
        ) as credential:
            return (await credential.get_token(scope)).token
    return asyncio.run(get())


BOTH = pytest.mark.parametrize("get_token", [sync_token, async_token])


@BOTH
def test_signs_in_with_pem(platform, daemon, files, get_token):
    claims = verified(platform, get_token(platform, daemon["appId"], files["daemon"]), "https://graph.microsoft.com")
    assert claims["appid"] == daemon["appId"]
    assert claims["appidacr"] == "2"
    assert claims["ver"] == "1.0"
    assert claims["iss"] == f"https://sts.windows.net/{platform.tenant}/"
    assert claims["tid"] == platform.tenant
    assert claims["sub"] == claims["oid"]


@BOTH
@pytest.mark.parametrize("options", [(), ("-legacy",)], ids=["aes", "legacy"])
def test_signs_in_with_pfx_and_password(platform, daemon, files, get_token, options):
    path = certificates.pfx(files["daemon"], "pässword", *options)
    token = get_token(platform, daemon["appId"], path, password="pässword")
    assert verified(platform, token, "https://graph.microsoft.com")["appid"] == daemon["appId"]


@BOTH
def test_signs_in_with_the_chain(platform, directory, files, get_token):
    application = directory.register("chained", files["chained"])
    token = get_token(platform, application["appId"], files["chained"], send_certificate_chain=True)
    assert verified(platform, token, "https://graph.microsoft.com")["appid"] == application["appId"]


@BOTH
def test_a_version_2_resource_gets_version_2_tokens(platform, daemon, orders, files, get_token):
    token = get_token(platform, daemon["appId"], files["daemon"], scope=f"api://{orders['appId']}/.default")
    claims = verified(platform, token, orders["appId"])
    assert claims["ver"] == "2.0"
    assert claims["azp"] == daemon["appId"]
    assert claims["azpacr"] == "2"
    assert claims["iss"] == f"{platform.authority}/{platform.tenant}/v2.0"
    assert "appid" not in claims and "idtyp" not in claims
    assert set(jwt.get_unverified_header(token)) == {"typ", "alg", "kid"}


@BOTH
@pytest.mark.parametrize("change, code", [
    ({"path": "stranger"}, "AADSTS700027"),
    ({"client_id": "00000000-0000-4000-8000-000000000001"}, "AADSTS700016"),
    ({"tenant": "00000000-0000-4000-8000-000000000002"}, "AADSTS90002"),
    ({"scope": "api://nobody/.default"}, "AADSTS500011"),
    ({"scope": "https://graph.microsoft.com/User.Read"}, "AADSTS1002012"),
])
def test_is_refused_with_the_code_of_the_breach(platform, daemon, files, get_token, change, code):
    arguments = {"client_id": daemon["appId"], "path": "daemon", **change}
    arguments["path"] = files[arguments["path"]]
    if "tenant" in change and get_token is sync_token:
        # The synchronous client asks for the discovery document first, and does not repeat the number it was refused with.
        code = "Unable to get authority configuration"
        reply = requests.get(f"{platform.authority}/{change['tenant']}/v2.0/.well-known/openid-configuration", verify=platform.ca)
        assert (reply.status_code, reply.json()["error"], reply.json()["error_codes"]) == (400, "invalid_tenant", [90002])
    with pytest.raises(ClientAuthenticationError, match=code):
        get_token(platform, **arguments)


def test_signs_in_with_a_secret(platform, directory):
    application = directory.register("secretive")
    added = directory.call("POST", f"/applications/{application['id']}/addPassword", 200,
                           json={"passwordCredential": {"displayName": "first"}}).json()
    transport = RequestsTransport(connection_verify=platform.ca)
    def token(secret):
        return azure.identity.ClientSecretCredential(
            platform.tenant, application["appId"], secret, authority=platform.authority, disable_instance_discovery=True,
            transport=transport).get_token(GRAPH).token
    assert verified(platform, token(added["secretText"]), "https://graph.microsoft.com")["appidacr"] == "1"
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        token(added["secretText"] + "x")
