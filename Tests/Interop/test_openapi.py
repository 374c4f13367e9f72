# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""schemathesis over our own description of the surface: whatever it invents, nothing may be answered with a malfunction."""
import os
import pathlib
import subprocess
import sys

import msal
import pytest
import requests

import graph
import signet_cli

CASES = os.environ.get("SIGNET_FUZZ_CASES", "12")
PATHS = {
    "token": "^/(common|\\{tenant\\})/", "graph": "^/v1.0/", "vault": "^/(secrets|certificates|deleted)",
    "management": "^/(subscriptions|tenants)", "operations": "^/(health|ready|metrics)"}
RESOURCES = {
    "graph": "https://graph.microsoft.com", "vault": "https://vault.azure.net", "management": "https://management.azure.com"}


def bearer(platform, resource):
    key, public = graph.split_pem(platform.connection["adminCertificatePath"])
    reply = msal.ConfidentialClientApplication(
        platform.connection["adminClientId"], authority=f"{platform.authority}/{platform.tenant}",
        client_credential={"private_key": key, "public_certificate": public}, instance_discovery=False, verify=platform.ca,
    ).acquire_token_for_client([resource + "/.default"])
    assert "access_token" in reply, reply
    return reply["access_token"]


@pytest.fixture
def playground(tmp_path):
    # One for each part: schemathesis uses identifiers that it has met, and deletes the administrator among others.
    with signet_cli.platform(tmp_path, "--log-format", "json") as platform:
        yield platform


@pytest.mark.parametrize("part", PATHS)
def test_nothing_that_schemathesis_invents_is_a_malfunction(playground, part):
    headers = []
    if part in RESOURCES:
        headers = ["-H", f"Authorization: Bearer {bearer(playground, RESOURCES[part])}"]
    program = pathlib.Path(sys.executable).parent / "schemathesis"
    result = subprocess.run(
        [program, "run", signet_cli.ROOT / "docs" / "openapi.yaml", "--url", playground.authority, "--tls-verify", playground.ca,
         "--checks", "not_a_server_error", "--phases", "examples,coverage,fuzzing", "--max-examples", CASES, "--seed", "1",
         "--include-path-regex", PATHS[part], "--no-color", "--request-timeout", "20", *headers],
        capture_output=True, text=True, timeout=900, cwd=playground.directory)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]
    assert requests.get(playground.authority + "/ready", verify=playground.ca, timeout=60).status_code == 200
