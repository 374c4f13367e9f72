# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The portal in a real Chromium, with scripts and without, and what it refuses."""
import pathlib
import re
import uuid

import pytest
import requests

import browser
import certificates
import signet_cli
import test_azure_identity
from graph import split_pem, thumbprint

try:
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.common.by import By
except ImportError:
    By = None

PAGES = ["overview", "applications", "people", "vault", "expiry", "sign-ins", "inspector"]


def link(platform):
    return signet_cli.signet("platform", "portal", "--connection", platform.directory / "connection.json")["url"]


def press(driver, element):
    """Clicks what leads to another page, and waits until that is there."""
    page = driver.find_element(By.TAG_NAME, "html")
    element.click()

    def left():
        try:
            return page.is_enabled() is None
        except WebDriverException:
            return True
    signet_cli.until(left, "another page")


def sign_in(driver, platform):
    driver.get(link(platform))
    press(driver, driver.find_element(By.CSS_SELECTOR, "main button"))
    assert driver.find_element(By.TAG_NAME, "h1").text == "Overview"


class Visitor:
    """A browser without pages: a session of requests that reads the forms' token as a browser would."""

    def __init__(self, platform, signed_in=True):
        self.platform = platform
        self.session = requests.Session()
        self.session.verify = platform.ca
        if signed_in:
            code = link(platform).split("code=")[1]
            reply = self.post("/portal/sign-in", {"code": code}, token=None)
            assert reply.status_code == 303, reply.text

    def get(self, path, **options):
        return self.session.get(self.platform.authority + path, timeout=60, allow_redirects=False, **options)

    def token(self):
        return re.search(r'name="form_token" value="([^"]+)"', self.get("/portal/overview").text)[1]

    def post(self, path, data=None, token="own", **options):
        data = dict(data or {})
        if token is not None:
            data["form_token"] = self.token() if token == "own" else token
        return self.session.post(self.platform.authority + path, data=data, timeout=60, allow_redirects=False, **options)


@pytest.fixture(scope="module")
def visitor(platform):
    return Visitor(platform)


# --- a browser ---

@pytest.mark.parametrize("scripts", [True, False])
def test_uploads_a_certificate_with_which_the_application_signs_in(platform, tmp_path, scripts):
    browser.require()
    name = f"uploaded-{uuid.uuid4().hex[:6]}"
    pem = certificates.self_signed(tmp_path, name)
    with browser.chromium(scripts=scripts) as driver:
        sign_in(driver, platform)
        press(driver, driver.find_element(By.LINK_TEXT, "App registrations"))
        driver.find_element(By.CSS_SELECTOR, "details.new summary").click()
        driver.find_element(By.ID, "name").send_keys(name)
        press(driver, driver.find_element(By.CSS_SELECTOR, "details.new button"))
        assert driver.find_element(By.TAG_NAME, "h1").text == name
        client = driver.find_element(By.CSS_SELECTOR, "#essentials + dl code").text
        driver.find_element(By.ID, "file").send_keys(str(pem.with_suffix(".crt")))
        press(driver, driver.find_element(By.XPATH, "//button[.='Upload certificate']"))
        row = driver.find_element(By.CSS_SELECTOR, "table.certificates tbody tr").text
        assert thumbprint(pem) in row
        dates = certificates.openssl("x509", "-in", pem.with_suffix(".crt"), "-noout", "-dates", "-dateopt", "iso_8601").decode()
        start, end = re.findall(r"=(\d{4}-\d\d-\d\d)", dates)
        assert start in row and end in row
        assert test_azure_identity.sync_token(platform, client, pem)
        press(driver, driver.find_element(By.XPATH, "//section[h3='Certificates']//button[.='Remove']"))
        assert "No certificate is registered." in driver.page_source
        driver.find_element(By.ID, "secret-name").send_keys("nightly")
        press(driver, driver.find_element(By.XPATH, "//button[.='New client secret']"))
        secret = driver.find_element(By.ID, "new-secret").text
        assert re.fullmatch(r"[\w.~-]{40}", secret)
        press(driver, driver.find_element(By.LINK_TEXT, "App registrations"))
        press(driver, driver.find_element(By.LINK_TEXT, name))
        assert secret not in driver.page_source
        press(driver, driver.find_element(By.LINK_TEXT, "Delete"))
        press(driver, driver.find_element(By.CSS_SELECTOR, "main button"))
        assert name not in driver.find_element(By.TAG_NAME, "main").text


