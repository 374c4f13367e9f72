# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Policies on the wire: requests of their own, tokens of PyJWT, limits, browsers' questions, the cache, retries."""
import base64
import concurrent.futures
import contextlib
import json
import os
import time

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa

import signet_cli
import web
from test_gateway import Configuration


@pytest.fixture
def start(tmp_path):
    """Starts the gateway over a configuration; gives its plain-HTTP base address."""
    with contextlib.ExitStack() as stack:
        yield lambda configuration, env=None: stack.enter_context(
            signet_cli.gateway(configuration.directory, tmp_path / "gateway.log", env=env)).http


def api(tmp_path, url, inbound="", backend_section="<base />", outbound="<base />", on_error="<base />"):
    configuration = Configuration(tmp_path / "config")
    configuration.api("api", url)
    configuration.write("apis/api/specification.json", json.dumps({"openapi": "3.0.1", "info": {"title": "a", "version": "1"}, "paths": {
        "/items/{id}": {
            "get": {"operationId": "get-item", "responses": {"200": {"description": "OK", "content": {
                "application/json": {"example": {"sample": True}}}}}},
            "post": {"operationId": "post-item", "responses": {"200": {"description": "OK"}}}}}}))
    (configuration.directory / "apis/api/specification.yaml").unlink()
    configuration.write("apis/api/policy.xml", f"<policies><inbound><base />{inbound}</inbound><backend>{backend_section}</backend>"
                        f"<outbound>{outbound}</outbound><on-error>{on_error}</on-error></policies>")
    return configuration


def test_requests_of_policies_reach_others_and_their_answers_come_back(tmp_path, start):
    def answer(request):
        if request["path"].startswith("/slow"):
            time.sleep(3)
        return (201, {"X-From": "other", "Content-Type": "application/json"}, json.dumps(request))

    with web.serving() as service, web.serving(answer) as other:
        base = start(api(tmp_path, service.url, f"""
            <send-request mode="new" response-variable-name="r" timeout="10" ignore-error="false">
              <set-url>{other.url}/token?a=1</set-url><set-method>POST</set-method>
              <set-header name="Content-Type" exists-action="override"><value>application/x-www-form-urlencoded</value></set-header>
              <set-body>@("id=" + context.Request.MatchedParameters["id"])</set-body>
            </send-request>
            <set-header name="X-Got" exists-action="override"><value>@{{
              var r = (IResponse)context.Variables["r"];
              return r.StatusCode + "|" + r.Headers.GetValueOrDefault("X-From", "") + "|" + (string)r.Body.As<JObject>()["body"];
            }}</value></set-header>
            <send-one-way-request mode="copy"><set-url>{other.url}/log</set-url></send-one-way-request>
            <send-request mode="new" response-variable-name="late" timeout="1" ignore-error="true">
              <set-url>{other.url}/slow</set-url><set-method>GET</set-method></send-request>
            <set-header name="X-Late" exists-action="override"><value>@(context.Variables["late"] == null ? "null" : "there")</value></set-header>
            """))
        reply = requests.post(f"{base}/api/items/7", data="payload", headers={"X-Own": "1"}, timeout=60)
        assert reply.status_code == 200
        seen = reply.json()
        assert seen["headers"]["X-Got"] == "201|other|id=7"
        assert seen["headers"]["X-Late"] == "null"
        assert seen["body"] == "payload"
        token = other.seen("/token")[0]
        assert (token["method"], token["path"]) == ("POST", "/token?a=1")
        assert token["headers"]["Host"] == other.url.removeprefix("http://")
        assert "X-Own" not in token["headers"]
        log = signet_cli.until(lambda: other.seen("/log"), "the one-way request")[0]
        assert (log["method"], log["body"], log["headers"]["X-Own"]) == ("POST", "payload", "1")


