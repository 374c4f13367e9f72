# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Unmodified msal, azure-identity and authlib sign people in; PyJWT verifies what they get."""
import json
import threading
import uuid

import jwt
import msal
import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from azure.core.pipeline.transport import RequestsTransport
from azure.identity import AuthorizationCodeCredential, DeviceCodeCredential, OnBehalfOfCredential

import graph
import pages
from test_azure_identity import verified

PASSWORD = "xWwvJ]6NMw+bWH-d"
REDIRECT = "https://app.example/callback"


@pytest.fixture(scope="module")
def adele(directory):
    """A person who can sign in."""
    return directory.call("POST", "/users", 201, json={
        "accountEnabled": True, "displayName": "Adele Vance", "mailNickname": "adele", "givenName": "Adele",
        "surname": "Vance", "mail": "adele@contoso.example",
        "userPrincipalName": f"adele.{uuid.uuid4().hex[:8]}@contoso.example",
        "passwordProfile": {"forceChangePasswordNextSignIn": False, "password": PASSWORD},
    }).json()


@pytest.fixture(scope="module")
def shop(directory, files):
    """A web and desktop application with a certificate."""
    return directory.register(
        "shop", files["daemon"], isFallbackPublicClient=True, web={"redirectUris": [REDIRECT]},
        publicClient={"redirectUris": ["http://localhost"]},
    )


@pytest.fixture(scope="module")
def interface(directory, files):
    """An interface that people's clients call, and that goes on to Microsoft Graph for them."""
    application = directory.register(
        "interface", files["daemon"], web={"redirectUris": [REDIRECT]},
        api={"requestedAccessTokenVersion": 2, "oauth2PermissionScopes": [{
            "id": str(uuid.uuid4()), "value": "read", "type": "User", "isEnabled": True,
            "adminConsentDisplayName": "Read", "adminConsentDescription": "Read",
            "userConsentDisplayName": "Read your orders", "userConsentDescription": "Read your orders",
        }]},
    )
    directory.call("PATCH", f"/applications/{application['id']}", 204,
                   json={"identifierUris": [f"api://{application['appId']}"]})
    return application


def options(platform):
    """What every credential of azure-identity must be told."""
    return {
        "authority": platform.authority, "disable_instance_discovery": True,
        "transport": RequestsTransport(connection_verify=platform.ca),
    }


def confidential(platform, application, files):
    key, certificate = graph.split_pem(files["daemon"])
    return msal.ConfidentialClientApplication(
        application["appId"], authority=f"{platform.authority}/{platform.tenant}",
        client_credential={"private_key": key, "public_certificate": certificate}, instance_discovery=False,
        verify=platform.ca,
    )


def public(platform, application):
    return msal.PublicClientApplication(
        application["appId"], authority=f"{platform.authority}/{platform.tenant}", instance_discovery=False,
        verify=platform.ca,
    )


def signed_in(platform, app, adele, scopes, **options):
    """Runs msal's authorization code flow through the pages."""
    flow = app.initiate_auth_code_flow(scopes, redirect_uri=REDIRECT, **options)
    reply = pages.Browser(platform).sign_in(flow["auth_uri"], adele["userPrincipalName"], PASSWORD)
    return app.acquire_token_by_auth_code_flow(flow, pages.answer(reply))


@pytest.mark.parametrize("mode", [None, "form_post"])
def test_msal_signs_a_person_in_and_refreshes(platform, shop, adele, interface, files, mode):
    app = confidential(platform, shop, files)
    scope = f"api://{interface['appId']}/read"
    result = signed_in(platform, app, adele, [scope], **({"response_mode": mode} if mode else {}))
    assert "access_token" in result, result
    assert result["id_token_claims"]["preferred_username"] == adele["userPrincipalName"]
    claims = verified(platform, result["access_token"], interface["appId"])
    assert (claims["scp"], claims["oid"], claims["azpacr"]) == ("read", adele["id"], "2")
    account = app.get_accounts()[0]
    assert account["local_account_id"] == adele["id"]
    fresh = app.acquire_token_silent([scope], account, force_refresh=True)
    assert fresh["access_token"] != result["access_token"]
    other = app.acquire_token_silent_with_error([f"api://{uuid.uuid4()}/read"], account)
    assert other["error"] == "invalid_resource"


