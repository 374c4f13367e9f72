# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The platform as a program: files it makes, what it serves, what survives."""
import pathlib
import signal
import stat

import requests

import graph
import signet_cli


def get(platform, path, **options):
    return requests.get(platform.authority + path, verify=platform.ca, timeout=10, **options)


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
    reply = requests.post(platform.token_url(), data={"grant_type": "client_credentials"}, verify=platform.ca, timeout=10,
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
    reply = requests.get(platform.connection["graph"] + "/applications", verify=platform.ca, timeout=10)
    assert reply.status_code == 401
    assert reply.json()["error"]["code"] == "InvalidAuthenticationToken"