def test_a_failed_request_of_a_policy_is_an_error_with_its_name(tmp_path, start):
    down = signet_cli.free_port()
    with web.serving() as service:
        base = start(api(tmp_path, service.url, f"""
            <send-request mode="new" response-variable-name="r"><set-url>http://127.0.0.1:{down}/</set-url><set-method>GET</set-method>
            </send-request>""", on_error="""<set-header name="X-Error"><value>
            @(context.LastError.Source + "|" + context.LastError.Reason + "|" + context.LastError.Section)</value></set-header>"""))
        reply = requests.get(f"{base}/api/items/7", timeout=60)
        assert reply.status_code == 500
        assert reply.headers["X-Error"] == "send-request|BackendConnectionFailure|inbound"
        assert not service.requests


def test_requests_of_policies_in_outbound_hold_the_answer(tmp_path, start):
    with web.serving(lambda request: (200, {}, b"x" * 300_000)) as service, web.serving() as other:
        base = start(api(tmp_path, service.url, outbound=f"""
            <send-request mode="new" response-variable-name="r"><set-url>{other.url}/after</set-url><set-method>GET</set-method>
            </send-request><set-header name="X-After"><value>@(((IResponse)context.Variables["r"]).StatusCode.ToString())</value>
            </set-header>"""))

        def call(_):
            reply = requests.get(f"{base}/api/items/7", timeout=60)
            return (reply.status_code, reply.headers["X-After"], len(reply.content))

        with concurrent.futures.ThreadPoolExecutor(16) as workers:
            assert set(workers.map(call, range(64))) == {(200, "200", 300_000)}


@pytest.fixture(scope="module")
def keys():
    return {"r1": rsa.generate_private_key(65537, 2048), "e1": ec.generate_private_key(ec.SECP256R1()),
            "stranger": rsa.generate_private_key(65537, 2048)}


def key_set(keys, names):
    found = []
    for name in names:
        key = keys[name].public_key()
        algorithm = jwt.algorithms.RSAAlgorithm if name != "e1" else jwt.algorithms.ECAlgorithm
        found.append({**json.loads(algorithm.to_jwk(key)), "kid": name, "use": "sig"})
    return {"keys": found}


def test_tokens_of_others_are_validated(tmp_path, start, keys):
    def answer(request):
        if request["path"] == "/.well-known/openid-configuration":
            return (200, {"Content-Type": "application/json"},
                    json.dumps({"issuer": "https://issuer.example", "jwks_uri": f"{issuer.url}/keys"}))
        return (200, {"Content-Type": "application/json"}, json.dumps(key_set(keys, ["r1", "e1"])))

    with web.serving() as service, web.serving(answer) as issuer:
        base = start(api(tmp_path, service.url, f"""
            <validate-jwt header-name="Authorization" require-scheme="Bearer" failed-validation-httpcode="401"
                failed-validation-error-message="Unauthorized. Access token is missing or invalid." output-token-variable-name="jwt">
              <openid-config url="{issuer.url}/.well-known/openid-configuration" />
              <audiences><audience>api://orders</audience></audiences>
              <required-claims><claim name="roles" match="any"><value>reader</value></claim></required-claims>
            </validate-jwt>
            <set-header name="X-Subject"><value>@(((Jwt)context.Variables["jwt"]).Subject)</value></set-header>""", on_error="""
            <set-header name="X-Reason"><value>@(context.LastError.Reason)</value></set-header>"""))
        good = {"iss": "https://issuer.example", "aud": "api://orders", "exp": time.time() + 60, "sub": "me", "roles": ["reader"]}

        def call(token):
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            reply = requests.get(f"{base}/api/items/7", headers=headers, timeout=60)
            if reply.status_code == 200:
                return reply.json()["headers"]["X-Subject"]
            assert reply.status_code == 401
            assert reply.text == '{ "statusCode": 401, "message": "Unauthorized. Access token is missing or invalid." }'
            assert reply.headers["Content-Type"] == "application/json"
            return reply.headers["X-Reason"]

        def sign(claims=None, key="r1", algorithm="RS256", kid=None):
            return jwt.encode({**good, **(claims or {})}, keys[key], algorithm, headers={"kid": kid or key})

        assert call(sign()) == "me"
        assert call(sign(algorithm="PS512")) == "me"
        assert call(sign(key="e1", algorithm="ES256")) == "me"
        assert call(None) == "TokenNotPresent"
        assert call("a.b") == "JwtInvalid"
        assert call(sign({"exp": time.time() - 10})) == "TokenExpired"
        assert call(sign({"aud": "api://other"})) == "TokenAudienceNotAllowed"
        assert call(sign({"iss": "https://evil.example"})) == "TokenIssuerNotAllowed"
        assert call(sign({"roles": ["writer"]})) == "TokenClaimValueNotAllowed"
        assert call(sign(key="stranger", kid="r1")) == "TokenSignatureInvalid"
        assert call(sign(key="stranger", kid="r9")) == "TokenSignatureKeyNotFound"
        with concurrent.futures.ThreadPoolExecutor(16) as workers:
            assert set(workers.map(call, [sign()] * 64)) == {"me"}
        # An issuer is asked once for all of them.
        assert len(issuer.seen("/keys")) == 1


