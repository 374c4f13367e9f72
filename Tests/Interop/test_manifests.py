# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Application manifests of both generations, written and read by the command line."""
import base64
import json
import uuid

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

import graph
from signet_cli import signet

SCOPE, ROLE, CLIENT = (str(uuid.uuid4()) for _ in range(3))
PROPERTIES = {
    "api": {
        "acceptMappedClaims": True, "knownClientApplications": [CLIENT], "requestedAccessTokenVersion": 2,
        "oauth2PermissionScopes": [{
            "id": SCOPE, "value": "read", "type": "User", "isEnabled": True, "adminConsentDisplayName": "Read",
            "adminConsentDescription": "Reads.", "userConsentDisplayName": None, "userConsentDescription": None}],
        "preAuthorizedApplications": [{"appId": CLIENT, "delegatedPermissionIds": [SCOPE]}],
    },
    "appRoles": [{"id": ROLE, "value": "Write", "displayName": "Write", "description": "Writes.", "isEnabled": True,
                  "allowedMemberTypes": ["Application", "User"]}],
    "description": "All of it", "groupMembershipClaims": "SecurityGroup", "isFallbackPublicClient": True, "notes": "kept", "tags": ["a", "b"],
    "info": {"marketingUrl": "https://a.example/m", "privacyStatementUrl": "https://a.example/p", "supportUrl": "https://a.example/s",
             "termsOfServiceUrl": "https://a.example/t"},
    "optionalClaims": {"idToken": [{"name": "email", "essential": False}], "accessToken": [], "saml2Token": []},
    "requiredResourceAccess": [{"resourceAppId": "00000003-0000-0000-c000-000000000000",
                                "resourceAccess": [{"id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope"}]}],
    "signInAudience": "AzureADMultipleOrgs",
    "web": {"homePageUrl": "https://a.example/", "logoutUrl": "https://a.example/out", "redirectUris": ["https://a.example/web"],
            "implicitGrantSettings": {"enableIdTokenIssuance": True, "enableAccessTokenIssuance": False}},
    "spa": {"redirectUris": ["https://a.example/spa"]}, "publicClient": {"redirectUris": ["http://localhost"]},
}
# What only the directory writes.
OWN = ["@odata.context", "id", "appId", "createdDateTime", "passwordCredentials"]


@pytest.fixture
def connection(platform):
    return ["--connection", platform.directory / "connection.json"]


@pytest.fixture
def application(directory, files):
    made = directory.register("manifest", files["daemon"], **PROPERTIES, identifierUris=[f"api://{uuid.uuid4()}"])
    directory.call("POST", f"/applications/{made['id']}/addPassword", 200, json={"passwordCredential": {"displayName": "ci"}})
    return made["appId"]


def state(directory, client):
    path = f"/applications(appId='{client}')"
    found = directory.call("GET", path, 200).json()
    found["keyCredentials"] = directory.call("GET", path + "?$select=keyCredentials", 200).json()["keyCredentials"]
    return {name: value for name, value in found.items() if name not in OWN}


@pytest.mark.parametrize("format", ["graph", "azure-ad"])
def test_a_manifest_makes_the_same_application_again(directory, connection, application, tmp_path, format):
    before = state(directory, application)
    path = tmp_path / "manifest.json"
    assert signet("app", "export", application, "--format", format, "--out", path, *connection) == {"file": str(path)}
    # Into the application itself: nothing changes, its secret stays.
    changed = signet("app", "import", path, *connection)
    assert changed["appId"] == application and not changed["created"] and changed["ignored"] == []
    assert state(directory, application) == before
    assert len(directory.call("GET", f"/applications(appId='{application}')", 200).json()["passwordCredentials"]) == 1
    # Where it is gone: a new one, all but the secret, which nobody can read.
    signet("app", "delete", application, *connection)
    made = signet("app", "import", path, *connection)
    assert made["created"] and made["appId"] != application and made["ignored"] == ["passwordCredentials"]
    assert state(directory, made["appId"]) == before
    assert signet("app", "import", path, "--new", *connection, status=1)["error"]["code"] == "Request_BadRequest", "its URI is taken"
    signet("app", "delete", made["appId"], *connection)


def test_an_imported_application_signs_in(directory, connection, application, tmp_path, files):
    manifest = signet("app", "export", application, "--format", "azure-ad", *connection)
    manifest["identifierUris"] = []
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest), encoding="utf-8-sig")
    made = signet("app", "import", path, "--new", *connection)
    assert "access_token" in directory.sign_in(made["appId"], files["daemon"])


def test_the_azure_ad_format_has_its_own_names(connection, application, files):
    manifest = signet("app", "export", application, "--format", "azure-ad", *connection)
    certificate = x509.load_pem_x509_certificate(files["daemon"].read_bytes())
    key, = manifest["keyCredentials"]
    assert base64.b64decode(key["value"]) == certificate.public_bytes(serialization.Encoding.DER)
    assert base64.b64decode(key["customKeyIdentifier"]) == certificate.fingerprint(hashes.SHA1())
    assert key["startDate"] < key["endDate"] and not {"key", "startDateTime", "endDateTime"} & set(key)
    assert manifest["name"] == "manifest" and manifest["accessTokenAcceptedVersion"] == 2 and manifest["allowPublicClient"]
    assert manifest["oauth2Permissions"][0]["value"] == "read" and manifest["oauth2Permissions"][0]["origin"] == "Application"
    assert manifest["preAuthorizedApplications"] == [{"appId": CLIENT, "permissionIds": [SCOPE]}]
    assert {(entry["type"], entry["url"]) for entry in manifest["replyUrlsWithType"]} == {
        ("Web", "https://a.example/web"), ("Spa", "https://a.example/spa"), ("InstalledClient", "http://localhost")}
    assert manifest["informationalUrls"]["termsOfService"] == "https://a.example/t"
    assert manifest["oauth2AllowIdTokenImplicitFlow"] and not manifest["oauth2AllowImplicitFlow"]
    assert manifest["signInUrl"] == "https://a.example/" and manifest["logoutUrl"] == "https://a.example/out"
    assert manifest["passwordCredentials"][0]["value"] is None and "endDate" in manifest["passwordCredentials"][0]
    assert not {"api", "web", "spa", "publicClient", "info", "displayName", "isFallbackPublicClient"} & set(manifest)
    assert list(manifest)[0] == "id" and list(manifest)[1:] == sorted(list(manifest)[1:])


