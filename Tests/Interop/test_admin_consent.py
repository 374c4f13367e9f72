# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""An administrator consents for everybody; msal then gets what was granted."""
import urllib.parse
import uuid

import pytest
import requests

import pages
from test_azure_identity import verified
from test_people import PASSWORD, REDIRECT, adele, confidential, interface, signed_in  # noqa: F401 (fixtures)

GLOBAL = "62e90394-69f5-4237-9190-012177145e10"
USER_READ_ALL = "df021288-bdef-4463-88db-98f22de89214"
GRAPH_APP = "00000003-0000-0000-c000-000000000000"


@pytest.fixture(scope="module")
def administrator(directory):
    """A person who is a Global Administrator."""
    person = directory.call("POST", "/users", 201, json={
        "accountEnabled": True, "displayName": "Admin", "mailNickname": "admin",
        "userPrincipalName": f"admin.{uuid.uuid4().hex[:8]}@contoso.example",
        "passwordProfile": {"forceChangePasswordNextSignIn": False, "password": PASSWORD}}).json()
    directory.call("POST", "/roleManagement/directory/roleAssignments", 201, json={
        "principalId": person["id"], "roleDefinitionId": GLOBAL, "directoryScopeId": "/"})
    return person


def test_admin_consent_grants_roles_and_scopes(platform, directory, files, interface, administrator, adele):  # noqa: F811
    scope = interface["api"]["oauth2PermissionScopes"][0]["id"]
    client = directory.register(
        "consented", files["daemon"], web={"redirectUris": [REDIRECT]}, requiredResourceAccess=[
            {"resourceAppId": GRAPH_APP, "resourceAccess": [{"id": USER_READ_ALL, "type": "Role"}]},
            {"resourceAppId": interface["appId"], "resourceAccess": [{"id": scope, "type": "Scope"}]}])
    url = (f"{platform.authority}/{platform.tenant}/adminconsent?client_id={client['appId']}&state=12345"
           f"&redirect_uri={urllib.parse.quote(REDIRECT, safe='')}")
    refused = pages.Browser(platform).sign_in(url, adele["userPrincipalName"], PASSWORD)
    assert refused.status_code == 400 and "AADSTS90094" in refused.text
    reply = pages.Browser(platform).sign_in(url, administrator["userPrincipalName"], PASSWORD)
    assert pages.answer(reply) == {"admin_consent": "True", "tenant": platform.tenant, "state": "12345"}
    token = directory.sign_in(client["appId"], files["daemon"])["access_token"]
    assert verified(platform, token, "https://graph.microsoft.com")["roles"] == ["User.Read.All"]
    listed = requests.get(f"{platform.connection['graph']}/users", verify=platform.ca, timeout=60,
                          headers={"Authorization": f"Bearer {token}"})
    assert listed.status_code == 200
    # Nobody is asked any more: the sign-in page is the only one.
    app = confidential(platform, client, files)
    flow = app.initiate_auth_code_flow([f"api://{interface['appId']}/read"], redirect_uri=REDIRECT)
    browser = pages.Browser(platform)
    reply = browser.submit(browser.get(flow["auth_uri"]), loginfmt=adele["userPrincipalName"], passwd=PASSWORD)
    assert reply.is_redirect, reply.text
    result = app.acquire_token_by_auth_code_flow(flow, pages.answer(reply))
    assert result["scope"] and "access_token" in result


def test_a_declined_admin_consent_is_permission_denied(platform, directory, files, administrator):
    client = directory.register("declined", files["daemon"], web={"redirectUris": [REDIRECT]})
    url = (f"{platform.authority}/organizations/v2.0/adminconsent?client_id={client['appId']}&state=s"
           f"&redirect_uri={urllib.parse.quote(REDIRECT, safe='')}&scope=https://graph.microsoft.com/User.Read")
    single = pages.Browser(platform).get(url)
    assert "AADSTS50194" in single.text
    url = url.replace("organizations", platform.tenant)
    browser = pages.Browser(platform)
    page = browser.submit(browser.get(url), loginfmt=administrator["userPrincipalName"], passwd=PASSWORD)
    answer = pages.answer(browser.submit(page, cancel="1"))
    assert answer == {"error": "permission_denied", "error_description": "The admin canceled the request", "state": "s"}


def test_msal_prompts_for_the_administrators_consent(platform, directory, files, interface, administrator):  # noqa: F811
    client = directory.register("prompted", files["daemon"], web={"redirectUris": [REDIRECT]})
    app = confidential(platform, client, files)
    result = signed_in(platform, app, administrator, [f"api://{interface['appId']}/read"], prompt="admin_consent")
    assert "access_token" in result, result
    principal = directory.call("GET", f"/servicePrincipals(appId='{client['appId']}')", 200).json()
    grants = directory.call("GET", f"/oauth2PermissionGrants?$filter=clientId eq '{principal['id']}'", 200).json()["value"]
    assert grants and {grant["consentType"] for grant in grants} == {"AllPrincipals"}
