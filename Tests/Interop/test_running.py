# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Running the platform: tenants, seeds, export, limits, figures, drain."""
import requests

import graph
import signet_cli

FABRIKAM = "22222222-0000-4000-8000-00000000000b"
CONTOSO = "11111111-0000-4000-8000-00000000000a"


def discovery(platform, tenant):
    return requests.get(f"{platform.authority}/{tenant}/v2.0/.well-known/openid-configuration", verify=platform.ca, timeout=10).json()


def test_several_tenants_and_their_domains(tmp_path, files):
    with signet_cli.platform(tmp_path, "--tenant", f"{CONTOSO}=contoso.onmicrosoft.com,contoso.example",
                             "--tenant", f"{FABRIKAM}=fabrikam.onmicrosoft.com") as platform:
        assert platform.tenant == CONTOSO
        for name, tenant in (("contoso.example", CONTOSO), ("CONTOSO.onmicrosoft.com", CONTOSO), ("fabrikam.onmicrosoft.com", FABRIKAM)):
            assert discovery(platform, name)["issuer"] == f"{platform.authority}/{tenant}/v2.0"
        added = signet_cli.signet("platform", "tenant", "add", "--data", tmp_path, "--name", "Woodgrove", "--domain", "woodgrove.example")
        assert discovery(platform, "woodgrove.example")["issuer"].endswith(f"/{added['id']}/v2.0")
        assert {domain["name"] for domain in added["domains"]} == {"woodgrove.example", "woodgrove.onmicrosoft.com"}
        listed = signet_cli.signet("platform", "tenant", "list", "--data", tmp_path)["value"]
        assert {tenant["id"] for tenant in listed} == {CONTOSO, FABRIKAM, added["id"]}
        # The administrator is the same everywhere, and what it registers in one tenant is unknown in another.
        other = graph.Graph(platform, tenant=added["id"])
        daemon = other.register("daemon", files["daemon"])
        assert "access_token" in other.sign_in(daemon["appId"], files["daemon"])
        assert other.sign_in(daemon["appId"], files["daemon"], FABRIKAM)["error_codes"] == [700016]