def test_explains_refusals_and_inspects_tokens(platform, directory, daemon, files):
    browser.require()
    refused = directory.sign_in(daemon["appId"], files["stranger"])
    with browser.chromium() as driver:
        sign_in(driver, platform)
        press(driver, driver.find_element(By.LINK_TEXT, "Sign-in log"))
        driver.find_element(By.ID, "trace").send_keys(refused["trace_id"])
        press(driver, driver.find_element(By.CSS_SELECTOR, ".search button"))
        text = driver.find_element(By.TAG_NAME, "main").text
        assert "AADSTS700027" in text and thumbprint(files["daemon"]) in text
        token = directory.session.headers["Authorization"].split()[1]
        for pasted, verdict in [(token, "Accepted"), (token[:-8] + "AAAAAAAA", "Refused")]:
            press(driver, driver.find_element(By.LINK_TEXT, "Token inspector"))
            driver.find_element(By.ID, "token").send_keys(pasted)
            press(driver, driver.find_element(By.CSS_SELECTOR, "main button"))
            assert driver.find_element(By.CSS_SELECTOR, "#verdict .badge").text == verdict
            assert platform.tenant in driver.find_element(By.CSS_SELECTOR, "#claims + pre").text


def test_shows_vault_values_only_when_asked(platform):
    browser.require()
    name, value = f"secret-{uuid.uuid4().hex[:6]}", f"v-{uuid.uuid4().hex}"
    with browser.chromium() as driver:
        sign_in(driver, platform)
        press(driver, driver.find_element(By.LINK_TEXT, "Key vault"))
        driver.find_elements(By.CSS_SELECTOR, "details.new summary")[1].click()
        driver.find_element(By.ID, "secret-name").send_keys(name)
        driver.find_element(By.ID, "secret-value").send_keys(value)
        press(driver, driver.find_element(By.XPATH, "//button[.='Set']"))
        assert driver.find_element(By.TAG_NAME, "h1").text == name and value not in driver.page_source
        press(driver, driver.find_element(By.XPATH, "//button[.='Show value']"))
        assert driver.find_element(By.ID, "secret-text").text == value


@pytest.mark.parametrize("dark", [False, True])
def test_every_page_is_labelled_contrasting_and_whole(platform, dark, tmp_path):
    """Labels, one h1, no request elsewhere, nothing in the browser's log, contrast of all texts at least 4.5."""
    browser.require()
    contrast = pathlib.Path(__file__).with_name("contrast.js").read_text()
    with browser.chromium(dark=dark) as driver:
        sign_in(driver, platform)
        for page in PAGES:
            driver.get(f"{platform.authority}/portal/{page}")
            assert driver.execute_script("return matchMedia('(prefers-color-scheme: dark)').matches") == dark
            assert len(driver.find_elements(By.TAG_NAME, "h1")) == 1
            unlabelled = driver.execute_script(
                "return [...document.querySelectorAll('input:not([type=hidden]),select,textarea')]"
                ".filter(f => !f.labels.length).map(f => f.id)")
            assert unlabelled == []
            assert driver.execute_script(contrast) == []
            driver.save_screenshot(str(tmp_path / f"{page}-{'dark' if dark else 'light'}.png"))
        assert [entry for entry in driver.get_log("browser") if "favicon" not in entry["message"]] == []


# --- what is refused ---

def test_shows_nothing_to_a_stranger(platform):
    stranger = Visitor(platform, signed_in=False)
    for page in PAGES:
        reply = stranger.get(f"/portal/{page}")
        assert reply.status_code == 303 and reply.headers["Location"] == "/portal/sign-in"
    assert stranger.post("/portal/applications", {"name": "x"}, token="x").status_code == 403
    assert stranger.session.post(platform.authority + "/portal/links", timeout=60).status_code == 403


def test_gives_links_to_the_administrator_alone(platform, daemon, files):
    token = test_azure_identity.sync_token(platform, daemon["appId"], files["daemon"])
    reply = requests.post(platform.authority + "/portal/links", headers={"Authorization": f"Bearer {token}"},
                          verify=platform.ca, timeout=60)
    assert reply.status_code == 403