def test_a_declined_consent_reaches_msal(platform, adele, interface, directory, files):
    fresh = directory.register("fresh", files["daemon"], web={"redirectUris": [REDIRECT]})
    app = confidential(platform, fresh, files)
    flow = app.initiate_auth_code_flow([f"api://{interface['appId']}/read"], redirect_uri=REDIRECT)
    browser = pages.Browser(platform)
    page = browser.submit(browser.get(flow["auth_uri"]), loginfmt=adele["userPrincipalName"], passwd=PASSWORD)
    assert "Read your orders" in page.text
    result = app.acquire_token_by_auth_code_flow(flow, pages.answer(browser.submit(page, cancel="1")))
    assert result["error"] == "access_denied" and "AADSTS65004" in result["error_description"]


@pytest.fixture(scope="module")
def user_token(platform, shop, adele, interface, files):
    result = signed_in(platform, confidential(platform, shop, files), adele, [f"api://{interface['appId']}/read"])
    return result["access_token"]


def test_msal_acts_on_behalf_of_the_person(platform, interface, user_token, adele, files):
    app = confidential(platform, interface, files)
    refused = app.acquire_token_on_behalf_of(user_token, ["https://graph.microsoft.com/User.Read"])
    assert (refused["error"], refused["suberror"], refused["error_codes"]) == ("invalid_grant", "consent_required", [65001])
    consent(platform, interface, adele, files, "User.Read")
    # msal keeps the answer to a request for a minute where it was a refusal: another client asks.
    app = confidential(platform, interface, files)
    result = app.acquire_token_on_behalf_of(user_token, ["https://graph.microsoft.com/User.Read"])
    claims = verified(platform, result["access_token"], "https://graph.microsoft.com")
    assert (claims["oid"], claims["appidacr"]) == (adele["id"], "2")
    me = requests.get(f"{platform.connection['graph']}/me", verify=platform.ca,
                      headers={"Authorization": f"Bearer {result['access_token']}"}, timeout=60)
    assert me.json()["userPrincipalName"] == adele["userPrincipalName"]
    wrong = app.acquire_token_on_behalf_of(result["access_token"], ["https://graph.microsoft.com/User.Read"])
    assert wrong["error_codes"] == [500131]


def consent(platform, application, adele, files, scope):
    """The person consents to what an interface wants to do further."""
    result = signed_in(platform, confidential(platform, application, files), adele, [scope])
    assert "access_token" in result, result


def test_azure_identity_acts_on_behalf_of_the_person(platform, interface, user_token, adele, files):
    consent(platform, interface, adele, files, "User.Read")
    with OnBehalfOfCredential(
        platform.tenant, interface["appId"], client_certificate=files["daemon"].read_bytes(), user_assertion=user_token,
        **options(platform),
    ) as credential:
        token = credential.get_token("https://graph.microsoft.com/User.Read").token
    assert verified(platform, token, "https://graph.microsoft.com")["oid"] == adele["id"]


def test_azure_identity_redeems_a_code(platform, shop, adele, interface):
    flow = public(platform, shop).initiate_auth_code_flow([f"api://{interface['appId']}/read"], redirect_uri="http://localhost")
    # The credential knows no verifier, so that the request must not have a challenge.
    uri = "&".join(p for p in flow["auth_uri"].split("&") if not p.startswith("code_challenge"))
    reply = pages.Browser(platform).sign_in(uri, adele["userPrincipalName"], PASSWORD)
    with AuthorizationCodeCredential(
        platform.tenant, shop["appId"], pages.answer(reply)["code"], "http://localhost", **options(platform),
    ) as credential:
        token = credential.get_token(f"api://{interface['appId']}/read").token
    assert verified(platform, token, interface["appId"])["azpacr"] == "0"


def type_code(platform, adele, code):
    browser = pages.Browser(platform)
    page = browser.submit(browser.get(f"{platform.authority}/common/oauth2/deviceauth"), otc=code)
    for _ in range(5):
        if "<form" not in page.text:
            break
        values = {"loginfmt": adele["userPrincipalName"], "passwd": PASSWORD}
        page = browser.submit(page, **(values if "passwd" in browser.form(page)["names"] else {}))
    assert "You have signed in" in page.text, page.text


