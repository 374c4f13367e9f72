# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Running the platform: tenants, seeds, export, limits, figures, drain."""
import concurrent.futures
import contextlib
import json
import socket
import ssl

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

import certificates
import graph
import signet_cli

FABRIKAM = "22222222-0000-4000-8000-00000000000b"
CONTOSO = "11111111-0000-4000-8000-00000000000a"


def discovery(platform, tenant):
    return requests.get(f"{platform.authority}/{tenant}/v2.0/.well-known/openid-configuration", verify=platform.ca, timeout=10).json()


def test_several_tenants_and_their_domains(tmp_path, files):
    with signet_cli.platform(tmp_path, "--tenant", f"{CONTOSO}=contoso.onmicrosoft.com,contoso.example",
                             "--tenant", f"{FABRIKAM}=fabrikam.onmicrosoft.com") as platform:
        assert platform.tenant == CONTOSO
        for name, tenant in (("contoso.example", CONTOSO), ("CONTOSO.onmicrosoft.com", CONTOSO), ("fabrikam.onmicrosoft.com", FABRIKAM)):
            assert discovery(platform, name)["issuer"] == f"{platform.authority}/{tenant}/v2.0"
        added = signet_cli.signet("platform", "tenant", "add", "--data", tmp_path, "--name", "Woodgrove", "--domain", "woodgrove.example")
        assert discovery(platform, "woodgrove.example")["issuer"].endswith(f"/{added['id']}/v2.0")
        assert {domain["name"] for domain in added["domains"]} == {"woodgrove.example", "woodgrove.onmicrosoft.com"}
        listed = signet_cli.signet("platform", "tenant", "list", "--data", tmp_path)["value"]
        assert {tenant["id"] for tenant in listed} == {CONTOSO, FABRIKAM, added["id"]}
        # The administrator is the same everywhere, and what it registers in one tenant is unknown in another.
        other = graph.Graph(platform, tenant=added["id"])
        daemon = other.register("daemon", files["daemon"])
        assert "access_token" in other.sign_in(daemon["appId"], files["daemon"])
        assert other.sign_in(daemon["appId"], files["daemon"], FABRIKAM)["error_codes"] == [700016]


def laboratory_call(platform, method, path, body=None, key=None):
    key = key or (platform.directory / "testing.key").read_text()
    return requests.request(method, f"{platform.authority}/testing/{path}", json=body, verify=platform.ca, timeout=10,
                            headers={"Authorization": f"Bearer {key}"})


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory):
    with signet_cli.platform(tmp_path_factory.mktemp("laboratory"), "--testing", "--log-format", "json") as platform:
        yield platform


@pytest.fixture(scope="module")
def client(laboratory, files):
    directory = graph.Graph(laboratory)
    return directory, directory.register("daemon", files["daemon"])["appId"], files["daemon"]


def raw_token(platform, client_id="99999999-0000-4000-8000-000000000000", session=requests, **more):
    return session.post(platform.token_url(), verify=platform.ca, timeout=60, data={
        "grant_type": "client_credentials", "client_id": client_id, "client_secret": "x",
        "scope": "https://graph.microsoft.com/.default", **more})


def test_the_clock_can_be_set_advanced_and_stopped(laboratory, client):
    directory, daemon, certificate = client
    try:
        state = laboratory_call(laboratory, "POST", "clock", {"now": "2040-01-01T00:00:00Z", "frozen": True}).json()
        assert state == {"now": "2040-01-01T00:00:00Z", "offsetSeconds": state["offsetSeconds"], "frozen": True}
        assert directory.sign_in(daemon, certificate)["error_codes"] in ([700024], [700027])
        assert laboratory_call(laboratory, "POST", "clock", {"advanceSeconds": 3600}).json()["now"] == "2040-01-01T01:00:00Z"
        assert laboratory_call(laboratory, "POST", "clock", {"never": 1}).status_code == 400
    finally:
        assert laboratory_call(laboratory, "DELETE", "clock").json()["offsetSeconds"] == 0
    assert "access_token" in directory.sign_in(daemon, certificate)


