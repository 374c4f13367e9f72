# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""A platform from a file, for CI; a platform into a file, and back."""
import json
import subprocess
import time

import jwt
import msal
import pytest
import requests
import yaml
from cryptography.hazmat.primitives.asymmetric import rsa

import graph
import signet_cli

APP = "33333333-0000-4000-8000-000000000001"
FABRIKAM = "22222222-0000-4000-8000-00000000000b"
SCOPE = "55555555-0000-4000-8000-000000000001"
ISSUER = "https://tokens.issuer.example"
SECRET = "abc8Q~a-secret-of-the-seed-0123456789"


def seed(files):
    return {
        "applications": [
            {"displayName": "orders", "identifierUris": ["api://orders"], "accessTokenVersion": 2,
             "properties": {"api": {
                 "oauth2PermissionScopes": [{"id": SCOPE, "value": "read", "type": "User", "isEnabled": True,
                                             "adminConsentDisplayName": "Read", "adminConsentDescription": "Read"}],
                 "preAuthorizedApplications": [{"appId": APP, "delegatedPermissionIds": [SCOPE]}]}},
             "appRoles": ["Orders.Read", {"value": "Orders.Write", "id": "44444444-0000-4000-8000-000000000001"}]},
            {"displayName": "daemon", "appId": APP,
             "certificates": [str(files["daemon"]), {"pem": files["chained"].read_text()}, {"create": "made.pem", "days": 30}],
             "secrets": [{"value": SECRET}, {"create": "secret.txt"}], "properties": {"isFallbackPublicClient": True},
             "federatedCredentials": [{"name": "pipeline", "issuer": ISSUER, "subject": "repo:contoso/orders:ref:main"},
                                      {"name": "cluster", "issuer": ISSUER, "subject": "system:serviceaccount:a:b",
                                       "audiences": ["api://cluster"]}],
             "roles": [{"resource": "api://orders", "role": "Orders.Write"},
                       {"resource": "https://graph.microsoft.com", "role": "Application.Read.All"}]},
        ],
        "users": [{"userPrincipalName": "ada@contoso.onmicrosoft.com", "displayName": "Ada", "password": "Correct-horse-1",
                   "roles": [{"resource": "api://orders", "role": "Orders.Read"}],
                   "directoryRoles": ["Global Administrator", "5d6b6bb7-de71-4623-b4af-96380a352509"]}],
        "tenants": [{"id": FABRIKAM, "displayName": "Fabrikam", "domains": ["fabrikam.onmicrosoft.com"],
                     "applications": [{"displayName": "other", "appId": APP, "certificates": [{"path": str(files["stranger"])}]}]}],
    }


def options(path):
    return "--seed", path, "--domain", "contoso.onmicrosoft.com"


