# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Groups: a script fills them through Graph, PyJWT reads tokens that name them, the overage is followed."""
import uuid

import jwt
import pytest
import requests

PASSWORD = "xWwvJ]6NMw+bWH-d"


@pytest.fixture
def person(directory):
    name = f"grace.{uuid.uuid4().hex[:8]}@contoso.example"
    return directory.call("POST", "/users", 201, json={
        "accountEnabled": True, "displayName": "Grace", "mailNickname": "grace", "userPrincipalName": name,
        "passwordProfile": {"forceChangePasswordNextSignIn": False, "password": PASSWORD}}).json()


def group(directory, *members):
    links = [f"https://graph.microsoft.com/v1.0/directoryObjects/{member}" for member in members]
    return directory.call("POST", "/groups", 201, json={
        "displayName": "Readers", "mailEnabled": False, "mailNickname": "readers", "securityEnabled": True,
        "members@odata.bind": links}).json()["id"]


def claims(platform, client, person):
    # Not by msal: it asks for the person's realm without the authority's port.
    reply = requests.post(platform.token_url(), verify=platform.ca, timeout=60, data={
        "grant_type": "password", "client_id": client, "username": person["userPrincipalName"], "password": PASSWORD,
        "scope": "openid User.Read"}).json()
    assert "id_token" in reply, reply
    return jwt.decode(reply["id_token"], options={"verify_signature": False})


def test_tokens_name_groups_and_point_to_graph_above_two_hundred(platform, directory, person):
    client = directory.register("groups", isFallbackPublicClient=True, groupMembershipClaims="SecurityGroup")
    principal = directory.call("GET", f"/servicePrincipals(appId='{client['appId']}')", 200).json()["id"]
    resource = directory.call("GET", "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')", 200).json()["id"]
    directory.call("POST", "/oauth2PermissionGrants", 201, json={
        "clientId": principal, "consentType": "AllPrincipals", "resourceId": resource, "scope": "User.Read openid profile"})
    inner = group(directory, person["id"])
    outer = group(directory, inner)
    assert sorted(claims(platform, client["appId"], person)["groups"]) == sorted([inner, outer])
    for _ in range(199):
        group(directory, person["id"])
    said = claims(platform, client["appId"], person)
    assert "groups" not in said and said["_claim_names"] == {"groups": "src1"}
    endpoint = said["_claim_sources"]["src1"]["endpoint"]
    assert endpoint.startswith(platform.connection["graph"])
    reply = directory.session.post(endpoint, json={"securityEnabledOnly": True}, timeout=60)
    assert reply.status_code == 200 and len(reply.json()["value"]) == 201
    count = directory.call("GET", f"/users/{person['id']}/transitiveMemberOf/$count", 200, headers={"ConsistencyLevel": "eventual"})
    assert count.text == "201"
    seen, link = 0, f"/users/{person['id']}/memberOf?$top=50&$select=id"
    while link:
        page = directory.call("GET", link.removeprefix(platform.connection["graph"]), 200).json()
        seen, link = seen + len(page["value"]), page.get("@odata.nextLink", "")
    assert seen == 200
