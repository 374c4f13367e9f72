# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""authlib, unmodified: a client of the RFCs and not of Microsoft, in every grant that it supports.

With a key it leaves the client ID to the assertion, as RFC 7521 §4.2 allows; the real service wants it in the form as well.
"""
import pytest
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT

import graph
import pages
from test_azure_identity import GRAPH, verified
from test_people import PASSWORD, REDIRECT, adele, interface, shop  # noqa: F401 (fixtures)


def by_certificate(platform, application, path, **options):
    key, _ = graph.split_pem(path)
    url = platform.token_url()
    method = PrivateKeyJWT(url, headers={"x5t#S256": graph.thumbprint_sha256(path)}, **options)
    session = OAuth2Session(application["appId"], key, token_endpoint_auth_method=method)
    session.verify = str(platform.ca)
    session.trust_env = False
    return session


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_a_certificate_signs_in(platform, daemon, files, algorithm):
    session = by_certificate(platform, daemon, files["daemon"], alg=algorithm)
    wanted = {"grant_type": "client_credentials", "scope": GRAPH, "client_id": daemon["appId"]}
    token = session.fetch_token(platform.token_url(), **wanted)
    assert verified(platform, token["access_token"], "https://graph.microsoft.com")["appidacr"] == "2"
    again = session.fetch_token(platform.token_url(), **wanted)
    assert again["access_token"] != token["access_token"]


def test_a_stranger_is_refused(platform, daemon, files):
    session = by_certificate(platform, daemon, files["stranger"])
    with pytest.raises(Exception, match="invalid_client: AADSTS700027"):
        session.fetch_token(platform.token_url(), grant_type="client_credentials", scope=GRAPH, client_id=daemon["appId"])
    with pytest.raises(Exception, match="invalid_request: AADSTS900144"):
        session.fetch_token(platform.token_url(), grant_type="client_credentials", scope=GRAPH)


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
def test_a_secret_signs_in(platform, directory, method):
    application = directory.register("authlib-secretive")
    secret = directory.call("POST", f"/applications/{application['id']}/addPassword", 200, json={}).json()["secretText"]
    session = OAuth2Session(application["appId"], secret, token_endpoint_auth_method=method)
    session.verify = str(platform.ca)
    session.trust_env = False
    token = session.fetch_token(platform.token_url(), grant_type="client_credentials", scope=GRAPH)
    assert verified(platform, token["access_token"], "https://graph.microsoft.com")["appidacr"] == "1"


def test_a_code_is_redeemed_and_refreshed_with_the_certificate(platform, shop, adele, interface, files):  # noqa: F811
    session = by_certificate(platform, shop, files["daemon"])
    session.scope = f"openid offline_access api://{interface['appId']}/read"
    session.redirect_uri = REDIRECT
    session.code_challenge_method = "S256"
    base = f"{platform.authority}/{platform.tenant}/oauth2/v2.0"
    verifier = "w" * 64
    uri, state = session.create_authorization_url(f"{base}/authorize", code_verifier=verifier)
    reply = pages.Browser(platform).sign_in(uri, adele["userPrincipalName"], PASSWORD)
    assert pages.answer(reply)["state"] == state
    token = session.fetch_token(platform.token_url(), authorization_response=reply.headers["Location"], code_verifier=verifier,
                                client_id=shop["appId"])
    assert verified(platform, token["access_token"], interface["appId"])["azpacr"] == "2"
    fresh = session.refresh_token(platform.token_url(), refresh_token=token["refresh_token"], client_id=shop["appId"])
    assert verified(platform, fresh["access_token"], interface["appId"])["oid"] == adele["id"]


def test_a_password_signs_in_where_the_client_may_be_public(platform, shop, adele, interface):  # noqa: F811
    session = OAuth2Session(shop["appId"], token_endpoint_auth_method="none")
    session.verify = str(platform.ca)
    session.trust_env = False
    token = session.fetch_token(platform.token_url(), username=adele["userPrincipalName"], password=PASSWORD,
                                scope=f"api://{interface['appId']}/read")
    assert verified(platform, token["access_token"], interface["appId"])["azpacr"] == "0"
