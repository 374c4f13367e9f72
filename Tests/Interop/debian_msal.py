# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""One grant by the msal of the interpreter that runs this: Debian's python3-msal, an old generation, unmodified.

Reads what to do from standard input as JSON and writes msal's answer; run by test_debian_msal.py.
"""
import json
import sys
import types

import msal

import pages

def confidential(given):
    return msal.ConfidentialClientApplication(
        given["client"], client_credential=given["credential"], authority=given["authority"], verify=given["ca"],
        instance_discovery=False)


def public(given):
    return msal.PublicClientApplication(given["client"], authority=given["authority"], verify=given["ca"],
                                        instance_discovery=False)


def browser(given):
    return pages.Browser(types.SimpleNamespace(authority=given["origin"], ca=given["ca"]))


def client_credentials(given):
    return confidential(given).acquire_token_for_client(given["scopes"])


def authorization_code(given):
    """Signs a person in, then refreshes by the account and by the refresh token itself."""
    app = confidential(given)
    flow = app.initiate_auth_code_flow(given["scopes"], redirect_uri=given["redirect"])
    reply = browser(given).sign_in(flow["auth_uri"], given["user"], given["password"])
    result = app.acquire_token_by_auth_code_flow(flow, pages.answer(reply))
    if "access_token" not in result:
        return result
    silent = app.acquire_token_silent(given["scopes"], app.get_accounts()[0], force_refresh=True)
    refreshed = app.acquire_token_by_refresh_token(result["refresh_token"], given["scopes"])
    return {**result, "silent": silent["access_token"], "refreshed": refreshed["access_token"]}


def on_behalf_of(given):
    return confidential(given).acquire_token_on_behalf_of(given["assertion"], given["scopes"])


def device_code(given):
    app = public(given)
    flow = app.initiate_device_flow(given["scopes"])
    visit = browser(given)
    page = visit.submit(visit.get(flow["verification_uri"]), otc=flow["user_code"])
    for _ in range(5):
        if "<form" not in page.text:
            break
        names = visit.form(page)["names"]
        page = visit.submit(page, **({"loginfmt": given["user"], "passwd": given["password"]} if "passwd" in names else {}))
    return app.acquire_token_by_device_flow(flow)


def main():
    given = json.load(sys.stdin)
    grants = {function.__name__: function for function in (client_credentials, authorization_code, on_behalf_of, device_code)}
    result = grants[given["grant"]](given)
    json.dump({"version": msal.__version__, "result": result}, sys.stdout, default=str)


if __name__ == "__main__":
    main()
