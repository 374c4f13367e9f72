# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Tokens bound to the certificate of a TLS connection (RFC 8705), asked for with curl and openssl, judged by PyJWT and cryptography."""
import base64
import json
import subprocess
import time

import jwt
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

import graph
import signet_cli

SCOPE = "https://graph.microsoft.com/.default"


@pytest.fixture(scope="module")
def bound(tmp_path_factory):
    with signet_cli.platform(tmp_path_factory.mktemp("mutual-tls"), "--mtls-port", "0") as running:
        yield running


@pytest.fixture(scope="module")
def client(bound, files):
    return graph.Graph(bound).register("daemon", files["daemon"])["appId"]


def curl(platform, url, *options, certificate=None):
    """The status and the body that curl gets."""
    own = ["--cert", certificate] if certificate else []
    result = subprocess.run(
        ["curl", "--silent", "--show-error", "--max-time", "30", "--cacert", platform.ca, "--write-out", "\n%{http_code}",
         *map(str, own), *options, url], capture_output=True, text=True, check=True)
    body, status = result.stdout.rsplit("\n", 1)
    return int(status), json.loads(body) if body else None


def ask(platform, client, certificate=None, authority=None, **parameters):
    form = {"grant_type": "client_credentials", "client_id": client, "scope": SCOPE, "token_type": "mtls_pop", **parameters}
    options = [part for name, value in form.items() if value is not None for part in ("--data-urlencode", f"{name}={value}")]
    authority = authority or platform.connection["mutualTLSAuthority"]
    return curl(platform, f"{authority}/{platform.tenant}/oauth2/v2.0/token", *options, certificate=certificate)


def confirmation(path):
    digest = x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256())
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def test_discovery_names_the_second_endpoint(bound):
    document = requests.get(f"{bound.authority}/{bound.tenant}/v2.0/.well-known/openid-configuration", verify=bound.ca,
                            timeout=60).json()
    assert document["mtls_endpoint_aliases"]["token_endpoint"] == (
        f"{bound.connection['mutualTLSAuthority']}/{bound.tenant}/oauth2/v2.0/token")
    assert document["tls_client_certificate_bound_access_tokens"] is True


def test_only_the_second_port_asks_for_a_certificate(bound, files):
    def handshake(authority):
        # `-msg` lists the messages of the handshake.
        return subprocess.run(
            ["openssl", "s_client", "-msg", "-connect", authority.removeprefix("https://"), "-CAfile", bound.ca,
             "-cert", files["daemon"]], input=b"", capture_output=True, timeout=60, check=False).stdout.decode(errors="replace")
    assert "CertificateRequest" in handshake(bound.connection["mutualTLSAuthority"])
    assert "CertificateRequest" not in handshake(bound.authority)


def test_curl_gets_a_token_that_is_bound_to_its_certificate(bound, client, files):
    status, reply = ask(bound, client, files["daemon"])
    assert status == 200, reply
    assert reply["token_type"] == "mtls_pop"
    keys = jwt.PyJWKSet.from_dict(requests.get(f"{bound.authority}/{bound.tenant}/discovery/v2.0/keys", verify=bound.ca,
                                               timeout=60).json())
    key = keys[jwt.get_unverified_header(reply["access_token"])["kid"]]
    claims = jwt.decode(reply["access_token"], key.key, ["RS256"], options={"verify_aud": False})
    assert claims["cnf"] == {"x5t#S256": confirmation(files["daemon"])}
    assert claims["appid"] == client


def test_a_bound_token_opens_graph_over_its_own_connection_only(bound, files):
    administrator = bound.connection["adminCertificatePath"]
    status, reply = ask(bound, bound.connection["adminClientId"], administrator)
    assert status == 200, reply

    def use(authority, certificate=None):
        header = f"Authorization: mtls_pop {reply['access_token']}"
        return curl(bound, f"{authority}/v1.0/applications?$top=1", "--header", header, certificate=certificate)[0]
    second = bound.connection["mutualTLSAuthority"]
    assert use(second, administrator) == 200
    assert use(second, files["stranger"]) == 401
    assert use(second) == 401
    assert use(bound.authority) == 401


def test_the_connection_refuses_in_the_services_numbers(bound, platform, client, files):
    assert (400, [392200]) == number(ask(bound, client))
    assert (400, [392200]) == number(ask(bound, client, authority=bound.authority))
    assert (401, [700027]) == number(ask(bound, client, files["stranger"]))
    assert (401, [7000218]) == number(ask(bound, client, token_type=None))
    # Without the second port there is no such thing.
    assert (412, [51000]) == number(ask(platform, client, authority=platform.authority))


def test_an_assertion_and_a_connection_have_one_certificate(bound, client, files):
    key, _ = graph.split_pem(files["daemon"])
    second = f"{bound.connection['mutualTLSAuthority']}/{bound.tenant}/oauth2/v2.0/token"
    thumbprint = confirmation(files["daemon"])
    now = int(time.time())
    assertion = jwt.encode(
        {"aud": second, "iss": client, "sub": client, "jti": str(now), "nbf": now, "exp": now + 600}, key, "PS256",
        headers={"x5t#S256": thumbprint})
    proof = {"client_assertion": assertion, "token_type": None,
             "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}
    status, reply = ask(bound, client, files["daemon"], **proof)
    assert status == 200, reply
    assert reply["token_type"] == "Bearer"
    assert (400, [500181]) == number(ask(bound, client, files["stranger"], **proof))


def test_a_chain_of_a_trusted_authority_signs_in_by_the_connection(bound, files, tmp_path):
    pem = files["chained"]
    parts = pem.read_text().split("-----BEGIN CERTIFICATE-----")
    root = x509.load_pem_x509_certificate(("-----BEGIN CERTIFICATE-----" + parts[-1]).encode())
    directory = graph.Graph(bound)
    configuration = directory.call(
        "POST", "/directory/certificateAuthorities/certificateBasedApplicationConfigurations", 201,
        json={"displayName": "Contoso", "trustedCertificateAuthorities": [{
            "isRootAuthority": True,
            "certificate": base64.b64encode(root.public_bytes(serialization.Encoding.DER)).decode()}]}).json()
    application = directory.register("issued", trustedCertificateSubjects=[
        {"authorityId": configuration["id"], "subjectName": "chained-leaf"}])
    status, reply = ask(bound, application["appId"], pem)
    assert status == 200, reply
    alone = tmp_path / "alone.pem"
    alone.write_text("-----BEGIN CERTIFICATE-----".join(parts[:2]))
    assert (401, [7000213]) == number(ask(bound, application["appId"], alone))


def test_a_port_that_is_taken_is_named(bound, tmp_path):
    port = bound.connection["mutualTLSAuthority"].rsplit(":", 1)[1]
    command = [signet_cli.PROGRAM, "platform", "serve", "--data", tmp_path, "--port", "0", "--mtls-port", port]
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert f":{port} for mutual TLS" in result.stderr
    assert not (tmp_path / "connection.json").exists()


def number(answer):
    status, reply = answer
    return status, reply.get("error_codes")
