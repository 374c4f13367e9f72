# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""ADAL for Python, the generation before MSAL that knows the endpoints of version 1 alone, in every grant that it has."""
import urllib.parse

import adal
import jwt
import pytest

import graph
import pages
from test_people import PASSWORD, REDIRECT, adele, interface, shop, type_code  # noqa: F401 (fixtures)

RESOURCE = "https://graph.microsoft.com"


@pytest.fixture
def context(platform):
    return adal.AuthenticationContext(
        f"{platform.authority}/{platform.tenant}", validate_authority=False, verify_ssl=platform.ca, cache=adal.TokenCache())


def claims(reply):
    return jwt.decode(reply["accessToken"], options={"verify_signature": False})


@pytest.mark.parametrize("sends_chain", [False, True])
def test_a_certificate_signs_in(platform, context, daemon, files, sends_chain):
    key, certificate = graph.split_pem(files["daemon"])
    reply = context.acquire_token_with_client_certificate(
        RESOURCE, daemon["appId"], key, graph.thumbprint(files["daemon"]), certificate if sends_chain else None)
    assert reply["tokenType"] == "Bearer" and 3_500 < reply["expiresIn"] < 5_500
    assert (claims(reply)["appid"], claims(reply)["appidacr"], claims(reply)["ver"]) == (daemon["appId"], "2", "1.0")


def test_an_unknown_certificate_is_refused_by_number(context, daemon, files):
    key, _ = graph.split_pem(files["stranger"])
    with pytest.raises(adal.AdalError) as refused:
        context.acquire_token_with_client_certificate(RESOURCE, daemon["appId"], key, graph.thumbprint(files["stranger"]))
    assert refused.value.error_response["error_codes"] == [700027]


def test_a_person_signs_in_and_the_refresh_token_serves_another_resource(
        platform, context, directory, adele, interface):  # noqa: F811
    # In version 1 an application gets what its registration asks for, and nothing else.
    scope = interface["api"]["oauth2PermissionScopes"][0]["id"]
    shop = directory.register("old shop", web={"redirectUris": [REDIRECT]}, requiredResourceAccess=[
        {"resourceAppId": interface["appId"], "resourceAccess": [{"id": scope, "type": "Scope"}]},
        {"resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": [
            {"id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope"}]}])
    secret = directory.call("POST", f"/applications/{shop['id']}/addPassword", 200, json={}).json()["secretText"]
    query = urllib.parse.urlencode({
        "response_type": "code", "client_id": shop["appId"], "redirect_uri": REDIRECT, "resource": f"api://{interface['appId']}",
        "state": "s-1"})
    browser = pages.Browser(platform)
    answer = pages.answer(browser.sign_in(
        f"{platform.authority}/{platform.tenant}/oauth2/authorize?{query}", adele["userPrincipalName"], PASSWORD))
    assert answer.get("state") == "s-1" and "code" in answer, answer
    reply = context.acquire_token_with_authorization_code(
        answer["code"], REDIRECT, f"api://{interface['appId']}", shop["appId"], secret)
    assert reply["userId"] == adele["userPrincipalName"] and reply["familyName"] == "Vance"
    assert (claims(reply)["scp"], claims(reply)["oid"]) == ("read", adele["id"])
    other = context.acquire_token_with_refresh_token(reply["refreshToken"], shop["appId"], RESOURCE, secret)
    assert claims(other)["aud"] == RESOURCE and claims(other)["oid"] == adele["id"]


def test_a_device_signs_in(platform, context, shop, adele):  # noqa: F811
    code = context.acquire_user_code(RESOURCE, shop["appId"])
    code["interval"] = 1
    type_code(platform, adele, code["user_code"])
    reply = context.acquire_token_with_device_code(RESOURCE, code, shop["appId"])
    assert claims(reply)["oid"] == adele["id"]


def test_a_name_and_a_password_sign_in(context, shop, adele):  # noqa: F811
    reply = context.acquire_token_with_username_password(RESOURCE, adele["userPrincipalName"], PASSWORD, shop["appId"])
    assert claims(reply)["upn"] == adele["userPrincipalName"]