def test_limits_answer_429_and_say_when_to_come_again(tmp_path, start):
    with web.serving() as service:
        base = start(api(tmp_path, service.url, """
            <rate-limit-by-key calls="3" renewal-period="2" counter-key="@(context.Request.Headers.GetValueOrDefault("X-Who", ""))"
                remaining-calls-header-name="X-Left" total-calls-header-name="X-Total" />"""))

        def call(who="one"):
            return requests.get(f"{base}/api/items/7", headers={"X-Who": who}, timeout=60)

        replies = [call() for _ in range(4)]
        assert [reply.status_code for reply in replies] == [200, 200, 200, 429]
        assert [reply.headers["X-Left"] for reply in replies] == ["2", "1", "0", "0"]
        refused = replies[3]
        seconds = int(refused.headers["Retry-After"])
        assert 1 <= seconds <= 2
        assert refused.text == f'{{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in {seconds} seconds." }}'
        assert refused.headers["X-Total"] == "3"
        assert refused.reason == "Too Many Requests"
        assert call("two").status_code == 200
        signet_cli.until(lambda: call().status_code == 200, "the limit's end", seconds=5)


def test_browsers_get_their_answers(tmp_path, start):
    with web.serving() as service:
        base = start(api(tmp_path, service.url, """
            <cors allow-credentials="true"><allowed-origins><origin>https://app.example</origin></allowed-origins>
            <allowed-methods preflight-result-max-age="600"><method>GET</method><method>POST</method></allowed-methods>
            <allowed-headers><header>*</header></allowed-headers><expose-headers><header>X-B</header></expose-headers></cors>"""))
        url = f"{base}/api/items/7"
        asked = requests.options(url, headers={
            "Origin": "https://app.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-a,authorization"},
            timeout=60)
        assert (asked.status_code, asked.content) == (200, b"")
        assert asked.headers["Access-Control-Allow-Origin"] == "https://app.example"
        assert asked.headers["Access-Control-Allow-Credentials"] == "true"
        assert "POST" in asked.headers["Access-Control-Allow-Methods"]
        assert asked.headers["Access-Control-Allow-Headers"] == "x-a, authorization"
        assert asked.headers["Access-Control-Max-Age"] == "600"
        assert not service.requests
        reply = requests.get(url, headers={"Origin": "https://app.example"}, timeout=60)
        assert reply.headers["Access-Control-Allow-Origin"] == "https://app.example"
        assert reply.headers["Access-Control-Expose-Headers"] == "X-B"
        stranger = requests.get(url, headers={"Origin": "https://evil.example"}, timeout=60)
        assert (stranger.status_code, stranger.content) == (200, b"")
        assert "Access-Control-Allow-Origin" not in stranger.headers
        assert len(service.requests) == 1


