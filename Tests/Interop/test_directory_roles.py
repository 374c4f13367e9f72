# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Roles of administrators and token lifetime policies, as scripts set them through Graph."""
import json

import jwt

GLOBAL = "62e90394-69f5-4237-9190-012177145e10"


def claims(token):
    return jwt.decode(token, options={"verify_signature": False})


def test_a_role_is_assigned_and_told(directory, files):
    client = directory.register("auditor", files["daemon"])
    principal = directory.call("GET", f"/servicePrincipals(appId='{client['appId']}')", 200).json()
    definition = directory.call("GET", "/roleManagement/directory/roleDefinitions?$filter=displayName eq 'Global Administrator'",
                                200).json()["value"][0]
    assert definition["id"] == GLOBAL
    assignment = directory.call("POST", "/roleManagement/directory/roleAssignments", 201, json={
        "@odata.type": "#microsoft.graph.unifiedRoleAssignment", "principalId": principal["id"],
        "roleDefinitionId": definition["id"], "directoryScopeId": "/"}).json()
    token = directory.sign_in(client["appId"], files["daemon"])["access_token"]
    assert GLOBAL in claims(token)["wids"]
    listed = directory.call("GET", f"/roleManagement/directory/roleAssignments?$filter=principalId eq '{principal['id']}'", 200)
    assert [found["id"] for found in listed.json()["value"]] == [assignment["id"]]
    directory.call("DELETE", f"/roleManagement/directory/roleAssignments/{assignment['id']}", 204)
    assert "wids" not in claims(directory.sign_in(client["appId"], files["daemon"])["access_token"])


def test_a_lifetime_policy_decides_how_long_tokens_live(directory, files):
    resource = directory.register("short-lived")
    directory.call("PATCH", f"/applications/{resource['id']}", 204, json={"identifierUris": [f"api://{resource['appId']}"]})
    client = directory.register("short-lived-client", files["daemon"])
    rule = {"TokenLifetimePolicy": {"Version": 1, "AccessTokenLifetime": "00:15:00"}}
    policy = directory.call("POST", "/policies/tokenLifetimePolicies", 201, json={
        "definition": [json.dumps(rule)], "displayName": "quarter", "isOrganizationDefault": False}).json()
    directory.call("POST", f"/applications/{resource['id']}/tokenLifetimePolicies/$ref", 204, json={
        "@odata.id": f"https://graph.microsoft.com/v1.0/policies/tokenLifetimePolicies/{policy['id']}"})
    reply = directory.sign_in(client["appId"], files["daemon"], scope=f"api://{resource['appId']}/.default")
    issued = claims(reply["access_token"])
    assert issued["exp"] - issued["iat"] == 900 and 895 <= reply["expires_in"] <= 900
    rule["TokenLifetimePolicy"]["AccessTokenLifetime"] = "24:00:00"
    refused = directory.call("PATCH", f"/policies/tokenLifetimePolicies/{policy['id']}", 400, json={
        "definition": [json.dumps(rule)]}).json()
    assert refused["error"]["message"] == "Property definition has an invalid value."
