# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Callers whose certificates their authority has taken back: lists made by Python's cryptography, status told by openssl's responder."""
import concurrent.futures
import contextlib
import datetime
import json

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

import signet_cli
import web
from test_gateway import Configuration, policies

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.filterwarnings("ignore:Unverified HTTPS request")


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Holder:
    """A certificate with its key, and the chain that its holder sends."""

    def __init__(self, directory, label, issuer=None, authority=False, lists=None, responder=None):
        self.label, self.issuer, self.directory = label, issuer, directory
        self.key = ec.generate_private_key(ec.SECP256R1())
        builder = x509.CertificateBuilder(
            issuer.certificate.subject if issuer else name(label), name(label), self.key.public_key(),
            x509.random_serial_number(), NOW - DAY, NOW + 30 * DAY,
        ).add_extension(x509.BasicConstraints(authority, None), True)
        if authority:
            builder = builder.add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), True)
        if lists:
            points = [x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None) for url in lists]
            builder = builder.add_extension(x509.CRLDistributionPoints(points), False)
        if responder:
            builder = builder.add_extension(x509.AuthorityInformationAccess([x509.AccessDescription(
                AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(responder))]), False)
        self.certificate = builder.sign((issuer or self).key, hashes.SHA256())
        self.pem = self.certificate.public_bytes(serialization.Encoding.PEM)
        self.chain = self.pem + (issuer.chain if issuer and issuer.issuer else b"")
        self.files = (directory / f"{label}.crt", directory / f"{label}.key")
        self.files[0].write_bytes(self.chain)
        self.files[1].write_bytes(self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    def revocations(self, *revoked, until=DAY):
        """The list that this authority publishes."""
        builder = x509.CertificateRevocationListBuilder(self.certificate.subject, NOW - 2 * DAY, NOW + until)
        for holder in revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder(holder.certificate.serial_number, NOW - DAY).build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@contextlib.contextmanager
def gateway(tmp_path, authority, attributes=""):
    """A gateway that trusts the authority and looks revocation up; gives how a holder fares: status and reason."""
    configuration = Configuration(tmp_path / "config")
    configuration.api("api", "http://127.0.0.1:1")
    configuration.write("apis/api/policy.xml", policies(
        f"<validate-client-certificate {attributes} /><return-response><set-status code='200' reason='OK' /></return-response>"
    ).replace("<on-error><base /></on-error>", "<on-error><base /><set-header name='X-Reason'>"
              "<value>@(context.LastError.Reason)</value></set-header></on-error>"))
    configuration.write("ca certificates/authority/caCertificateInformation.json", json.dumps(
        {"properties": {"data": authority.pem.decode()}}))
    with signet_cli.gateway(configuration.directory, tmp_path / "gateway.log", "--negotiate-client-certificate") as running:
        def fares(holder):
            reply = requests.get(f"{running.https}/api/items/7", cert=tuple(map(str, holder.files)), verify=False, timeout=60)
            return reply.status_code, reply.headers.get("X-Reason")

        yield fares


GOOD, REVOKED = (200, None), (401, "ClientCertificateRevoked")
UNKNOWN = (401, "ClientCertificateRevocationUnknown")


def test_lists_tell_who_was_revoked_and_are_fetched_once(tmp_path):
    published = {}
    with web.serving(lambda request: (200, {}, published[request["path"]])) as site:
        root = Holder(tmp_path, "root", authority=True)
        signer = Holder(tmp_path, "signer", root, authority=True, lists=[f"{site.url}/root.crl"])
        former = Holder(tmp_path, "former", root, authority=True, lists=[f"{site.url}/root.crl"])
        good, bad = (Holder(tmp_path, label, signer, lists=[f"{site.url}/signer.crl"])
                     for label in ("good", "bad"))
        orphan = Holder(tmp_path, "orphan", former, lists=[f"{site.url}/former.crl"])
        published["/root.crl"] = root.revocations(former)
        published["/signer.crl"] = signer.revocations(bad)
        published["/former.crl"] = former.revocations()
        with gateway(tmp_path, root) as fares:
            for _ in range(3):
                assert [fares(good), fares(bad), fares(orphan)] == [GOOD, REVOKED, REVOKED]
        assert len(site.seen("/root.crl")) == 1 and len(site.seen("/signer.crl")) == 1


@pytest.mark.parametrize("fault", ["absent", "garbage", "expired", "another's", "forged", "silent"])
def test_who_cannot_be_asked_about_is_not_let_through(tmp_path, fault):
    published = {}
    with web.serving(lambda request: (404 if fault == "absent" else 200, {}, published["list"])) as site:
        root, other = (Holder(tmp_path, label, authority=True) for label in ("root", "other"))
        url = f"http://127.0.0.1:{signet_cli.free_port()}/" if fault == "silent" else f"{site.url}/list"
        caller = Holder(tmp_path, "caller", root, lists=[url])
        forger = Holder(tmp_path, "forger")
        forger.certificate = root.certificate
        published["list"] = {
            "garbage": b"no list", "expired": root.revocations(until=-DAY), "another's": other.revocations(),
            "forged": forger.revocations(),
        }.get(fault, root.revocations())
        with gateway(tmp_path, root) as fares:
            assert fares(caller) == UNKNOWN
        with gateway(tmp_path, root, 'ignore-error="true"') as fares:
            assert fares(caller) == GOOD
        with gateway(tmp_path, root, 'validate-revocation="false"') as fares:
            assert fares(caller) == GOOD


def test_addresses_in_certificates_that_nobody_trusts_are_not_called(tmp_path):
    with web.serving() as site:
        root, stranger = (Holder(tmp_path, label, authority=True) for label in ("root", "stranger"))
        caller = Holder(tmp_path, "caller", stranger, lists=[f"{site.url}/list"])
        silent = Holder(tmp_path, "silent", stranger)
        with gateway(tmp_path, root, 'validate-trust="false"') as fares:
            assert [fares(caller), fares(silent)] == [UNKNOWN, GOOD]
        assert site.requests == []


def test_openssls_responder_is_asked_where_there_is_no_list(tmp_path):
    port = signet_cli.free_port()
    root = Holder(tmp_path, "root", authority=True)
    good, bad, stranger = (Holder(tmp_path, label, root, responder=f"http://127.0.0.1:{port}/") for label in ("good", "bad", "lost"))
    index, log = tmp_path / "index.txt", tmp_path / "responder.log"
    end = f"{NOW + 30 * DAY:%y%m%d%H%M%SZ}"
    index.write_text("".join(
        f"{'R' if revoked else 'V'}\t{end}\t{f'{NOW - DAY:%y%m%d%H%M%SZ}' if revoked else ''}\t"
        f"{holder.certificate.serial_number:X}\tunknown\t/CN={holder.label}\n" for holder, revoked in ((good, False), (bad, True))))
    responder = ["openssl", "ocsp", "-index", index, "-port", port, "-CA", root.files[0], "-rsigner", root.files[0],
                 "-rkey", root.files[1], "-nmin", "60"]
    with gateway(tmp_path, root) as fares:
        assert fares(stranger) == UNKNOWN, "nobody answers yet"
        with signet_cli.running(responder, log, expect_status=None):
            # A connection that asks nothing would occupy it for good.
            signet_cli.until(lambda: "waiting for" in log.read_text(), "the responder")
            with concurrent.futures.ThreadPoolExecutor(12) as workers:
                assert set(workers.map(fares, [good] * 12)) == {GOOD}
            assert fares(bad) == REVOKED
            assert log.read_text().count("Received request") == 2, "one question each, however many wait for the answer"
        assert [fares(good), fares(bad)] == [GOOD, REVOKED], "what was said is kept"