@pytest.mark.parametrize("fault, status, number", [
    ({"kind": "throttle", "retryAfter": 7}, 429, 90055), ({"kind": "refusal", "number": 700027}, 401, 700027),
    ({"kind": "refusal", "number": 53003, "error": "interaction_required"}, 400, 53003), ({"kind": "status", "status": 502}, 502, None),
])
def test_faults_happen_to_the_next_requests_and_no_more(laboratory, fault, status, number):
    assert laboratory_call(laboratory, "POST", "faults", {**fault, "count": 2}).status_code == 200
    for _ in range(2):
        answer = raw_token(laboratory)
        assert answer.status_code == status
        if number:
            assert answer.json()["error_codes"] == [number] and f"AADSTS{number}" in answer.json()["error_description"]
        if "retryAfter" in fault:
            assert answer.headers["Retry-After"] == "7"
    assert raw_token(laboratory).json()["error_codes"] == [700016]


def test_faults_of_the_connection(laboratory):
    for kind in ("reset", "cut"):
        laboratory_call(laboratory, "POST", "faults", {"kind": kind})
        with pytest.raises(requests.exceptions.RequestException):
            raw_token(laboratory)
        assert raw_token(laboratory).status_code == 400
    laboratory_call(laboratory, "POST", "faults", {"kind": "slow", "seconds": 1.5})
    assert raw_token(laboratory).elapsed.total_seconds() > 1.4


def test_msal_waits_out_a_throttling(laboratory, client):
    directory, daemon, certificate = client
    laboratory_call(laboratory, "POST", "faults", {"kind": "throttle", "retryAfter": 1, "clientId": daemon})
    answer = directory.sign_in(daemon, certificate)
    assert answer.get("error_codes") == [90055]
    assert "access_token" in directory.sign_in(daemon, certificate)


@pytest.mark.parametrize("key, status", [("wrong", 401), (None, 200)])
def test_the_testing_surface_asks_for_its_key(laboratory, key, status):
    assert laboratory_call(laboratory, "GET", "clock", key=key).status_code == status


def test_the_administrator_may_test_too(laboratory, client):
    token = client[0].session.headers["Authorization"].removeprefix("Bearer ")
    assert laboratory_call(laboratory, "GET", "faults", key=token).json() == {"faults": []}


def test_without_the_switch_there_is_no_testing_surface(platform, directory):
    token = directory.session.headers["Authorization"].removeprefix("Bearer ")
    for method in ("GET", "POST", "DELETE"):
        assert laboratory_call(platform, method, "clock", key=token).status_code == 403
    assert not (platform.directory / "testing.key").exists()


def test_the_log_is_json_and_holds_no_secret(laboratory):
    secret = "8Q~never-in-a-log-1234567890"
    raw_token(laboratory, client_secret=secret, client_assertion="eyJhbGciOiJub25lIn0.e30.", **{"a\nb": "1"})
    text = (laboratory.directory / "platform.log").read_text()
    assert secret not in text and "eyJhbGciOi" not in text
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{\"time\"")]
    refused = [line for line in lines if line["message"] == "Request refused"]
    assert refused and {"time", "level", "logger", "trace_id", "status", "route"} <= set(refused[-1])


