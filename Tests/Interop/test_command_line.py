# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The command line as scripts use it: exit statuses, one JSON document, help with an example, files that openssl reads."""
import datetime
import json
import os
import re
import stat
import subprocess
import uuid

import jwt
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

import certificates
import graph
from signet_cli import PROGRAM, signet

COMMANDS = [
    [], ["certificate"], ["certificate", "create"], ["certificate", "inspect"], ["assertion"], ["assertion", "create"],
    ["assertion", "decode"], ["assertion", "verify"], ["token"], ["app"], ["app", "create"], ["app", "list"], ["app", "show"],
    ["app", "add-certificate"], ["app", "remove-certificate"], ["app", "add-secret"], ["app", "delete"],
    ["app", "roll-certificate"], ["app", "add-federated-credential"], ["app", "restore"], ["app", "export"],
    ["app", "import"], ["platform"],
    ["platform", "serve"], ["platform", "explain"], ["platform", "portal"], ["platform", "tenant"], ["platform", "tenant", "add"],
    ["platform", "tenant", "list"], ["platform", "export"], ["platform", "import"], ["gateway"], ["gateway", "serve"], ["gateway", "check"], ["gateway", "trace"], ["policy"], ["policy", "check"],
    ["policy", "eval"], ["policy", "format"], ["policy", "convert"], ["demo"],
]


def run(*arguments, **options):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, **options)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(command):
    result = run(*command, "--help")
    assert result.returncode == 0
    assert "Example:" in result.stdout and "signet " + " ".join(command[:1]) in result.stdout


def test_the_list_of_commands_above_is_complete():
    found = {()}
    queue = [()]
    while queue:
        command = queue.pop()
        text = run(*command, "--help").stdout
        if "SUBCOMMANDS:" not in text:
            continue
        for name in re.findall(r"^  ([a-z-]+)(?:\s{2,}|$)", text.split("SUBCOMMANDS:")[1].split("See '")[0], re.M):
            found.add((*command, name))
            queue.append((*command, name))
    assert found == {tuple(command) for command in COMMANDS}


