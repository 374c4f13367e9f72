# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""msal, unmodified, against the platform."""
import msal
import pytest

import graph
from test_azure_identity import verified


def client(platform, application, credential, tenant=None):
    return msal.ConfidentialClientApplication(
        application["appId"], authority=f"{platform.authority}/{tenant or platform.tenant}", client_credential=credential,
        instance_discovery=False, verify=platform.ca,
    )


def credential(path, form):
    key, certificate = graph.split_pem(path)
    if form == "public_certificate":
        return {"private_key": key, "public_certificate": certificate}
    return {"private_key": key, "thumbprint": graph.thumbprint(path)}


FORMS = pytest.mark.parametrize("form", ["public_certificate", "thumbprint"])


@FORMS
def test_signs_in(platform, daemon, files, form):
    reply = client(platform, daemon, credential(files["daemon"], form)).acquire_token_for_client(
        ["https://graph.microsoft.com/.default"])
    assert reply["token_type"] == "Bearer"
    assert 3600 - 60 <= reply["expires_in"] <= 90 * 60
    assert verified(platform, reply["access_token"], "https://graph.microsoft.com")["appid"] == daemon["appId"]


@FORMS
def test_a_stranger_is_refused(platform, daemon, files, form):
    reply = client(platform, daemon, credential(files["stranger"], form)).acquire_token_for_client(
        ["https://graph.microsoft.com/.default"])
    assert reply["error"] == "invalid_client"
    assert reply["error_codes"] == [700027]
    assert graph.thumbprint(files["stranger"]) in reply["error_description"] or form == "public_certificate"


@FORMS
def test_an_unknown_application_is_refused(platform, files, form):
    nobody = {"appId": "00000000-0000-4000-8000-000000000001"}
    reply = client(platform, nobody, credential(files["daemon"], form)).acquire_token_for_client(
        ["https://graph.microsoft.com/.default"])
    assert (reply["error"], reply["error_codes"]) == ("unauthorized_client", [700016])


@FORMS
def test_an_unknown_tenant_is_refused_at_discovery(platform, daemon, files, form):
    # msal asks for the discovery document of the tenant first, and says only that there is none; its number is 90002.
    with pytest.raises(ValueError, match="Unable to get authority configuration"):
        client(platform, daemon, credential(files["daemon"], form), tenant="00000000-0000-4000-8000-000000000002"
               ).acquire_token_for_client(["https://graph.microsoft.com/.default"])


def test_the_assertion_is_reused_over_many_requests(platform, daemon, orders, files):
    app = client(platform, daemon, credential(files["daemon"], "public_certificate"))
    for scope in ("https://graph.microsoft.com/.default", f"api://{orders['appId']}/.default", f"{orders['appId']}/.default"):
        assert "access_token" in app.acquire_token_for_client([scope]), scope
