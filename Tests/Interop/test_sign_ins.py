# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The sign-in log: what `signet platform explain` and Graph say about a refusal."""
import signet_cli
from graph import thumbprint


def test_explains_a_refusal_by_its_trace_id(platform, directory, daemon, files):
    refused = directory.sign_in(daemon["appId"], files["stranger"])
    assert refused["error_codes"] == [700027]
    entry = signet_cli.signet("platform", "explain", refused["trace_id"],
                              "--connection", platform.directory / "connection.json")
    facts = [(fact["name"], fact["value"]) for fact in entry["explanation"]["facts"]]
    assert entry["status"]["errorCode"] == 700027 and entry["appId"] == daemon["appId"]
    assert any(name == "thumbprint registered" and thumbprint(files["daemon"]) in value for name, value in facts)
    assert "registered" in entry["explanation"]["rule"]
    failure = signet_cli.signet("platform", "explain", "00000000-1111-4222-8333-444444444444",
                                "--connection", platform.directory / "connection.json", status=1)
    assert failure["error"]["code"] == "Request_ResourceNotFound"


def test_lists_sign_ins_through_graph(directory, daemon, files):
    assert "access_token" in directory.sign_in(daemon["appId"], files["daemon"])
    entries = directory.call("GET", f"/auditLogs/signIns?$filter=appId eq '{daemon['appId']}'&$top=5", 200).json()["value"]
    assert entries[0]["status"]["errorCode"] == 0
    assert entries[0]["clientCredentialType"] == "certificate"
    assert entries[0]["servicePrincipalCredentialThumbprint"]
