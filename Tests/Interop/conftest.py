# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
import os
import pathlib
import tempfile

import pytest

import certificates
import graph
import signet_cli

# requests prefers these to the authority that a client was given (psf/requests#3829); the tests name their authority themselves.
for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
    os.environ.pop(variable, None)


@pytest.fixture
def readable():
    """A folder that other users of the machine may read, as pytest's own may not."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield pathlib.Path(name)


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """Certificates that every test may read: daemon (self-signed), chained, stranger (registered nowhere)."""
    directory = tmp_path_factory.mktemp("certificates")
    return {
        "daemon": certificates.self_signed(directory, "daemon"),
        "stranger": certificates.self_signed(directory, "stranger"),
        "chained": certificates.chain(directory, "chained"),
    }


@pytest.fixture(scope="session")
def platform(tmp_path_factory):
    with signet_cli.platform(tmp_path_factory.mktemp("platform")) as running:
        yield running


@pytest.fixture(scope="session")
def directory(platform):
    return graph.Graph(platform)


@pytest.fixture(scope="session")
def daemon(directory, files):
    """An application with the certificate `daemon`."""
    return directory.register("daemon", files["daemon"])


@pytest.fixture(scope="session")
def orders(directory):
    """A resource that wants version 2 tokens."""
    application = directory.register("orders", api={"requestedAccessTokenVersion": 2})
    directory.call("PATCH", f"/applications/{application['id']}", 204,
                   json={"identifierUris": [f"api://{application['appId']}"]})
    return application
