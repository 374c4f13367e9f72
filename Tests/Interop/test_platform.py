# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The platform as a program: files it makes, what it serves, what survives."""
import base64
import json
import pathlib
import re
import signal
import stat
import subprocess
import time
import uuid

import jwt
import requests

import graph
import signet_cli


def get(platform, path, **options):
    return requests.get(platform.authority + path, verify=platform.ca, timeout=60, **options)


def test_the_connection_file_has_what_scripts_rely_on(platform):
    assert set(platform.connection) == {
        "authority", "tenantId", "graph", "vault", "portal", "caCertificatePath", "adminClientId", "adminCertificatePath"}
    assert stat.S_IMODE(pathlib.Path(platform.connection["adminCertificatePath"]).stat().st_mode) == 0o600
    assert get(platform, "/health").status_code == 200


def test_discovery_has_the_members_of_the_real_document_in_its_order(platform):
    document = get(platform, f"/{platform.tenant}/v2.0/.well-known/openid-configuration").json()
    names = list(document)
    assert names[:3] == ["token_endpoint", "token_endpoint_auth_methods_supported", "jwks_uri"] or "mtls_endpoint_aliases" in names
    for absent in ("grant_types_supported", "code_challenge_methods_supported", "revocation_endpoint", "introspection_endpoint"):
        assert absent not in document
    assert document["issuer"] == f"{platform.authority}/{platform.tenant}/v2.0"
    assert document["token_endpoint"] == platform.token_url()


def test_an_error_has_the_shape_and_the_echoes_of_the_real_service(platform):
    correlation = "d6ad6f7c-3e6e-4a8c-9c5e-1d2f3a4b5c6d"
    reply = requests.post(platform.token_url(), data={"grant_type": "client_credentials"}, verify=platform.ca, timeout=60,
                          headers={"client-request-id": correlation, "return-client-request-id": "true"})
    document = reply.json()
    assert reply.status_code == 400
    assert document["error"] == "invalid_request" and document["error_codes"] == [900144]
    assert document["error_description"].startswith(
        "AADSTS900144: The request body must contain the following parameter: 'client_id'.")
    assert document["correlation_id"] == correlation == reply.headers["client-request-id"]
    assert document["trace_id"] == reply.headers["x-ms-request-id"]
    assert document["error_uri"].endswith("/error?code=900144")
    assert reply.headers["Cache-Control"] == "no-store, no-cache"


def test_a_client_that_waits_with_its_body_is_invited(platform):
    """As .NET Framework does for every form, and curl for large ones: without an answer each waits its own while."""
    said = subprocess.run(
        ["curl", "-sSv", "--max-time", "20", "--cacert", platform.ca, "-H", "Expect: 100-continue", "-d", "grant_type=client_credentials",
         platform.token_url(), "--next", "-sSv", "--cacert", platform.ca, f"{platform.authority}/health"],
        capture_output=True, text=True, check=True)
    statuses = re.findall(r"< HTTP/1\.1 (\d+)", said.stderr)
    assert statuses == ["100", "400", "200"], said.stderr
    assert "AADSTS900144" in said.stdout


def test_clients_may_reach_it_by_another_name_and_a_mapped_port(tmp_path):
    """As in a network of containers: what it listens on is nobody's business."""
    origin = "https://entra.internal:18443"
    with signet_cli.platform(tmp_path / "data", "--origin", origin) as running:
        port = re.search(r"listening on 127\.0\.0\.1:(\d+)", (tmp_path / "data/platform.log").read_text())[1]
        assert running.authority == origin and running.connection["graph"] == f"{origin}/v1.0"

        def curl(path, *options):
            return json.loads(subprocess.run(
                ["curl", "-sS", "--max-time", "20", "--cacert", running.ca, "--connect-to", f"entra.internal:18443:127.0.0.1:{port}",
                 *options, origin + path], check=True, capture_output=True).stdout)

        document = curl(f"/{running.tenant}/v2.0/.well-known/openid-configuration")
        assert document["issuer"] == f"{origin}/{running.tenant}/v2.0"
        for name in ("token_endpoint", "jwks_uri", "authorization_endpoint", "device_authorization_endpoint"):
            assert document[name].startswith(f"{origin}/{running.tenant}/"), name
        key, certificate = graph.split_pem(running.connection["adminCertificatePath"])
        client = running.connection["adminClientId"]
        thumbprint = base64.urlsafe_b64encode(bytes.fromhex(graph.thumbprint_of(certificate))).decode().rstrip("=")
        now = int(time.time())
        assertion = jwt.encode(
            {"iss": client, "sub": client, "aud": document["token_endpoint"], "jti": str(uuid.uuid4()), "nbf": now, "exp": now + 300},
            key, "RS256", {"x5t": thumbprint})
        reply = curl(f"/{running.tenant}/oauth2/v2.0/token", *(part for name, value in {
            "grant_type": "client_credentials", "client_id": client, "scope": "https://management.azure.com/.default",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion": assertion,
        }.items() for part in ("--data-urlencode", f"{name}={value}")))
        claims = jwt.decode(reply["access_token"], options={"verify_signature": False})
        assert claims["aud"] == "https://management.azure.com", "the resource that Azure's own tools ask for first"
        assert claims["iss"] in (f"{origin}/{running.tenant}/v2.0", f"https://sts.windows.net/{running.tenant}/")
    refused = signet_cli.signet("platform", "serve", "--data", tmp_path / "other", "--origin", "https://entra.internal/path", status=1)
    assert "is no origin" in refused["error"]["message"]