def test_takes_a_code_once_and_names_the_session_then(platform):
    code = link(platform).split("code=")[1]
    visitor = Visitor(platform, signed_in=False)
    planted = "A" * 43
    visitor.session.headers["Cookie"] = f"__Host-signet-portal={planted}"
    first = visitor.post("/portal/sign-in", {"code": code}, token=None)
    cookie = first.headers["Set-Cookie"]
    assert first.status_code == 303 and planted not in cookie
    assert cookie.startswith("__Host-signet-portal=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert visitor.get("/portal/overview").status_code == 303
    assert visitor.post("/portal/sign-in", {"code": code}, token=None).status_code == 403


@pytest.mark.parametrize("token, headers", [
    (None, {}), ("wrong", {}), ("own", {"Origin": "https://evil.example"}), ("own", {"Origin": "null"}),
    ("own", {"Sec-Fetch-Site": "cross-site"}), ("own", {"Sec-Fetch-Site": "same-site"}),
])
def test_refuses_forged_forms(visitor, directory, token, headers):
    name = f"forged-{uuid.uuid4().hex[:6]}"
    assert visitor.post("/portal/applications", {"name": name}, token=token, headers=headers).status_code == 403
    assert name not in visitor.get("/portal/applications").text


def test_keeps_pages_to_themselves(visitor):
    for path in ["/portal/overview", "/portal/sign-in", "/portal/nothing"]:
        headers = visitor.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["Cache-Control"] == "no-store" and headers["X-Content-Type-Options"] == "nosniff"
    page = visitor.get("/portal/applications").text
    assert "<script" not in page and " style=" not in page and "<style" not in page
    assert not re.search(r"\son\w+=", page)


def test_redirects_nowhere_else(visitor):
    for path in ["/portal/sign-in?next=https://evil.example", "/portal//evil.example", "/portal/%2F%2Fevil.example",
                 "/portal?done=https://evil.example", "/portal/sign-ins?trace=//evil.example"]:
        reply = visitor.get(path)
        assert reply.headers.get("Location", "/portal").startswith("/portal"), path
        assert "evil.example" not in reply.headers.get("Location", "")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "\"\u0301 onfocus=x",
                                  "{{formToken}}", "{{{body}}}"])
def test_escapes_what_people_write(visitor, directory, name):
    application = directory.register(name)
    for path in [f"/portal/applications/{application['id']}", "/portal/applications",
                 "/portal/applications?q=" + requests.utils.quote(name)]:
        text = visitor.get(path).text
        assert "<script>alert" not in text and "<img src=x" not in text and "\"\u0301 onfocus" not in text
        assert path.endswith(application["id"]) is False or "{{" in text or "{{" not in name
    directory.call("DELETE", f"/applications/{application['id']}", 204)


@pytest.mark.parametrize("path, status", [
    ("/portal/applications/not-a-guid", 404), ("/portal/applications/00000000-1111-4222-8333-444444444444", 404),
    ("/portal/vault/secrets/..%2F..%2Fx", 404), ("/portal/vault/secrets/absent", 404), ("/portal/sign-ins/x", 404),
    ("/portal/nothing", 404), ("/portal/vault/secrets/a%00b", 404),
])
def test_answers_bad_addresses_with_a_page(visitor, path, status):
    request = requests.Request("GET", visitor.platform.authority + path).prepare()
    request.url = visitor.platform.authority + path
    request.prepare_cookies(visitor.session.cookies)
    assert visitor.session.send(request, timeout=60, allow_redirects=False).status_code == status


@pytest.mark.parametrize("content", [b"", b"rubbish", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_refuses_files_that_are_no_certificates(visitor, directory, content):
    application = directory.register("upload-refused")
    path = f"/portal/applications/{application['id']}/certificates"
    reply = visitor.post(path, {}, files={"file": ("x.cer", content)})
    assert reply.status_code == 400 and "no certificate that can be read" in reply.text


def test_takes_a_pem_with_its_key_and_keeps_the_certificate_alone(visitor, directory, files):
    application = directory.register("upload-with-key")
    path = f"/portal/applications/{application['id']}/certificates"
    assert visitor.post(path, {}, files={"file": ("x.pem", files["daemon"].read_bytes())}).status_code == 303
    assert thumbprint(files["daemon"]) in visitor.get(f"/portal/applications/{application['id']}").text
    key = split_pem(files["daemon"])[0].splitlines()[2].encode()
    for database in visitor.platform.directory.glob("signet.db*"):
        assert key not in database.read_bytes()


def test_signs_out(platform):
    visitor = Visitor(platform)
    cookie = dict(visitor.session.cookies)
    reply = visitor.post("/portal/sign-out")
    assert reply.status_code == 303 and "Max-Age=0" in reply.headers["Set-Cookie"]
    again = requests.get(platform.authority + "/portal/overview", cookies=cookie, verify=platform.ca, timeout=60,
                         allow_redirects=False)
    assert again.status_code == 303
