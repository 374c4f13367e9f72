# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""azure-identity in every grant that it has, synchronous and asynchronous, unmodified."""
import asyncio
import json
import threading
import time
import uuid
import webbrowser

import azure.identity
import azure.identity.aio
import jwt
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.core.pipeline.transport import AioHttpTransport, RequestsTransport

import graph
import pages
from test_azure_identity import GRAPH, verified
from test_people import PASSWORD, adele, interface, shop, signed_in, confidential  # noqa: F401 (fixtures)


def sync_token(platform, kind, *arguments, scope=GRAPH, claims=None, **options):
    cls = getattr(azure.identity, kind)
    options.setdefault("disable_instance_discovery", True)
    if kind in ("WorkloadIdentityCredential", "ClientAssertionCredential", "AuthorizationCodeCredential"):
        del options["disable_instance_discovery"]
    with cls(*arguments, authority=platform.authority, transport=RequestsTransport(connection_verify=platform.ca),
             **options) as credential:
        return credential.get_token(scope, **({"claims": claims, "enable_cae": True} if claims else {})).token


def async_token(platform, kind, *arguments, scope=GRAPH, claims=None, **options):
    async def get():
        cls = getattr(azure.identity.aio, kind)
        async with cls(*arguments, authority=platform.authority,
                       transport=AioHttpTransport(connection_verify=str(platform.ca)), **options) as credential:
            return (await credential.get_token(scope, **({"claims": claims, "enable_cae": True} if claims else {}))).token
    return asyncio.run(get())


BOTH = pytest.mark.parametrize("token", [sync_token, async_token], ids=["sync", "async"])


def assertion(platform, application, path):
    key, _ = graph.split_pem(path)
    now = int(time.time())
    return jwt.encode({"aud": platform.token_url(), "iss": application["appId"], "sub": application["appId"],
                       "jti": str(uuid.uuid4()), "nbf": now, "exp": now + 600}, key, "PS256",
                      headers={"x5t#S256": graph.thumbprint_sha256(path)})


@BOTH
def test_a_secret(platform, directory, token):
    application = directory.register("grants-secret")
    secret = directory.call("POST", f"/applications/{application['id']}/addPassword", 200, json={}).json()["secretText"]
    text = token(platform, "ClientSecretCredential", platform.tenant, application["appId"], secret)
    assert verified(platform, text, "https://graph.microsoft.com")["appidacr"] == "1"
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        token(platform, "ClientSecretCredential", platform.tenant, application["appId"], "wrong")


@BOTH
def test_an_assertion_of_ones_own(platform, daemon, files, token):
    text = token(platform, "ClientAssertionCredential", platform.tenant, daemon["appId"],
                 lambda: assertion(platform, daemon, files["daemon"]))
    assert verified(platform, text, "https://graph.microsoft.com")["appidacr"] == "2"


@BOTH
def test_a_workloads_token_file(platform, directory, daemon, files, token, tmp_path):
    """The platform's own token stands for another application, as a managed identity's does."""
    workload = directory.register("grants-workload")
    principal = directory.call("GET", f"/servicePrincipals(appId='{daemon['appId']}')", 200).json()
    exchange = directory.register("grants-exchange", api={"requestedAccessTokenVersion": 2})
    directory.call("PATCH", f"/applications/{exchange['id']}", 204, json={"identifierUris": [f"api://{exchange['appId']}"]})
    directory.call("POST", f"/applications/{workload['id']}/federatedIdentityCredentials", 201, json={
        "name": "daemon", "issuer": f"{platform.authority}/{platform.tenant}/v2.0", "subject": principal["id"],
        "audiences": [exchange["appId"]]})
    file = tmp_path / "token"
    file.write_text(directory.sign_in(daemon["appId"], files["daemon"], scope=f"api://{exchange['appId']}/.default")["access_token"])
    text = token(platform, "WorkloadIdentityCredential", tenant_id=platform.tenant, client_id=workload["appId"],
                 token_file_path=str(file))
    assert verified(platform, text, "https://graph.microsoft.com")["appid"] == workload["appId"]