def test_azures_command_lines_find_no_subscription_and_one_tenant(platform, daemon, directory, files):
    """What `az login --allow-no-subscriptions` reads once it has its token."""
    token = directory.sign_in(daemon["appId"], files["daemon"], scope="https://management.core.windows.net//.default")["access_token"]
    other = directory.sign_in(daemon["appId"], files["daemon"])["access_token"]

    def ask(path, token=None):
        return get(platform, path, headers={"Authorization": f"Bearer {token}"} if token else {})

    assert ask("/subscriptions?api-version=2022-12-01", token).json() == {"value": [], "count": {"type": "Total", "value": 0}}
    assert [entry["tenantId"] for entry in ask("/tenants?api-version=2022-12-01", token).json()["value"]] == [platform.tenant]
    for path, bearer, status, code in (
        ("/subscriptions?api-version=2022-12-01", None, 401, "AuthenticationFailed"),
        ("/subscriptions?api-version=2022-12-01", "no.to.ken", 401, "InvalidAuthenticationToken"),
        ("/subscriptions?api-version=2022-12-01", other, 401, "InvalidAuthenticationTokenAudience"),
        ("/subscriptions", token, 400, "MissingApiVersionParameter"),
        ("/subscriptions/x/resourceGroups?api-version=2022-12-01", token, 404, "NotFound"),
    ):
        refused = ask(path, bearer)
        assert (refused.status_code, refused.json()["error"]["code"]) == (status, code), path
        assert refused.headers.get("WWW-Authenticate", "").startswith("Bearer authorization_uri=") == (status == 401)


def test_registrations_survive_a_kill(tmp_path, files):
    data = tmp_path / "data"
    with signet_cli.platform(data, stop=signal.SIGKILL, expect_status=None) as first:
        application = graph.Graph(first).register("survivor", files["daemon"])
        before = first.connection
    with signet_cli.platform(data) as second:
        assert second.tenant == before["tenantId"] and second.connection["adminClientId"] == before["adminClientId"]
        found = graph.Graph(second).call("GET", f"/applications(appId='{application['appId']}')?$select=keyCredentials,displayName", 200).json()
        assert found["displayName"] == "survivor"
        assert len(found["keyCredentials"]) == 1


def test_no_key_lies_open_in_the_data_directory(tmp_path, files):
    data = tmp_path / "data"
    with signet_cli.platform(data):
        pass
    for path in data.iterdir():
        mode = stat.S_IMODE(path.stat().st_mode)
        content = path.read_bytes()
        if b"PRIVATE KEY" in content or path.suffix in {".key", ".pem"} and "ca" not in path.name:
            assert mode & 0o077 == 0, f"{path.name} {mode:o}"
        if path.suffix.startswith(".sqlite") or ".db" in path.name:
            assert b"PRIVATE KEY" not in content and mode & 0o077 == 0, f"{path.name} {mode:o}"


def test_graph_creates_reads_lists_and_deletes(directory, files):
    application = directory.register("temporary", files["daemon"])
    path = f"/applications/{application['id']}"
    key = directory.call("GET", path + "?$select=keyCredentials", 200).json()["keyCredentials"][0]
    assert key["type"] == "AsymmetricX509Cert" and key["usage"] == "Verify" and key["key"]
    assert directory.call("GET", path, 200).json()["keyCredentials"][0]["key"] is None
    listed = directory.call("GET", f"/applications?$filter=displayName eq 'temporary'", 200).json()
    assert [entry["id"] for entry in listed["value"]] == [application["id"]]
    directory.call("DELETE", path, 204)
    refused = directory.call("GET", path, 404).json()
    assert refused["error"]["code"] == "Request_ResourceNotFound"
    assert "request-id" in refused["error"]["innerError"]


def test_graph_wants_a_token(platform):
    reply = requests.get(platform.connection["graph"] + "/applications", verify=platform.ca, timeout=60)
    assert reply.status_code == 401
    assert reply.json()["error"]["code"] == "InvalidAuthenticationToken"