@pytest.mark.parametrize("arguments", [
    ["nonsense"], ["certificate", "create"], ["certificate", "inspect", "a", "b"], ["token", "--scope", "x"],
    ["platform", "serve", "--data", "x", "--port", "70000"], ["platform", "serve", "--data", "x", "--tenant", "no-guid"],
    ["certificate", "create", "--subject", "CN=x", "--out", "x", "--days", "0"], ["gateway", "serve"],
])
def test_a_command_line_that_is_not_understood_exits_64(arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AZURE_")}
    assert run(*arguments, env=environment).returncode == 64
    result = run(*arguments, "--output", "json", env=environment)
    assert result.returncode == 64
    assert json.loads(result.stdout)["error"]["code"] == "usage"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_printed(shell):
    result = run("--generate-completion-script", shell)
    assert result.returncode == 0 and "certificate" in result.stdout


def test_a_failure_is_one_document_on_stdout_and_exits_1(tmp_path):
    failure = signet("certificate", "inspect", tmp_path / "missing.pem", status=1)
    assert failure["error"]["code"] == "unreadableFile"
    assert str(tmp_path / "missing.pem") in failure["error"]["message"]


def test_a_password_file_that_is_none_is_refused_and_not_cut(tmp_path, files):
    password = tmp_path / "password"
    password.write_bytes(b"x" * (64 * 1024 + 1))
    failure = signet("certificate", "inspect", files["daemon"], "--password-file", password, status=1)
    assert failure["error"]["code"] == "fileTooLarge"


@pytest.mark.parametrize("key, kind, bits", [
    ("rsa2048", "RSA", 2048), ("rsa3072", "RSA", 3072), ("p256", "EC", 256), ("p384", "EC", 384), ("p521", "EC", 521)])
def test_openssl_reads_what_was_created(tmp_path, key, kind, bits):
    path = tmp_path / "made.pem"
    made = signet("certificate", "create", "--subject", "CN=made,O=Contoso", "--key-type", key, "--dns", "localhost", "--ip", "::1",
                  "--uri", "spiffe://contoso/made", "--usage", "server", "--usage", "client", "--out", path)
    assert (made["keyType"], made["keyBits"]) == (kind, bits)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = certificates.openssl("x509", "-in", path, "-noout", "-text").decode()
    assert "DNS:localhost, IP Address:0:0:0:0:0:0:0:1, URI:spiffe://contoso/made" in text
    assert "TLS Web Server Authentication" in text and "TLS Web Client Authentication" in text
    certificates.openssl("pkey", "-in", path, "-check", "-noout")
    public = certificates.openssl("x509", "-in", path, "-noout", "-pubkey")
    assert public == certificates.openssl("pkey", "-in", path, "-pubout")
    assert made["thumbprint"] == graph.thumbprint(path)


def test_an_issued_pfx_verifies_against_its_authority(tmp_path):
    password = tmp_path / "password"
    password.write_text("pässword\n")
    signet("certificate", "create", "--subject", "CN=authority", "--ca", "--key-type", "p256", "--out", tmp_path / "ca.pem",
           "--certificate-out", tmp_path / "ca.crt")
    signet("certificate", "create", "--subject", "CN=leaf", "--issuer", tmp_path / "ca.pem", "--out", tmp_path / "leaf.pfx",
           "--out-password-file", password)
    key, leaf, chain = pkcs12.load_key_and_certificates((tmp_path / "leaf.pfx").read_bytes(), "pässword".encode())
    assert key.key_size == 2048 and [entry.subject.rfc4514_string() for entry in chain] == ["CN=authority"]
    certificates.openssl("pkcs12", "-in", tmp_path / "leaf.pfx", "-passin", f"file:{password}", "-nokeys", "-clcerts", "-out",
                         tmp_path / "leaf.crt")
    certificates.openssl("verify", "-x509_strict", "-CAfile", tmp_path / "ca.crt", tmp_path / "leaf.crt")
    seen = signet("certificate", "inspect", tmp_path / "leaf.pfx", "--password-file", password)
    assert seen["format"] == "PFX" and seen["hasPrivateKey"] is True
    assert [entry["subject"] for entry in seen["chain"]] == ["CN=leaf", "CN=authority"]


def test_inspect_has_the_members_that_scripts_rely_on(files):
    seen = signet("certificate", "inspect", files["chained"])
    assert list(seen) == ["format", "subject", "issuer", "serialNumber", "notBefore", "notAfter", "keyType", "keyBits",
                          "hasPrivateKey", "thumbprint", "thumbprintSHA256", "chain", "warnings"]
    leaf = x509.load_pem_x509_certificates(files["chained"].read_bytes())[0]
    assert seen["subject"] == "CN=chained-leaf" and seen["issuer"] == "CN=chained-intermediate"
    assert int(seen["serialNumber"], 16) == leaf.serial_number
    assert seen["notAfter"] == leaf.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert len(seen["chain"]) == 3 and set(seen["chain"][0]) == {"subject", "thumbprint"}


def test_an_expired_certificate_is_described_with_a_warning(tmp_path):
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "expired")])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + datetime.timedelta(days=30))
    (tmp_path / "expired.crt").write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    seen = signet("certificate", "inspect", tmp_path / "expired.crt")
    assert seen["hasPrivateKey"] is False and any("expired" in warning for warning in seen["warnings"])


def test_the_variables_of_azure_identity_stand_in_for_options(platform, daemon, files):
    document = signet("token", "--scope", "https://graph.microsoft.com/.default", "--ca", platform.ca, env={
        "AZURE_TENANT_ID": platform.tenant, "AZURE_CLIENT_ID": daemon["appId"],
        "AZURE_CLIENT_CERTIFICATE_PATH": str(files["daemon"]), "AZURE_AUTHORITY_HOST": platform.authority})
    assert document["tokenType"] == "Bearer"


def test_a_secret_of_the_environment_goes_before_its_certificate_but_not_before_an_option(platform, daemon, files):
    connection = ["--connection", platform.directory / "connection.json"]
    variables = {
        "AZURE_TENANT_ID": platform.tenant, "AZURE_CLIENT_ID": daemon["appId"], "AZURE_AUTHORITY_HOST": platform.authority,
        "AZURE_CLIENT_CERTIFICATE_PATH": str(files["stranger"]),
        "AZURE_CLIENT_SECRET": signet("app", "add-secret", daemon["appId"], *connection)["secretText"]}
    common = ["token", "--scope", "https://graph.microsoft.com/.default", "--ca", platform.ca]
    for arguments, method in [([], "1"), (["--credential", "environment"], "1"), (["--credential", "default"], "1"),
                              (["--certificate", files["daemon"], "--cae"], "2")]:
        claims = jwt.decode(signet(*common, *arguments, env=variables)["accessToken"], options={"verify_signature": False})
        assert claims["appidacr"] == method, arguments
    variables["AZURE_CLIENT_SECRET"] = "wrong"
    assert "AADSTS7000215" in signet(*common, env=variables, status=1)["error"]["message"]