@BOTH
@pytest.mark.parametrize("proof", ["certificate", "secret", "assertion"])
def test_on_behalf_of(platform, directory, shop, adele, interface, files, token, proof):  # noqa: F811
    user = signed_in(platform, confidential(platform, shop, files), adele, [f"api://{interface['appId']}/read"])["access_token"]
    signed_in(platform, confidential(platform, interface, files), adele, ["User.Read"])
    if proof == "certificate":
        options = {"client_certificate": files["daemon"].read_bytes()}
    elif proof == "assertion":
        options = {"client_assertion_func": lambda: assertion(platform, interface, files["daemon"])}
    else:
        added = directory.call("POST", f"/applications/{interface['id']}/addPassword", 200, json={}).json()
        options = {"client_secret": added["secretText"]}
    text = token(platform, "OnBehalfOfCredential", platform.tenant, interface["appId"], user_assertion=user,
                 scope="https://graph.microsoft.com/User.Read", **options)
    claims = verified(platform, text, "https://graph.microsoft.com")
    assert (claims["oid"], claims["appidacr"]) == (adele["id"], "1" if proof == "secret" else "2")


@BOTH
def test_a_code(platform, shop, adele, interface, token):  # noqa: F811
    uri = (f"{platform.authority}/{platform.tenant}/oauth2/v2.0/authorize?client_id={shop['appId']}&response_type=code"
           f"&redirect_uri=http://localhost&scope=api://{interface['appId']}/read")
    code = pages.answer(pages.Browser(platform).sign_in(uri, adele["userPrincipalName"], PASSWORD))["code"]
    text = token(platform, "AuthorizationCodeCredential", platform.tenant, shop["appId"], code, "http://localhost",
                 scope=f"api://{interface['appId']}/read")
    assert verified(platform, text, interface["appId"])["azpacr"] == "0"


@BOTH
def test_the_environment(platform, daemon, files, token, monkeypatch):
    monkeypatch.setenv("AZURE_TENANT_ID", platform.tenant)
    monkeypatch.setenv("AZURE_CLIENT_ID", daemon["appId"])
    monkeypatch.setenv("AZURE_CLIENT_CERTIFICATE_PATH", str(files["daemon"]))
    for kind in ("EnvironmentCredential", "DefaultAzureCredential"):
        text = token(platform, kind)
        assert verified(platform, text, "https://graph.microsoft.com")["appid"] == daemon["appId"]


@BOTH
def test_a_claims_challenge_gets_a_long_token(platform, daemon, files, token):
    claims = json.dumps({"access_token": {"nbf": {"essential": True, "value": str(int(time.time()) - 5)}}})
    text = token(platform, "CertificateCredential", platform.tenant, daemon["appId"], str(files["daemon"]), claims=claims)
    issued = verified(platform, text, "https://graph.microsoft.com")
    assert issued["xms_cc"] == ["cp1"] and issued["exp"] - issued["iat"] >= 20 * 3600


def test_a_browser_on_this_machine(platform, shop, adele, interface, monkeypatch):  # noqa: F811
    """InteractiveBrowserCredential listens on a port of its own; the browser without scripts does the rest."""
    def visit(url, *_, **__):
        def go():
            browser = pages.Browser(platform)
            reply = browser.sign_in(url, adele["userPrincipalName"], PASSWORD)
            if reply.is_redirect:
                browser.session.get(reply.headers["Location"], timeout=60)
            else:
                form = browser.form(reply)
                browser.session.post(form["action"], data=form["fields"], timeout=60)
        threading.Thread(target=go, daemon=True).start()
        return True

    monkeypatch.setattr(webbrowser, "open", visit)
    text = sync_token(platform, "InteractiveBrowserCredential", client_id=shop["appId"], tenant_id=platform.tenant,
                      scope=f"api://{interface['appId']}/read", timeout=60)
    assert verified(platform, text, interface["appId"])["oid"] == adele["id"]
