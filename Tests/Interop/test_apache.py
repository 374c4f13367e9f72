# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Apache with mod_auth_openidc, the relying party before many a site: it proves itself by the certificate's key (`kid` alone names
it), sends a challenge, checks nonce and signature, renews and signs out."""
import base64
import contextlib
import shutil
import urllib.parse
import uuid

import pytest

import apache
import graph
import pages
import signet_cli

PASSWORD = "xWwvJ]6NMw+bWH-d"

DIRECTIVES = """
LogLevel auth_openidc:warn
OIDCProviderMetadataURL {authority}/{tenant}/v2.0/.well-known/openid-configuration
OIDCCABundlePath {folder}/ca.pem
OIDCClientID {client}
OIDCPrivateKeyFiles {thumbprint}#{folder}/key.pem
OIDCPublicKeyFiles {thumbprint}#{folder}/certificate.pem
OIDCProviderTokenEndpointAuth private_key_jwt
OIDCProviderTokenEndpointParams client_id={client}
OIDCPKCEMethod S256
OIDCRedirectURI http://localhost:{port}/callback
OIDCScope "openid profile email offline_access"
OIDCRemoteUserClaim preferred_username
OIDCInfoHook access_token id_token userinfo
OIDCCryptoPassphrase {passphrase}
<Location />
  AuthType openid-connect
  Require valid-user
  Header set X-User "expr=%{{REMOTE_USER}}"
</Location>
"""


class Site:
    """A site behind Apache, and a person's browser in front of it."""

    def __init__(self, platform, port, log):
        self.url = f"http://localhost:{port}"
        self.log = log
        self.browser = pages.Browser(platform)

    def get(self, path, **parameters):
        return self.browser.session.get(self.url + path, params=parameters, allow_redirects=False, timeout=60)

    def sign_in(self, person):
        """What the site answers once the person is back from the platform."""
        challenge = self.get("/")
        assert challenge.status_code == 302, self.log.read_text()
        reply = self.browser.sign_in(challenge.headers["Location"], person["userPrincipalName"], PASSWORD)
        while reply.is_redirect:
            reply = self.browser.session.get(reply.headers["Location"], allow_redirects=False, timeout=60)
        return reply

    def info(self):
        return self.get("/callback", info="json").json()


@pytest.fixture
def person(directory):
    return directory.call("POST", "/users", 201, json={
        "accountEnabled": True, "displayName": "Alex Wilber", "mailNickname": "alex", "mail": "alex@contoso.example",
        "userPrincipalName": f"alex.{uuid.uuid4().hex[:8]}@contoso.example",
        "passwordProfile": {"forceChangePasswordNextSignIn": False, "password": PASSWORD},
    }).json()


@pytest.fixture
def site(platform, directory, files, readable):
    """Apache on loopback; `site(identity)` signs in with the key of that certificate."""
    folder, port = readable, signet_cli.free_port()
    application = directory.register("site", files["daemon"], web={"redirectUris": [f"http://localhost:{port}/callback"]})
    shutil.copy(platform.ca, folder / "ca.pem")
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("for members\n")

    with contextlib.ExitStack() as servers:
        def start(identity):
            for name, text in zip(("key.pem", "certificate.pem"), graph.split_pem(files[identity])):
                (folder / name).write_text(text)
            digest = bytes.fromhex(graph.thumbprint(files[identity]))
            log = servers.enter_context(apache.running(folder, port, ["authz_user", "auth_openidc"], DIRECTIVES.format(
                folder=folder, port=port, authority=platform.authority, tenant=platform.tenant, client=application["appId"],
                thumbprint=base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), passphrase=uuid.uuid4().hex)))
            return Site(platform, port, log)
        yield start


def test_a_site_behind_apache_signs_a_person_in_by_certificate(site, person):
    members = site("daemon")
    reply = members.sign_in(person)
    assert (reply.status_code, reply.text) == (200, "for members\n"), members.log.read_text()
    assert reply.headers["X-User"] == person["userPrincipalName"]
    known = members.info()
    assert (known["id_token"]["oid"], known["id_token"]["email"]) == (person["id"], person["mail"])
    assert known["userinfo"]["sub"] == known["id_token"]["sub"]


def test_apache_renews_its_token_and_signs_out(site, person):
    members = site("daemon")
    members.sign_in(person)
    first = members.info()["access_token"]
    renewed = members.get("/callback", refresh=f"{members.url}/", access_token=first)
    assert renewed.headers["Location"] == f"{members.url}/", members.log.read_text()
    assert members.info()["access_token"] != first
    out = members.get("/callback", logout=f"{members.url}/")
    parts = urllib.parse.urlsplit(out.headers["Location"])
    assert parts.path.endswith("/oauth2/v2.0/logout") and "id_token_hint" in urllib.parse.parse_qs(parts.query)
    assert members.browser.get(out.headers["Location"]).status_code == 200
    # Both sessions are over: the site asks again, and the platform asks for the password again.
    again = members.browser.get(members.get("/").headers["Location"])
    assert "passwd" in members.browser.form(again)["names"]


def test_a_key_that_is_not_registered_signs_nobody_in(site, person):
    members = site("stranger")
    reply = members.sign_in(person)
    assert "X-User" not in reply.headers and "for members" not in reply.text
    assert "AADSTS700027" in members.log.read_text()
