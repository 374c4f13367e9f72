# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""An application rolls its own certificate through Graph, as Microsoft's how-to does it, while it goes on signing in."""
import base64
import pathlib
import threading
import time

import jwt
import requests
from azure.identity import CertificateCredential
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

import certificates

CLIENTS = 4
GRAPH_SCOPE = "https://graph.microsoft.com/.default"


def credential(platform, application, path):
    return CertificateCredential(
        platform.tenant, application["appId"], str(path), authority=platform.authority, disable_instance_discovery=True,
        connection_verify=platform.ca)


def proof(path, object_id):
    data = pathlib.Path(path).read_bytes()
    certificate = x509.load_pem_x509_certificate(data)
    thumbprint = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA1())).rstrip(b"=").decode()
    now = int(time.time())
    claims = {"aud": "00000002-0000-0000-c000-000000000000", "iss": object_id, "nbf": now, "exp": now + 600}
    return jwt.encode(claims, serialization.load_pem_private_key(data, None), "RS256", headers={"x5t": thumbprint})


def der(path):
    certificate = x509.load_pem_x509_certificate(pathlib.Path(path).read_bytes())
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


def test_an_application_rolls_its_certificate_with_no_failed_sign_in(platform, directory, tmp_path):
    old, new = (certificates.self_signed(tmp_path, name) for name in ("old", "new"))
    application = directory.register("rolling", old)
    path = tmp_path / "current.pem"
    path.write_bytes(old.read_bytes())
    failures, counts, stop = [], [0] * CLIENTS, threading.Event()

    def sign_in(number):
        while not stop.is_set():
            try:
                credential(platform, application, path).get_token(GRAPH_SCOPE)
                counts[number] += 1
            except Exception as error:  # whatever fails is what this test looks for
                failures.append(error)

    def wait_for_all():
        """Waits until each client has signed in anew several times, so that none holds what was read before."""
        before = list(counts)
        while not failures and any(now < then + 3 for now, then in zip(counts, before)):
            time.sleep(0.02)

    clients = [threading.Thread(target=sign_in, args=(number,)) for number in range(CLIENTS)]
    for one in clients:
        one.start()
    try:
        session = requests.Session()
        session.verify = platform.ca
        wait_for_all()
        token = credential(platform, application, old).get_token(GRAPH_SCOPE).token
        session.headers["Authorization"] = "Bearer " + token
        base = f"{platform.connection['graph']}/applications/{application['id']}"
        added = session.post(base + "/addKey", timeout=60, json={
            "keyCredential": {"type": "AsymmetricX509Cert", "usage": "Verify", "key": der(new)},
            "passwordCredential": None, "proof": proof(old, application["id"])})
        assert added.status_code == 200, added.text
        replacement = tmp_path / "replacement.pem"
        replacement.write_bytes(new.read_bytes())
        replacement.replace(path)
        wait_for_all()
        old_id = application["keyCredentials"][0]["keyId"]
        removed = session.post(base + "/removeKey", timeout=60, json={"keyId": old_id, "proof": proof(new, application["id"])})
        assert removed.status_code == 204, removed.text
        wait_for_all()
    finally:
        stop.set()
        for one in clients:
            one.join()
    assert not failures and sum(counts) >= 6 * CLIENTS
    keys = directory.call("GET", f"/applications/{application['id']}", 200).json()["keyCredentials"]
    assert [key["keyId"] for key in keys] == [added.json()["keyId"]]


def test_a_proof_of_a_stranger_is_refused_as_the_real_service_does(directory, files):
    application = directory.register("guarded", files["daemon"])
    reply = directory.call("POST", f"/applications/{application['id']}/addKey", 401, json={
        "keyCredential": {"type": "AsymmetricX509Cert", "usage": "Verify", "key": der(files["stranger"])},
        "passwordCredential": None, "proof": proof(files["stranger"], application["id"])})
    assert reply.json()["error"]["code"] == "Authentication_MissingOrMalformed"
