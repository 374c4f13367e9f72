# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The examples, built as their authors would build them, against a running platform."""
import http.server
import json
import os
import pathlib
import subprocess
import threading

import jwt
import pytest
import requests

import certificates
import graph
import needs
import signet_cli

PROGRAMS = signet_cli.PROGRAM.parent


@pytest.fixture(scope="module", autouse=True)
def built():
    missing = [name for name in ("GraphDaemon", "OrdersService", "MountedWorkload") if not (PROGRAMS / name).exists()]
    needs.require(missing, "run make examples")


def environment(platform, application, **more):
    return {
        **os.environ, "AZURE_TENANT_ID": platform.tenant, "AZURE_CLIENT_ID": application["appId"],
        "AZURE_AUTHORITY_HOST": platform.authority, "CA_FILE": str(platform.ca), **{name: str(value) for name, value in more.items()},
    }


def allow(directory, application, role):
    """Grants an application one of Graph's roles, as an administrator's script does."""
    principals = {
        name: directory.call("GET", f"/servicePrincipals(appId='{name}')", 200).json()["id"]
        for name in (application["appId"], "00000003-0000-0000-c000-000000000000")
    }
    client, graph = principals.values()
    directory.call("POST", f"/servicePrincipals/{client}/appRoleAssignments", 201,
                   json={"principalId": client, "resourceId": graph, "appRoleId": role})


def test_the_daemon_lists_applications_through_graph(platform, directory, files, daemon, orders):
    allow(directory, daemon, "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30")  # Application.Read.All
    result = subprocess.run(
        [PROGRAMS / "GraphDaemon"], capture_output=True, text=True, timeout=60,
        env=environment(platform, daemon, AZURE_CLIENT_CERTIFICATE_PATH=files["daemon"], GRAPH_URL=platform.connection["graph"]))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "- daemon" in result.stdout and "- orders" in result.stdout


def test_the_daemon_says_why_it_could_not(platform, files, daemon):
    result = subprocess.run(
        [PROGRAMS / "GraphDaemon"], capture_output=True, text=True, timeout=60,
        env=environment(platform, daemon, AZURE_CLIENT_CERTIFICATE_PATH=files["stranger"], GRAPH_URL=platform.connection["graph"]))
    assert result.returncode == 1
    assert "AADSTS700027" in result.stdout and "Troubleshooting.md#aadsts700027" in result.stdout