def test_a_manifest_of_the_old_portal_is_read(directory, connection, tmp_path, files):
    value = base64.b64encode(x509.load_pem_x509_certificate(files["daemon"].read_bytes()).public_bytes(serialization.Encoding.DER))
    manifest = {
        "id": str(uuid.uuid4()), "acceptMappedClaims": None, "accessTokenAcceptedVersion": 2, "addIns": [], "allowPublicClient": None,
        "appId": str(uuid.uuid4()), "appRoles": [], "oauth2AllowUrlPathMatching": False, "createdDateTime": "2019-01-01T00:00:00Z",
        "certification": None, "disabledByMicrosoftStatus": None, "groupMembershipClaims": None, "identifierUris": [],
        "informationalUrls": {"termsOfService": None, "support": None, "privacy": None, "marketing": None},
        "keyCredentials": [
            {"customKeyIdentifier": None, "keyId": str(uuid.uuid4()), "type": "AsymmetricX509Cert", "usage": "Verify", "value": value.decode()},
            {"endDate": "2001-01-01T00:00:00Z", "keyId": str(uuid.uuid4()), "startDate": "2000-01-01T00:00:00Z",
             "type": "AsymmetricX509Cert", "usage": "Verify", "value": value.decode()}],
        "knownClientApplications": [], "logoUrl": None, "logoutUrl": None, "name": "old portal", "oauth2AllowIdTokenImplicitFlow": True,
        "oauth2AllowImplicitFlow": False, "oauth2RequirePostResponse": False, "optionalClaims": None, "orgRestrictions": [],
        "oauth2Permissions": [{"adminConsentDescription": "x", "adminConsentDisplayName": "x", "id": SCOPE, "isEnabled": True, "lang": None,
                               "origin": "Application", "type": "User", "value": "user_impersonation"}],
        "parentalControlSettings": {"countriesBlockedForMinors": [], "legalAgeGroupRule": "Allow"}, "passwordCredentials": [],
        "preAuthorizedApplications": [{"appId": CLIENT, "permissionIds": [SCOPE]}], "publisherDomain": "contoso.onmicrosoft.com",
        "replyUrlsWithType": [{"url": "https://old.example/", "type": "Web"}, {"url": "https://old.example/", "type": "Telepathy"}],
        "requiredResourceAccess": [], "samlMetadataUrl": None, "signInUrl": "https://old.example/", "signInAudience": "AzureADMyOrg",
        "tags": [], "tokenEncryptionKeyId": None, "crystalBall": True,
    }
    path = tmp_path / "old.json"
    path.write_text(json.dumps(manifest))
    made = signet("app", "import", path, *connection)
    assert made["created"] and sorted(made["ignored"]) == ["crystalBall", "keyCredentials", "replyUrlsWithType"]
    found = state(directory, made["appId"])
    assert found["displayName"] == "old portal" and found["api"]["requestedAccessTokenVersion"] == 2
    assert found["web"]["redirectUris"] == ["https://old.example/"] and found["web"]["homePageUrl"] == "https://old.example/"
    assert found["api"]["oauth2PermissionScopes"][0].keys().isdisjoint({"lang", "origin"})
    assert found["api"]["preAuthorizedApplications"] == [{"appId": CLIENT, "delegatedPermissionIds": [SCOPE]}]
    key, = found["keyCredentials"]
    assert base64.b64decode(key["customKeyIdentifier"]).hex().upper() == graph.thumbprint(files["daemon"])
    # What Azure AD Graph itself called things.
    path.write_text(json.dumps({"displayName": "elder", "homepage": "https://e.example/", "availableToOtherTenants": True,
                                "replyUrls": ["https://e.example/back"], "publicClient": True}))
    found = state(directory, signet("app", "import", path, *connection)["appId"])
    assert found["signInAudience"] == "AzureADMultipleOrgs" and found["isFallbackPublicClient"] is True
    assert found["web"] == {"homePageUrl": "https://e.example/", "redirectUris": ["https://e.example/back"]}


@pytest.mark.parametrize("content, code", [
    ("", "malformed"), ("[]", "malformed"), ("{}", "malformed"), ("{\"name\": ", "malformed"), ("[" * 100_000, "malformed"),
    (json.dumps({"name": "mixed", "web": {}}), "malformed"), (json.dumps({"displayName": 5}), "Request_BadRequest"),
    (json.dumps({"name": "x", "keyCredentials": [{"value": "!", "type": "AsymmetricX509Cert", "usage": "Verify"}]}), "Request_BadRequest"),
    (json.dumps({"name": "x", "appId": "../../users"}), "invalidArgument"), (None, "unreadableFile"),
], ids=range(10))
def test_what_is_no_manifest_is_refused(connection, tmp_path, content, code):
    path = tmp_path / "manifest.json"
    if content is not None:
        path.write_text(content)
    assert signet("app", "import", path, *connection, status=1)["error"]["code"] == code