def test_answers_come_from_the_cache(tmp_path, start):
    with web.serving() as service:
        base = start(api(tmp_path, service.url, """
            <cache-lookup vary-by-developer="false" vary-by-developer-groups="false"><vary-by-header>Accept</vary-by-header></cache-lookup>
            """, outbound="""<cache-store duration="60" />"""))

        def call(path="7", **headers):
            reply = requests.get(f"{base}/api/items/{path}", headers=headers, timeout=60)
            assert reply.status_code == 200
            return reply.content

        first = call()
        assert all(call() == first for _ in range(3))
        assert len(service.requests) == 1
        call(Accept="text/plain")
        call("8")
        call(Authorization="Bearer x")
        assert len(service.requests) == 4


def test_calls_are_made_again_while_the_backend_fails(tmp_path, start):
    answers = iter([503, 503, 200, 503, 503, 503])
    with web.serving(lambda request: (next(answers), {}, f"{request['method']} {request['body']}")) as service:
        base = start(api(tmp_path, service.url, backend_section="""
            <retry condition="@(context.Response.StatusCode == 503)" count="2" interval="1" first-fast-retry="true">
            <forward-request buffer-request-body="true" /></retry>"""))
        started = time.monotonic()
        reply = requests.post(f"{base}/api/items/7", data="again", timeout=60)
        assert (reply.status_code, reply.text) == (200, "POST again")
        assert 0.8 < time.monotonic() - started < 10
        assert requests.post(f"{base}/api/items/7", data="no", timeout=60).status_code == 503
        assert [request["body"] for request in service.requests] == ["again"] * 3 + ["no"] * 3


def test_policies_that_refuse_and_those_that_answer(tmp_path, start):
    with web.serving() as service:
        configuration = api(tmp_path, service.url, """
            <choose>
              <when condition="@(context.Request.Url.Query.GetValueOrDefault("p", "") == "header")">
                <check-header name="X-Key" failed-check-httpcode="401" failed-check-error-message="Not authorized" ignore-case="false">
                  <value>right</value></check-header></when>
              <when condition="@(context.Request.Url.Query.GetValueOrDefault("p", "") == "ip")">
                <ip-filter action="forbid"><address-range from="127.0.0.0" to="127.255.255.255" /></ip-filter></when>
              <when condition="@(context.Request.Url.Query.GetValueOrDefault("p", "") == "mock")"><mock-response /></when>
              <when condition="@(context.Request.Url.Query.GetValueOrDefault("p", "") == "basic")">
                <authentication-basic username="me" password="{{secret}}" /></when>
              <otherwise><find-and-replace from="one" to="two" /></otherwise>
            </choose>""")
        configuration.write("named values/secret/namedValueInformation.json", json.dumps(
            {"properties": {"displayName": "secret", "value": "s3cret", "secret": True}}))
        base = start(configuration)
        url = f"{base}/api/items/7"
        refused = requests.get(f"{url}?p=header", timeout=60)
        assert (refused.status_code, refused.text) == (401, '{ "statusCode": 401, "message": "Not authorized" }')
        assert requests.get(f"{url}?p=header", headers={"X-Key": "right"}, timeout=60).status_code == 200
        blocked = requests.get(f"{url}?p=ip", timeout=60)
        assert (blocked.status_code, blocked.text) == (403, '{ "statusCode": 403, "message": "Forbidden" }')
        mocked = requests.get(f"{url}?p=mock", timeout=60)
        assert (mocked.status_code, mocked.json(), mocked.headers["Content-Type"]) == (200, {"sample": True}, "application/json")
        proof = requests.get(f"{url}?p=basic", timeout=60).json()["headers"]["Authorization"]
        assert base64.b64decode(proof.removeprefix("Basic ")) == b"me:s3cret"
        assert requests.post(url, data="one and one", timeout=60).json()["body"] == "two and two"