def test_msal_signs_a_device_in(platform, shop, adele, interface):
    app = public(platform, shop)
    flow = app.initiate_device_flow([f"api://{interface['appId']}/read"])
    assert "user_code" in flow, flow
    waiting = app.acquire_token_by_device_flow(flow, exit_condition=lambda flow: True)
    assert waiting["error"] == "authorization_pending"
    type_code(platform, adele, flow["user_code"])
    result = app.acquire_token_by_device_flow(flow)
    assert verified(platform, result["access_token"], interface["appId"])["azpacr"] == "0"


def test_azure_identity_signs_a_device_in(platform, shop, adele, interface):
    def prompt(_, code, __):
        threading.Thread(target=type_code, args=(platform, adele, code)).start()

    with DeviceCodeCredential(
        shop["appId"], tenant_id=platform.tenant, prompt_callback=prompt, **options(platform),
    ) as credential:
        token = credential.get_token(f"api://{interface['appId']}/read").token
    assert verified(platform, token, interface["appId"])["oid"] == adele["id"]


def test_a_password_signs_in_where_the_client_may_be_public(platform, shop, adele, interface):
    # msal asks for the user's realm at the authority's host without its port, so that it cannot be tried here.
    def ask(password):
        return requests.post(platform.token_url(), verify=platform.ca, timeout=60, data={
            "grant_type": "password", "client_id": shop["appId"], "username": adele["userPrincipalName"],
            "password": password, "scope": f"openid api://{interface['appId']}/read",
        })
    assert verified(platform, ask(PASSWORD).json()["access_token"], interface["appId"])["azpacr"] == "0"
    assert ask("wrong").json()["error_codes"] == [50126]
    realm = requests.get(f"{platform.authority}/common/userrealm/{adele['userPrincipalName']}?api-version=1.0",
                         verify=platform.ca, timeout=60).json()
    assert realm["account_type"] == "Managed"


def test_authlib_signs_a_person_in_with_a_challenge(platform, shop, adele, interface, directory):
    secret = directory.call("POST", f"/applications/{shop['id']}/addPassword", 200,
                            json={"passwordCredential": {"displayName": "authlib"}}).json()["secretText"]
    verifier = "v" * 64
    session = OAuth2Session(
        shop["appId"], secret, scope=f"openid offline_access api://{interface['appId']}/read", redirect_uri=REDIRECT,
        code_challenge_method="S256", token_endpoint_auth_method="client_secret_post",
    )
    session.verify = platform.ca
    base = f"{platform.authority}/{platform.tenant}/oauth2/v2.0"
    uri, state = session.create_authorization_url(f"{base}/authorize", code_verifier=verifier, nonce="n")
    reply = pages.Browser(platform).sign_in(uri, adele["userPrincipalName"], PASSWORD)
    assert pages.answer(reply)["state"] == state
    token = session.fetch_token(f"{base}/token", authorization_response=reply.headers["Location"], code_verifier=verifier)
    assert verified(platform, token["access_token"], interface["appId"])["azpacr"] == "1"
    fresh = session.refresh_token(f"{base}/token", refresh_token=token["refresh_token"])
    assert fresh["refresh_token"] != token["refresh_token"]
    keys = jwt.PyJWKClient(f"{platform.authority}/{platform.tenant}/discovery/v2.0/keys", ssl_context=graph_context(platform))
    claims = jwt.decode(token["id_token"], keys.get_signing_key_from_jwt(token["id_token"]).key, ["RS256"],
                        audience=shop["appId"], issuer=f"{platform.authority}/{platform.tenant}/v2.0")
    assert claims["nonce"] == "n"


def graph_context(platform):
    import ssl
    return ssl.create_default_context(cafile=platform.ca)


def test_userinfo_says_who_signed_in(platform, shop, adele, files):
    result = signed_in(platform, confidential(platform, shop, files), adele, ["User.Read", "email"])
    reply = requests.get(f"{platform.authority}/oidc/userinfo", verify=platform.ca, timeout=60,
                         headers={"Authorization": f"Bearer {result['access_token']}"})
    assert reply.status_code == 200, reply.text
    assert (reply.json()["name"], reply.json()["sub"]) == ("Adele Vance", result["id_token_claims"]["sub"])
    assert json.dumps(reply.json()).count("@") == 1