def test_a_client_that_asks_too_often_is_told_when_to_come_back(tmp_path):
    with signet_cli.platform(tmp_path, "--rate-limit", "2", "--rate-burst", "5") as platform:
        session = requests.Session()
        answers = [raw_token(platform, session=session) for _ in range(8)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert len(refused) >= 2 and answers[0].status_code == 400
        assert int(refused[0].headers["Retry-After"]) >= 1 and refused[0].json()["error_codes"] == [90055]
        # Another client is not concerned; nor is who looks whether the server lives.
        assert raw_token(platform, "88888888-0000-4000-8000-000000000000", session=session).status_code == 400
        figures = requests.get(platform.authority + "/metrics", verify=platform.ca, timeout=10).text
        assert f'signet_limited_total{{limit="rate"}} {len(refused)}' in figures


def test_slow_clients_are_sent_away_while_others_are_served(tmp_path):
    with signet_cli.platform(tmp_path, "--head-timeout", "1", "--request-timeout", "2", "--max-connections-per-address", "60") as platform:
        host, port = platform.authority.removeprefix("https://").split(":")
        context = ssl.create_default_context(cafile=platform.ca)
        slow = []
        for index in range(40):
            plain = socket.create_connection((host, int(port)), timeout=10)
            if index % 2:
                plain = context.wrap_socket(plain, server_hostname=host)
                plain.sendall(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n" + (b"\r\nab" if index % 4 == 1 else b""))
            slow.append(plain)
        assert requests.get(platform.authority + "/ready", verify=platform.ca, timeout=5).json() == {"status": "ready"}
        for connection in slow:
            connection.settimeout(10)
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                assert connection.recv(100) == b""
        figures = requests.get(platform.authority + "/metrics", verify=platform.ca, timeout=10).text
        assert 'signet_limited_total{limit="slow"}' in figures


def test_the_figures_say_what_happened(platform, directory, daemon, files):
    directory.sign_in(daemon["appId"], files["stranger"])
    directory.sign_in(daemon["appId"], files["daemon"])
    answer = requests.get(platform.authority + "/metrics", verify=platform.ca, timeout=10)
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    tokens = {tuple(sorted(sample.labels.items())): sample.value for sample in families["signet_token_requests"].samples}
    for outcome in ("issued", "700027"):
        assert tokens[("grant", "client_credentials"), ("outcome", outcome), ("tenant", platform.tenant)] >= 1
    for name in ("signet_request_duration_seconds", "signet_storage_duration_seconds", "signet_graph_requests", "signet_signing_keys",
                 "signet_certificate_expiry_days", "signet_registered_certificates", "process_resident_memory_bytes"):
        assert families[name].samples, name


def test_requests_in_flight_are_answered_before_the_end(tmp_path):
    with signet_cli.platform(tmp_path, "--testing") as platform:
        laboratory_call(platform, "POST", "faults", {"kind": "slow", "seconds": 2, "count": 8})
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            flying = [pool.submit(raw_token, platform) for _ in range(8)]
            signet_cli.until(lambda: laboratory_call(platform, "GET", "faults").json() == {"faults": []}, "all requests in flight")
            platform.process.terminate()
            assert [answer.result().json()["error_codes"] for answer in flying] == [[700016]] * 8
        assert platform.process.wait(timeout=20) == 0


def test_the_server_certificate_is_replaced_without_a_restart(tmp_path):
    own = certificates.self_signed(tmp_path, "one", "-addext", "subjectAltName=DNS:localhost")
    other = certificates.self_signed(tmp_path, "two", "-addext", "subjectAltName=DNS:localhost")
    shown = tmp_path / "shown.pem"
    shown.write_bytes(own.read_bytes())
    with signet_cli.platform(tmp_path / "data", "--certificate", shown) as platform:
        host, port = platform.authority.removeprefix("https://").split(":")
        assert platform.ca == str(shown)

        def peer():
            return graph.thumbprint_of(ssl.get_server_certificate((host, int(port))))

        assert peer() == graph.thumbprint(own)
        kept = requests.Session()
        assert kept.get(platform.authority + "/health", verify=str(own), timeout=5).status_code == 200
        shown.write_text("broken")
        signet_cli.until(lambda: "last good one stays" in (tmp_path / "data" / "platform.log").read_text(), "the complaint")
        assert peer() == graph.thumbprint(own)
        shown.write_bytes(other.read_bytes())
        signet_cli.until(lambda: peer() == graph.thumbprint(other), "the new certificate")
        assert kept.get(platform.authority + "/health", verify=str(own), timeout=5).status_code == 200


def test_every_change_leaves_a_line_that_says_who_and_what(platform, directory):
    application = directory.register("audited")
    secret = directory.call("POST", f"/applications/{application['id']}/addPassword", 200, json={}).json()["secretText"]
    directory.call("PATCH", f"/applications/{application['id']}", 204, json={"displayName": "renamed"})
    directory.call("DELETE", f"/applications/{application['id']}", 204)
    answer = directory.call("GET", "/auditLogs/directoryAudits?$top=200", 200)
    assert secret not in answer.text
    lines = [line for line in answer.json()["value"] if any(target["id"] == application["id"] for target in line["targetResources"])]
    assert [line["activityDisplayName"] for line in lines] == [
        "Delete application", "Update application", "Update application", "Add application"]
    renamed = lines[1]
    assert renamed["initiatedBy"]["app"]["appId"] == platform.connection["adminClientId"]
    change = {entry["displayName"]: entry for entry in renamed["targetResources"][0]["modifiedProperties"]}
    assert (change["displayName"]["oldValue"], change["displayName"]["newValue"]) == ('"audited"', '"renamed"')
    page = directory.call("GET", "/auditLogs/directoryAudits?$top=1", 200).json()
    following = directory.session.get(page["@odata.nextLink"], timeout=10).json()["value"][0]
    assert following["activityDateTime"] <= page["value"][0]["activityDateTime"] and following["id"] != page["value"][0]["id"]