def test_the_gateway_signs_in_and_validates_what_the_platform_issues(tmp_path, start, platform, directory, files):
    """The whole circle: the gateway's own certificate gets a token of the platform, and another policy lets it in."""
    caller = directory.register("gateway", files["daemon"])
    orders = directory.register("orders", api={"requestedAccessTokenVersion": 2})
    directory.call("PATCH", f"/applications/{orders['id']}", 204, json={"identifierUris": [f"api://{orders['appId']}"]})
    environment = {
        **os.environ, "AZURE_AUTHORITY_HOST": platform.authority, "AZURE_TENANT_ID": platform.tenant,
        "AZURE_CLIENT_ID": caller["appId"], "AZURE_CLIENT_CERTIFICATE_PATH": str(files["daemon"]), "SSL_CERT_FILE": str(platform.ca)}
    with web.serving() as service:
        configuration = api(tmp_path, service.url, f"""
            <choose><when condition="@(context.Request.Method == "GET")">
              <authentication-managed-identity resource="api://{orders['appId']}" />
            </when><otherwise>
              <validate-azure-ad-token tenant-id="{platform.tenant}" authentication-endpoint="{platform.authority}"
                  output-token-variable-name="jwt">
                <client-application-ids><application-id>{caller['appId']}</application-id></client-application-ids>
                <backend-application-ids><application-id>{orders['appId']}</application-id></backend-application-ids>
              </validate-azure-ad-token>
              <set-header name="X-Audience"><value>@(((Jwt)context.Variables["jwt"]).Audiences.First())</value></set-header>
            </otherwise></choose>""")
        base = start(configuration, env=environment)
        with concurrent.futures.ThreadPoolExecutor(16) as workers:
            proofs = set(workers.map(
                lambda _: requests.get(f"{base}/api/items/7", timeout=60).json()["headers"]["Authorization"], range(32)))
        assert len(proofs) == 1, "32 calls share one token"
        proof = proofs.pop()
        reply = requests.post(f"{base}/api/items/7", headers={"Authorization": proof}, timeout=60)
        assert reply.status_code == 200, reply.text
        assert reply.json()["headers"]["X-Audience"] in (orders["appId"], f"api://{orders['appId']}")
        forged = proof[:-8] + ("AAAA" if proof[-8:-4] != "AAAA" else "BBBB") + proof[-4:]
        assert requests.post(f"{base}/api/items/7", headers={"Authorization": forged}, timeout=60).status_code == 401
        stranger = directory.register("stranger", files["stranger"])
        other = directory.sign_in(stranger["appId"], files["stranger"], scope=f"api://{orders['appId']}/.default")
        refused = requests.post(f"{base}/api/items/7", headers={"Authorization": f"Bearer {other['access_token']}"}, timeout=60)
        assert refused.status_code == 401


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_callers_prove_themselves_by_certificates(tmp_path, files):
    with web.serving() as service:
        configuration = api(tmp_path, service.url, """
            <validate-client-certificate validate-revocation="false"><identities><identity common-name="daemon" /></identities>
            </validate-client-certificate>""", on_error="""
            <set-header name="X-Reason"><value>@(context.LastError.Reason)</value></set-header>""")
        for name in ("daemon", "stranger"):
            configuration.write(f"ca certificates/{name}/caCertificateInformation.json", json.dumps(
                {"properties": {"data": files[name].with_suffix(".crt").read_text()}}))
        log = tmp_path / "gateway.log"
        with signet_cli.gateway(configuration.directory, log, "--negotiate-client-certificate") as gateway:
            def call(name):
                pair = (files[name].with_suffix(".crt"), files[name].with_suffix(".key")) if name else None
                return requests.get(f"{gateway.https}/api/items/7", cert=pair, verify=False, timeout=60)

            assert call("daemon").status_code == 200
            for name, reason in ((None, "ClientCertificateNotFound"), ("stranger", "ClientCertificateIdentityNotMatched")):
                refused = call(name)
                assert (refused.status_code, refused.headers["X-Reason"]) == (401, reason)
                assert refused.text == '{ "statusCode": 401, "message": "Invalid client certificate" }'