def issuer_keys(path):
    """A key of an issuer that exists in a file alone; gives the key."""
    key = rsa.generate_private_key(65537, 2048)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    path.write_text(json.dumps({"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}))
    return key


def federated_sign_in(platform, key, subject, audience):
    now = int(time.time())
    claims = {"iss": ISSUER, "sub": subject, "aud": audience, "iat": now, "nbf": now, "exp": now + 300}
    return requests.post(platform.token_url(), verify=platform.ca, timeout=60, data={
        "grant_type": "client_credentials", "client_id": APP, "scope": "api://orders/.default",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(claims, key, "RS256", headers={"kid": "k1"})}).json()


def test_federated_credentials_and_roles_of_people_are_seeded(tmp_path, files):
    key = issuer_keys(tmp_path / "issuer.json")
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed(files)))
    for _ in range(2):
        with signet_cli.platform(tmp_path / "data", *options(path), "--issuer-keys", f"{ISSUER}={tmp_path / 'issuer.json'}") as platform:
            directory = graph.Graph(platform)
            accepted = federated_sign_in(platform, key, "repo:contoso/orders:ref:main", "api://AzureADTokenExchange")
            assert jwt.decode(accepted["access_token"], options={"verify_signature": False})["roles"] == ["Orders.Write"]
            assert "access_token" in federated_sign_in(platform, key, "system:serviceaccount:a:b", "api://cluster")
            refused = federated_sign_in(platform, key, "repo:contoso/other:ref:main", "api://AzureADTokenExchange")
            assert refused["error_codes"] == [700213]
            application = directory.call("GET", f"/applications(appId='{APP}')", 200).json()
            listed = directory.call("GET", f"/applications/{application['id']}/federatedIdentityCredentials", 200).json()["value"]
            assert sorted(entry["name"] for entry in listed) == ["cluster", "pipeline"]
            reply = requests.post(platform.token_url(), verify=platform.ca, timeout=60, data={
                "grant_type": "password", "client_id": APP, "username": "ada@contoso.onmicrosoft.com",
                "password": "Correct-horse-1", "scope": "api://orders/read"}).json()
            claims = jwt.decode(reply["access_token"], options={"verify_signature": False})
            assert (claims["roles"], claims["scp"]) == (["Orders.Read"], "read")
            held = directory.call("GET", f"/roleManagement/directory/roleAssignments?$filter=principalId eq '{claims['oid']}'", 200)
            assert len(held.json()["value"]) == 2


@pytest.mark.parametrize("change, text", [
    ({"directoryRoles": ["King"]}, "there is no directory role 'King'; there are: Application Administrator"),
    ({"roles": [{"resource": "api://orders", "role": "Orders.Burn"}]}, "'api://orders' has no role 'Orders.Burn'"),
    ({"roles": [{"resource": "api://nothing", "role": "x"}]}, "there is no resource 'api://nothing'"),
    ({"directoryRoles": {"a": 1}}, "'directoryRoles' is a list"),
])
def test_a_role_that_does_not_exist_ends_the_start(tmp_path, files, change, text):
    document = seed(files)
    document["users"][0].update(change)
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(document))
    done = subprocess.run([signet_cli.PROGRAM, "platform", "serve", "--data", tmp_path / "data", "--port", "0", *options(path)],
                          capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and text in done.stdout + done.stderr
    assert "seed.yaml:" in done.stdout + done.stderr


def secret_sign_in(platform, secret):
    return msal.ConfidentialClientApplication(
        APP, authority=f"{platform.authority}/{platform.tenant}", client_credential=secret, instance_discovery=False,
        verify=platform.ca).acquire_token_for_client(["api://orders/.default"])


@pytest.mark.parametrize("write", [yaml.safe_dump, lambda value: json.dumps(value, indent="\t")], ids=["yaml", "json"])
def test_a_seed_is_there_when_the_platform_answers_and_twice_is_once(tmp_path, files, write):
    path = tmp_path / "seed.file"
    path.write_text(write(seed(files)))
    exports = []
    for _ in range(2):
        with signet_cli.platform(tmp_path / "data", *options(path)) as platform:
            directory = graph.Graph(platform)
            for certificate in (files["daemon"], files["chained"], tmp_path / "made.pem"):
                token = directory.sign_in(APP, certificate, scope="api://orders/.default")
                assert jwt.decode(token["access_token"], options={"verify_signature": False})["roles"] == ["Orders.Write"]
            for secret in (SECRET, (tmp_path / "secret.txt").read_text()):
                assert "access_token" in secret_sign_in(platform, secret)
            assert "access_token" in directory.sign_in(APP, files["stranger"], tenant=FABRIKAM)
            assert directory.call("GET", "/users/ada@contoso.onmicrosoft.com", 200).json()["displayName"] == "Ada"
            signet_cli.signet("platform", "export", "--data", tmp_path / "data", "--out", tmp_path / "out.json", "--without-secrets")
            document = json.loads((tmp_path / "out.json").read_text())
            # What was noted of the sign-ins above is not the seed's.
            exports.append([record for record in document["records"]
                            if record["collection"] != "directoryAudits" and record["id"] != "signInLog"])
    assert exports[0] == exports[1]


@pytest.mark.parametrize("text, place, what", [
    ("applications:\n  - displayName: a\n    colour: red\n", "3:5", "no key 'colour'"),
    ("applications:\n  - appId: x\n", "2:5", "needs the key 'displayName'"),
    ("applications:\n  - displayName: a\n    redirectUris: [https://a]\n", "3:19", "there are publicClient, spa, web"),
    ("applications:\n  - displayName: a\n    appId: nothing\n", "3:12", "'appId' is a GUID"),
    ("applications:\n  - displayName: a\n    certificates:\n      - path: missing.pem\n", "4:9", "missing.pem"),
    ("applications:\n  - displayName: a\n    roles:\n      - {resource: api://b, role: C}\n", "4:9", "no resource 'api://b'"),
    ("applications:\n  - displayName: a\n    identifierUris: ['not a uri']\n", "2:5", "the directory refused"),
    ("applications: [\n", "2:1", ""), ('{"applications": [{"displayName": "a",\n  "days": 1}]}', "2:3", "no key 'days'"),
    ("tenants:\n  - displayName: x\n", "2:5", "'id' or 'domains'"),
])
def test_a_mistake_in_a_seed_is_named_with_its_place(tmp_path, text, place, what):
    path = tmp_path / "seed.yaml"
    path.write_text(text)
    result = subprocess.run([signet_cli.PROGRAM, "platform", "serve", "--data", tmp_path / "data", "--port", "0", "--seed", path],
                            capture_output=True, text=True, timeout=60)
    assert result.returncode == 1 and f"seed.yaml:{place}: " in result.stderr and what in result.stderr, result.stderr
    assert not (tmp_path / "data" / "connection.json").exists()


def test_an_export_holds_everything_and_an_import_proves_itself(tmp_path, files):
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed(files)))
    word = tmp_path / "passphrase"
    word.write_text("correct horse battery staple\n")

    def export(data, name, *more):
        signet_cli.signet("platform", "export", "--data", tmp_path / data, "--out", tmp_path / name, *more)
        return (tmp_path / name).read_bytes()

    with signet_cli.platform(tmp_path / "one", *options(path)) as platform:
        connection = platform.connection
        running = export("one", "running.json", "--passphrase-file", word)
    first = export("one", "one.json", "--passphrase-file", word)
    # The log of sign-ins is filed behind the requests; everything else is the same while the platform runs.
    kept = [[record for record in json.loads(document)["records"] if record["id"] != "signInLog"] for document in (running, first)]
    assert kept[0] == kept[1]
    signet_cli.signet("platform", "import", "--data", tmp_path / "two", "--in", tmp_path / "one.json", "--passphrase-file", word)
    assert export("two", "two.json", "--passphrase-file", word) == first
    for secret in (SECRET.encode(), b"Correct-horse-1", b"PRIVATE KEY", b'"digest"', b'"sealed": "'):
        assert secret not in first
    with signet_cli.platform(tmp_path / "two", "--domain", "contoso.onmicrosoft.com") as platform:
        assert platform.connection["adminClientId"] == connection["adminClientId"]
        assert "access_token" in secret_sign_in(platform, SECRET)
        assert "access_token" in graph.Graph(platform).sign_in(APP, tmp_path / "made.pem")
    again = signet_cli.signet("platform", "import", "--data", tmp_path / "two", "--in", tmp_path / "one.json", "--passphrase-file", word, status=1)
    assert again["error"]["code"] == "directoryInUse"
    word.write_text("wrong")
    wrong = signet_cli.signet("platform", "import", "--data", tmp_path / "three", "--in", tmp_path / "one.json", "--passphrase-file", word, status=1)
    assert wrong["error"]["code"] == "unreadableExport" and not (tmp_path / "three" / "master.key").exists()


def test_an_export_without_secrets_makes_a_platform_with_new_ones(tmp_path, files):
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed(files)))
    with signet_cli.platform(tmp_path / "one", *options(path)) as platform:
        kept = graph.Graph(platform).call("GET", f"/applications(appId='{APP}')", 200).json()["id"]
    for data, name in (("one", "one.json"), ("two", "two.json")):
        if data == "two":
            signet_cli.signet("platform", "import", "--data", tmp_path / "two", "--in", tmp_path / "one.json")
        signet_cli.signet("platform", "export", "--data", tmp_path / data, "--out", tmp_path / name, "--without-secrets")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    with signet_cli.platform(tmp_path / "two", "--domain", "contoso.onmicrosoft.com") as platform:
        directory = graph.Graph(platform)
        assert directory.call("GET", f"/applications(appId='{APP}')", 200).json()["id"] == kept
        assert "access_token" in directory.sign_in(APP, files["daemon"])
        assert secret_sign_in(platform, SECRET)["error_codes"] == [7000215]