class Stock(http.server.BaseHTTPRequestHandler):
    """The service behind: verifies the token with PyJWT and answers with whom it is for."""
    keys = None
    audience = None

    def do_GET(self):
        token = self.headers["Authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, self.keys[jwt.get_unverified_header(token)["kid"]], algorithms=["RS256"], audience=self.audience)
        body = json.dumps({"for": claims["preferred_username"], "by": claims["azp"], "scope": claims["scp"]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def stock(platform, directory):
    """An interface with one scope, and the service that offers it."""
    scope = "5c0b7c5e-0000-4000-8000-000000000001"
    application = directory.register("stock", api={
        "requestedAccessTokenVersion": 2,
        "oauth2PermissionScopes": [{"id": scope, "value": "read", "type": "User", "isEnabled": True,
                                    "adminConsentDisplayName": "Read stock", "adminConsentDescription": "Reads stock"}]})
    keys = requests.get(f"{platform.authority}/{platform.tenant}/discovery/v2.0/keys", verify=platform.ca, timeout=60).json()
    Stock.keys = {key["kid"]: jwt.PyJWK(key).key for key in keys["keys"]}
    Stock.audience = application["appId"]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stock)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield application, scope, f"http://127.0.0.1:{server.server_port}/items"
    server.shutdown()


def pre_authorize(directory, resource, scope, client):
    api = directory.call("GET", f"/applications/{resource['id']}", 200).json()["api"]
    directory.call("PATCH", f"/applications/{resource['id']}", 204, json={
        "identifierUris": [f"api://{resource['appId']}"],
        "api": {**api, "preAuthorizedApplications": [{"appId": client["appId"], "delegatedPermissionIds": [scope]}]}})


def test_the_service_acts_for_the_user_who_called_it(platform, directory, files, stock, tmp_path):
    behind, behind_scope, url = stock
    own_scope = "5c0b7c5e-0000-4000-8000-000000000002"
    service = directory.register("orders service", files["daemon"], api={
        "requestedAccessTokenVersion": 2,
        "oauth2PermissionScopes": [{"id": own_scope, "value": "use", "type": "User", "isEnabled": True,
                                    "adminConsentDisplayName": "Use", "adminConsentDescription": "Uses the service"}]})
    app = directory.register("shop", isFallbackPublicClient=True)
    pre_authorize(directory, service, own_scope, app)
    pre_authorize(directory, behind, behind_scope, service)
    name, password = "examples@contoso.example", "xWwvJ]6NMw+bWH-d"
    directory.call("POST", "/users", 201, json={
        "accountEnabled": True, "displayName": "Examples", "mailNickname": "examples", "userPrincipalName": name,
        "passwordProfile": {"forceChangePasswordNextSignIn": False, "password": password}})
    reply = requests.post(platform.token_url(), verify=platform.ca, timeout=60, data={
        "grant_type": "password", "client_id": app["appId"], "username": name, "password": password,
        "scope": f"api://{service['appId']}/use"}).json()
    assert "access_token" in reply, {k: v for k, v in reply.items() if "token" not in k}

    port = signet_cli.free_port()
    variables = environment(
        platform, service, AZURE_CLIENT_CERTIFICATE_PATH=files["daemon"], STOCK_URL=url,
        STOCK_SCOPE=f"api://{behind['appId']}/read", PORT=port)
    with signet_cli.running([PROGRAMS / "OrdersService"], tmp_path / "service.log", env=variables):
        origin = f"http://127.0.0.1:{port}"
        signet_cli.until(lambda: answers(origin), "the service answers")
        for _ in range(2):
            answer = requests.get(f"{origin}/orders", headers={"Authorization": "Bearer " + reply["access_token"]}, timeout=60)
            assert answer.status_code == 200, answer.text
            assert answer.json() == {"for": name, "by": service["appId"], "scope": "read"}
        assert requests.get(f"{origin}/orders", timeout=60).status_code == 401
        refused = requests.get(f"{origin}/orders", headers={"Authorization": "Bearer not.a.token"}, timeout=60)
        assert refused.status_code == 401 and refused.headers["WWW-Authenticate"].startswith("Bearer")


def answers(origin):
    try:
        return requests.get(f"{origin}/health", timeout=60).ok
    except requests.ConnectionError:
        return False


def mount(folder, version, pem):
    """Puts a pair into the folder as the kubelet does: a new directory, then one symbolic link that is replaced."""
    data = folder / f"..{version}"
    data.mkdir(parents=True)
    (data / "tls.crt").write_bytes(pathlib.Path(pem).with_suffix(".crt").read_bytes())
    (data / "tls.key").write_bytes(pathlib.Path(pem).with_suffix(".key").read_bytes())
    link = folder / "..data_tmp"
    link.symlink_to(data.name)
    link.rename(folder / "..data")
    for name in ("tls.crt", "tls.key"):
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(f"..data/{name}")


def test_the_workload_follows_its_mounted_certificate(platform, directory, tmp_path):
    first, second = (certificates.self_signed(tmp_path, name) for name in ("first", "second"))
    workload = directory.register("workload", first, second)
    folder = tmp_path / "mount"
    mount(folder, "2026_1", first)
    log = tmp_path / "workload.log"
    with open(log, "wb") as errors, subprocess.Popen(
            [PROGRAMS / "MountedWorkload"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
            env=environment(platform, workload, MOUNT=folder)) as process:
        def sign_in():
            process.stdin.write("\n")
            process.stdin.flush()
            return process.stdout.readline()
        try:
            assert graph.thumbprint(first) in sign_in()
            mount(folder, "2026_2", second)
            signet_cli.until(lambda: graph.thumbprint(second) in sign_in(), "the second certificate is in use")
            process.stdin.close()
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
    assert graph.thumbprint(first) in log.read_text() and graph.thumbprint(second) in log.read_text()
