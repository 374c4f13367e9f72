# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Subject name and issuer: certificates of a private authority sign in without registration; lists revoke them."""
import base64
import contextlib
import datetime
import http.server
import threading

import jwt
import pytest
import requests
from azure.identity import CertificateCredential
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

SCOPE = "https://graph.microsoft.com/.default"
NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


class Holder:
    """A certificate with its key, issued by another or by itself."""

    def __init__(self, name, issuer=None, authority=False, constraints=None, extensions=()):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.issuer = issuer
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = (
            x509.CertificateBuilder().subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject).public_key(self.key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(NOW - DAY).not_valid_after(NOW + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True))
        if constraints:
            builder = builder.add_extension(constraints, critical=True)
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical=critical)
        self.certificate = builder.sign((issuer or self).key, hashes.SHA256())

    def chain(self):
        return [self.certificate] + (self.issuer.chain() if self.issuer else [])

    def der(self):
        return base64.b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode()

    def pem(self, path):
        key = self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(key + b"".join(one.public_bytes(serialization.Encoding.PEM) for one in self.chain()))
        return str(path)

    def revocations(self, *revoked, until=NOW + DAY, start=NOW - DAY):
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        builder = builder.last_update(start).next_update(until)
        for holder in revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(holder.certificate.serial_number).revocation_date(NOW - DAY).build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@pytest.fixture(scope="module")
def family():
    root = Holder("Root", authority=True)
    intermediate = Holder("Intermediate", root, authority=True)
    return root, intermediate, Holder("orders.contoso.example", intermediate)


def client(directory, *authorities, name="orders.contoso.example"):
    configuration = directory.call(
        "POST", "/directory/certificateAuthorities/certificateBasedApplicationConfigurations", 201,
        json={"displayName": "Contoso", "trustedCertificateAuthorities": list(authorities)}).json()
    return directory.register("issued", trustedCertificateSubjects=[{"authorityId": configuration["id"], "subjectName": name}])


def sign_in(platform, application, holder):
    now = int(NOW.timestamp())
    fingerprint = base64.urlsafe_b64encode(holder.certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
    chain = [base64.b64encode(one.public_bytes(serialization.Encoding.DER)).decode() for one in holder.chain()]
    claims = {"iss": application["appId"], "sub": application["appId"], "aud": platform.token_url(), "nbf": now - 60,
              "exp": now + 3600, "jti": "1"}
    assertion = jwt.encode(claims, holder.key, "PS256", headers={"x5t#S256": fingerprint, "x5c": chain})
    reply = requests.post(platform.token_url(), verify=platform.ca, timeout=60, data={
        "grant_type": "client_credentials", "client_id": application["appId"], "scope": SCOPE, "client_assertion": assertion,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}).json()
    return reply.get("error_codes", [0])[0]


def test_azure_identity_sends_its_chain_and_signs_in(platform, directory, family, tmp_path):
    root, _, leaf = family
    application = client(directory, {"isRootAuthority": True, "certificate": root.der()})
    credential = CertificateCredential(
        platform.tenant, application["appId"], leaf.pem(tmp_path / "leaf.pem"), send_certificate_chain=True,
        authority=platform.authority, disable_instance_discovery=True, connection_verify=platform.ca)
    assert credential.get_token(SCOPE).token


def test_hostile_chains_are_refused(platform, directory, family):
    root, intermediate, leaf = family
    application = client(directory, {"certificate": root.der()})
    assert sign_in(platform, application, leaf) == 0
    common = "orders.contoso.example"
    ordinary = Holder("ordinary", intermediate)
    assert sign_in(platform, application, Holder(common, ordinary)) == 7000213
    elsewhere = x509.NameConstraints([x509.DNSName("fabrikam.example")], None)
    alternative = (x509.SubjectAlternativeName([x509.DNSName(common)]), False)
    constrained = Holder("Constrained", root, authority=True, constraints=elsewhere)
    assert sign_in(platform, application, Holder(common, constrained, extensions=[alternative])) == 7000213
    here = x509.NameConstraints([x509.DNSName("contoso.example")], None)
    allowed = Holder("Allowed", root, authority=True, constraints=here)
    assert sign_in(platform, application, Holder(common, allowed, extensions=[alternative])) == 0
    mute = x509.KeyUsage(False, False, False, False, False, False, True, False, False)
    silent = Holder("Mute", root, authority=True, extensions=[(mute, True)])
    assert sign_in(platform, application, Holder(common, silent)) == 7000213
    unknown = (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00"), True)
    assert sign_in(platform, application, Holder(common, intermediate, extensions=[unknown])) == 7000213
    impostor = Holder("Root", authority=True)
    assert sign_in(platform, application, Holder(common, impostor)) == 7000213


def test_a_list_in_the_configuration_revokes(platform, directory, family):
    root, intermediate, leaf = family
    other = Holder("orders.contoso.example", intermediate)
    application = client(
        directory, {"certificate": root.der()},
        {"certificate": intermediate.der(), "certificateRevocationList": base64.b64encode(intermediate.revocations(leaf)).decode()})
    assert sign_in(platform, application, leaf) == 7000214
    assert sign_in(platform, application, other) == 0


@contextlib.contextmanager
def serving(content):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.count += 1
            body = self.server.content
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.content, server.count = content, 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def test_a_fetched_list_revokes_and_is_kept(platform, directory, family):
    root, intermediate, leaf = family
    other = Holder("orders.contoso.example", intermediate)
    with serving(intermediate.revocations(leaf)) as server:
        url = f"http://127.0.0.1:{server.server_port}/list.crl"
        application = client(
            directory, {"certificate": root.der()}, {"certificate": intermediate.der(), "certificateRevocationListUrl": url})
        for _ in range(3):
            assert sign_in(platform, application, leaf) == 7000214
            assert sign_in(platform, application, other) == 0
        assert server.count == 1


@pytest.mark.parametrize("make, number", [
    (lambda intermediate, root: b"", 500173), (lambda intermediate, root: b"no list", 500174),
    (lambda intermediate, root: root.revocations(), 500174),
    (lambda intermediate, root: intermediate.revocations(until=NOW - DAY / 2), 500174),
    (lambda intermediate, root: Holder("Intermediate", authority=True).revocations(), 500174),
], ids=["absent", "no list", "another issuer", "ended", "forged"])
def test_a_list_that_cannot_be_had_refuses(platform, directory, family, make, number):
    root, intermediate, leaf = family
    with serving(make(intermediate, root)) as server:
        url = f"http://127.0.0.1:{server.server_port}/list.crl"
        application = client(
            directory, {"certificate": root.der()}, {"certificate": intermediate.der(), "certificateRevocationListUrl": url})
        assert sign_in(platform, application, leaf) == number