def test_a_service_asks_on_behalf_of_a_user(platform, tmp_path, files):
    admin = graph.Graph(platform)
    scope = {"id": str(uuid.uuid4()), "value": "read", "type": "User", "isEnabled": True,
             "adminConsentDisplayName": "read", "adminConsentDescription": "read"}
    name = uuid.uuid4().hex
    shop = admin.register("shop", isFallbackPublicClient=True)
    service = admin.register("service", files["daemon"], identifierUris=[f"api://{name}"], api={
        "oauth2PermissionScopes": [scope],
        "preAuthorizedApplications": [{"appId": shop["appId"], "delegatedPermissionIds": [scope["id"]]}]})
    behind = admin.register("behind", identifierUris=[f"api://behind-{name}"], api={
        "oauth2PermissionScopes": [scope],
        "preAuthorizedApplications": [{"appId": service["appId"], "delegatedPermissionIds": [scope["id"]]}]})
    user, password = f"{name}@users.example", "Aa1!" + uuid.uuid4().hex
    admin.call("POST", "/users", 201, json={
        "accountEnabled": True, "displayName": name, "mailNickname": name, "userPrincipalName": user,
        "passwordProfile": {"password": password, "forceChangePasswordNextSignIn": False}})
    reply = requests.post(f"{platform.authority}/{platform.tenant}/oauth2/v2.0/token", verify=platform.ca, timeout=60, data={
        "grant_type": "password", "client_id": shop["appId"], "username": user, "password": password,
        "scope": f"api://{name}/read"}).json()
    assert "access_token" in reply, reply.get("error_description")
    (tmp_path / "user.jwt").write_text(reply["access_token"] + "\n")
    document = signet("token", "--tenant", platform.tenant, "--client-id", service["appId"], "--certificate", files["daemon"],
                      "--scope", f"api://behind-{name}/read", "--authority", platform.authority, "--ca", platform.ca,
                      "--user-assertion-file", tmp_path / "user.jwt")
    claims = jwt.decode(document["accessToken"], options={"verify_signature": False})
    assert claims["scp"] == "read" and claims["aud"] in (behind["appId"], f"api://behind-{name}")


def test_a_credential_that_lacks_what_it_needs_says_so(platform):
    common = ["token", "--scope", "https://graph.microsoft.com/.default", "--tenant", platform.tenant, "--client-id", "x"]
    failure = signet(*common, "--credential", "workload-identity", status=1)
    assert failure["error"]["code"] == "CredentialUnavailable" and "AZURE_FEDERATED_TOKEN_FILE" in failure["error"]["message"]
    failure = signet(*common, "--credential", "environment", status=1)
    assert "AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH" in failure["error"]["message"]
    failure = signet(*common, "--credential", "environment", "--region", "west/europe", status=1)
    assert failure["error"]["code"] == "InvalidArgument" and "no Azure region" in failure["error"]["message"]
    failure = signet(*common, "--credential", "environment", "--user-assertion-file", "-", status=64)
    assert "exclude each other" in failure["error"]["message"]


def test_registrations_are_managed_from_the_shell(platform, tmp_path, files):
    connection = ["--connection", platform.directory / "connection.json"]
    created = signet("app", "create", "--name", "shell", "--certificate-file", files["daemon"], *connection)
    client = created["appId"]
    assert client in [entry["appId"] for entry in signet("app", "list", *connection)["value"]]
    next_file = certificates.self_signed(tmp_path, "next")
    for _ in range(2):
        changed = signet("app", "add-certificate", client, next_file, *connection)
        assert len(changed["keyCredentials"]) == 2, "registering it again changes nothing"
    changed = signet("app", "remove-certificate", client, graph.thumbprint(files["daemon"]), *connection)
    assert len(changed["keyCredentials"]) == 1
    assert signet("app", "add-secret", client, *connection)["secretText"]
    shown = signet("app", "show", client, *connection)
    assert len(shown["passwordCredentials"]) == 1 and "secretText" not in json.dumps(shown["passwordCredentials"]).replace(
        '"secretText": null', "")
    signet("app", "delete", client, *connection)
    assert signet("app", "show", client, *connection, status=1)["error"]["code"] == "Request_ResourceNotFound"
    assert signet("app", "restore", client, *connection)["appId"] == client
    assert signet("app", "restore", client, *connection, status=1)["error"]["code"] == "notFound"
    added = signet("app", "add-federated-credential", client, "--name", "cluster", "--issuer", "https://cluster.example",
                   "--subject", "orders", *connection)
    assert added["audiences"] == ["api://AzureADTokenExchange"]
    other_file = certificates.self_signed(tmp_path, "other")
    signet("app", "roll-certificate", client, "--current", next_file, "--next", other_file, *connection)
    assert len(signet("app", "show", client, *connection)["keyCredentials"]) == 2
