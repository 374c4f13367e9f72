# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Certificates made by openssl, as a user's scripts make them."""
import datetime
import pathlib
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization


def openssl(*arguments, **options):
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, **options).stdout


def self_signed(directory, name, *options):
    """A key with its certificate in one PEM file."""
    directory = pathlib.Path(directory)
    key, certificate, both = (directory / f"{name}{suffix}" for suffix in (".key", ".crt", ".pem"))
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "30",
            "-subj", f"/CN={name}", *options)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


def chain(directory, name):
    """A leaf signed by an intermediate signed by a root: key, leaf, intermediate, root in one PEM file."""
    directory = pathlib.Path(directory)
    root = self_signed(directory, f"{name}-root")
    signer, files = root, []
    for role, extension in (("intermediate", "basicConstraints=critical,CA:TRUE"), ("leaf", "extendedKeyUsage=clientAuth")):
        key, request, certificate = (directory / f"{name}-{role}{suffix}" for suffix in (".key", ".csr", ".crt"))
        extensions = directory / f"{name}-{role}.ext"
        extensions.write_text(extension + "\n")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={name}-{role}")
        openssl("x509", "-req", "-in", request, "-CA", signer.with_suffix(".crt"), "-CAkey", signer.with_suffix(".key"),
                "-CAcreateserial", "-days", "30", "-extfile", extensions, "-out", certificate)
        signer = certificate
        files.insert(0, certificate)
    both = directory / f"{name}.pem"
    parts = [directory / f"{name}-leaf.key", *files, root.with_suffix(".crt")]
    both.write_bytes(b"".join(part.read_bytes() for part in parts))
    return both


def pfx(pem, password, *options):
    """The PEM file as a PFX beside it."""
    out = pem.with_suffix(".pfx")
    openssl("pkcs12", "-export", "-in", pem, "-out", out, "-passout", f"pass:{password}", *options)
    return out


def dated(pem, year):
    """Gives the self-signed PEM file a certificate for localhost that is valid in that year alone, with the same key."""
    private = serialization.load_pem_private_key(pem.with_suffix(".key").read_bytes(), None)
    subject = x509.load_pem_x509_certificate(pem.with_suffix(".crt").read_bytes()).subject
    made = x509.CertificateBuilder(
        subject, subject, private.public_key(), 5, datetime.datetime(year, 1, 1), datetime.datetime(year + 1, 1, 1),
    ).add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False).sign(private, hashes.SHA256())
    pem.with_suffix(".crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem.write_bytes(pem.with_suffix(".key").read_bytes() + pem.with_suffix(".crt").read_bytes())
