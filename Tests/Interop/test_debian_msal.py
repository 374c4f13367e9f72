# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Debian's python3-msal 1.21, unmodified, in the system's own interpreter, in every grant that it supports."""
import json
import pathlib
import subprocess
import time
import uuid

import jwt
import pytest

import graph
import needs
from test_azure_identity import GRAPH, verified
from test_people import PASSWORD, REDIRECT, adele, interface, shop  # noqa: F401 (fixtures)

INTERPRETER = "/usr/bin/python3"


@pytest.fixture(scope="module")
def ask(platform):
    """Runs one grant and gives msal's answer."""
    here = pathlib.Path(__file__).parent
    known = subprocess.run([INTERPRETER, "-c", "import msal; print(msal.__version__)"], capture_output=True, text=True)
    needs.require(["python3-msal"] if known.returncode else [], "apt-get install python3-msal")
    assert known.stdout.startswith("1.21."), known.stdout

    def run(grant, application, **given):
        given = {"grant": grant, "client": application["appId"], "authority": f"{platform.authority}/{platform.tenant}",
                 "origin": platform.authority, "ca": str(platform.ca), **given}
        done = subprocess.run([INTERPRETER, str(here / "debian_msal.py")], input=json.dumps(given), capture_output=True,
                              text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["result"]
    return run


def with_thumbprint(path):
    return {"private_key": graph.split_pem(path)[0], "thumbprint": graph.thumbprint(path)}


def assertion(platform, application, path):
    key, _ = graph.split_pem(path)
    now = int(time.time())
    claims = {"aud": platform.token_url(), "iss": application["appId"], "sub": application["appId"], "jti": str(uuid.uuid4()),
              "nbf": now, "exp": now + 600}
    return jwt.encode(claims, key, "RS256", headers={"x5t#S256": graph.thumbprint_sha256(path)})


def test_the_assertion_of_a_certificate_signs_in(platform, ask, daemon, files):
    reply = ask("client_credentials", daemon, credential=with_thumbprint(files["daemon"]), scopes=[GRAPH])
    assert verified(platform, reply["access_token"], "https://graph.microsoft.com")["appidacr"] == "2"


def test_a_chain_signs_in(platform, ask, directory, files):
    application = directory.register("debian-chained", files["chained"])
    credential = {**with_thumbprint(files["chained"]), "public_certificate": pathlib.Path(files["chained"]).read_text()}
    reply = ask("client_credentials", application, credential=credential, scopes=[GRAPH])
    assert verified(platform, reply["access_token"], "https://graph.microsoft.com")["appid"] == application["appId"]


def test_a_secret_signs_in(platform, ask, directory):
    application = directory.register("debian-secretive")
    secret = directory.call("POST", f"/applications/{application['id']}/addPassword", 200, json={}).json()["secretText"]
    reply = ask("client_credentials", application, credential=secret, scopes=[GRAPH])
    assert verified(platform, reply["access_token"], "https://graph.microsoft.com")["appidacr"] == "1"
    refused = ask("client_credentials", application, credential=secret + "x", scopes=[GRAPH])
    assert (refused["error"], refused["error_codes"]) == ("invalid_client", [7000215])


def test_an_assertion_of_ones_own_signs_in(platform, ask, daemon, files):
    credential = {"client_assertion": assertion(platform, daemon, files["daemon"])}
    reply = ask("client_credentials", daemon, credential=credential, scopes=[GRAPH])
    assert verified(platform, reply["access_token"], "https://graph.microsoft.com")["appid"] == daemon["appId"]


def test_a_stranger_is_refused_with_the_thumbprint(ask, daemon, files):
    reply = ask("client_credentials", daemon, credential=with_thumbprint(files["stranger"]), scopes=[GRAPH])
    assert (reply["error"], reply["error_codes"]) == ("invalid_client", [700027])
    assert graph.thumbprint(files["stranger"]) in reply["error_description"]


def test_a_person_signs_in_and_is_refreshed(platform, ask, shop, adele, interface, files):  # noqa: F811
    reply = ask("authorization_code", shop, credential=with_thumbprint(files["daemon"]), redirect=REDIRECT,
                scopes=[f"api://{interface['appId']}/read"], user=adele["userPrincipalName"], password=PASSWORD)
    assert "access_token" in reply, reply
    for name in ("access_token", "silent", "refreshed"):
        claims = verified(platform, reply[name], interface["appId"])
        assert (claims["scp"], claims["oid"], claims["azpacr"]) == ("read", adele["id"], "2")
    assert len({reply["access_token"], reply["silent"], reply["refreshed"]}) == 3
    assert reply["id_token_claims"]["preferred_username"] == adele["userPrincipalName"]


def test_an_interface_acts_on_behalf_of_the_person(platform, ask, shop, adele, interface, files):  # noqa: F811
    credential = with_thumbprint(files["daemon"])
    person = {"user": adele["userPrincipalName"], "password": PASSWORD, "redirect": REDIRECT, "credential": credential}
    token = ask("authorization_code", shop, scopes=[f"api://{interface['appId']}/read"], **person)["access_token"]
    consented = ask("authorization_code", interface, scopes=["User.Read"], **person)
    assert "access_token" in consented, consented
    reply = ask("on_behalf_of", interface, credential=credential, assertion=token,
                scopes=["https://graph.microsoft.com/User.Read"])
    claims = verified(platform, reply["access_token"], "https://graph.microsoft.com")
    assert (claims["oid"], claims["appidacr"]) == (adele["id"], "2")


def test_a_device_signs_in(platform, ask, shop, adele, interface):  # noqa: F811
    reply = ask("device_code", shop, scopes=[f"api://{interface['appId']}/read"], user=adele["userPrincipalName"],
                password=PASSWORD)
    assert verified(platform, reply["access_token"], interface["appId"])["azpacr"] == "0"
