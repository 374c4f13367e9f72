# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Microsoft Graph as a script would call it: msal signs in, requests asks; nothing of ours is on this side of the wire."""
import base64
import pathlib

import msal
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization


def split_pem(path):
    """The private key and the first certificate of a PEM file, as texts."""
    data = pathlib.Path(path).read_bytes()
    key = serialization.load_pem_private_key(data, None)
    certificate = x509.load_pem_x509_certificate(data)
    return (
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode(),
        certificate.public_bytes(serialization.Encoding.PEM).decode(),
    )


def thumbprint(path, algorithm=None):
    certificate = x509.load_pem_x509_certificate(pathlib.Path(path).read_bytes())
    return certificate.fingerprint(algorithm or hashes.SHA1()).hex().upper()


def thumbprint_sha256(path):
    """The SHA-256 thumbprint as the header of an assertion has it."""
    digest = bytes.fromhex(thumbprint(path, hashes.SHA256()))
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def thumbprint_of(pem):
    return x509.load_pem_x509_certificate(pem.encode()).fingerprint(hashes.SHA1()).hex().upper()


class Graph:
    def __init__(self, platform, tenant=None):
        self.platform = platform
        self.tenant = tenant or platform.tenant
        key, certificate = split_pem(platform.connection["adminCertificatePath"])
        client = msal.ConfidentialClientApplication(
            platform.connection["adminClientId"], authority=f"{platform.authority}/{self.tenant}",
            client_credential={"private_key": key, "public_certificate": certificate},
            instance_discovery=False, verify=platform.ca,
        )
        reply = client.acquire_token_for_client(["https://graph.microsoft.com/.default"])
        assert "access_token" in reply, reply
        self.session = requests.Session()
        self.session.verify = platform.ca
        self.session.headers["Authorization"] = "Bearer " + reply["access_token"]

    def call(self, method, path, status=None, **options):
        reply = self.session.request(method, self.platform.connection["graph"] + path, timeout=60, **options)
        if status is not None:
            assert reply.status_code == status, f"{method} {path}: {reply.status_code} {reply.text}"
        return reply

    def register(self, name, *certificates, **properties):
        """Creates an application with its service principal and key credentials; gives the application."""
        keys = [
            {
                "type": "AsymmetricX509Cert", "usage": "Verify",
                "key": base64.b64encode(
                    x509.load_pem_x509_certificate(pathlib.Path(path).read_bytes()).public_bytes(serialization.Encoding.DER)
                ).decode(),
            }
            for path in certificates
        ]
        body = {"displayName": name, "keyCredentials": keys, **properties}
        application = self.call("POST", "/applications", 201, json=body).json()
        self.call("POST", "/servicePrincipals", 201, json={"appId": application["appId"]})
        return application

    def sign_in(self, client, certificate, tenant=None, scope="https://graph.microsoft.com/.default"):
        """What the token endpoint says to an application: the whole answer as msal gives it."""
        key, public = split_pem(certificate)
        return msal.ConfidentialClientApplication(
            client, authority=f"{self.platform.authority}/{tenant or self.tenant}",
            client_credential={"private_key": key, "public_certificate": public},
            instance_discovery=False, verify=self.platform.ca,
        ).acquire_token_for_client([scope])
