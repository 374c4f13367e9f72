# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""ADAL for Go (go-autorest), on which Terraform and Kubernetes signed in for years: another language's reading of the same contract."""
import json
import os
import pathlib
import shutil
import subprocess

import jwt
import pytest
import requests

import needs

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = pathlib.Path("/usr/share/gocode")
RESOURCE = "https://graph.microsoft.com/"


@pytest.fixture(scope="session")
def sign_in(platform, tmp_path_factory):
    """Signs in and gives what the client printed."""
    missing = [] if shutil.which("go") else ["go"]
    missing += [] if (SOURCES / "src/github.com/Azure/go-autorest").exists() else ["go-autorest"]
    needs.require(missing, "apt-get install golang-go golang-github-azure-go-autorest-dev")
    folder = tmp_path_factory.mktemp("go")
    program = folder / "go_adal"
    subprocess.run(["go", "build", "-o", program, HERE / "go_adal" / "main.go"], check=True, timeout=600, env={
        **os.environ, "GO111MODULE": "off", "GOPATH": str(SOURCES), "GOCACHE": str(folder / "cache"), "CGO_ENABLED": "0"})

    def run(client, file, resource=RESOURCE):
        answer = subprocess.run(
            [program, platform.authority, platform.tenant, client, file, resource], check=True, timeout=60, capture_output=True,
            env={**os.environ, "SSL_CERT_FILE": str(platform.ca)})
        return json.loads(answer.stdout)
    return run


def test_a_certificate_signs_in_from_go(platform, sign_in, daemon, files):
    # It addresses its assertion to the endpoint with the query of version 1: …/oauth2/token?api-version=1.0.
    token = sign_in(daemon["appId"], files["daemon"])["accessToken"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["appid"], claims["appidacr"], claims["ver"], claims["aud"]) == (daemon["appId"], "2", "1.0", RESOURCE)


def test_the_administrator_reads_graph_from_go(platform, sign_in):
    token = sign_in(platform.connection["adminClientId"], platform.connection["adminCertificatePath"])["accessToken"]
    reply = requests.get(f"{platform.authority}/v1.0/applications?$top=1", verify=platform.ca, timeout=60,
                         headers={"Authorization": f"Bearer {token}"})
    assert reply.status_code == 200


@pytest.mark.parametrize("identity, resource, number", [("stranger", RESOURCE, 700027), ("daemon", "https://nobody.example/", 500011)])
def test_a_refusal_reaches_go_with_its_number(sign_in, daemon, files, identity, resource, number):
    assert f'"error_codes":[{number}]' in sign_in(daemon["appId"], files[identity], resource)["error"]
