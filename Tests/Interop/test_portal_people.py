# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""People in the portal: an administrator signs in by name and password, makes accounts, resets, disables."""
import re
import uuid

import pytest

import browser
from test_portal import Visitor, press

try:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select
except ImportError:
    By = Select = None

PASSWORD = "xWwvJ]6NMw+bWH-d"
GLOBAL = "62e90394-69f5-4237-9190-012177145e10"


@pytest.fixture
def administrator(directory):
    """A person who is a Global Administrator, with the assignment that makes it one."""
    person = directory.call("POST", "/users", 201, json={
        "accountEnabled": True, "displayName": "Grace Hopper", "mailNickname": "grace",
        "userPrincipalName": f"grace.{uuid.uuid4().hex[:8]}@contoso.example",
        "passwordProfile": {"forceChangePasswordNextSignIn": False, "password": PASSWORD}}).json()
    assignment = directory.call("POST", "/roleManagement/directory/roleAssignments", 201, json={
        "principalId": person["id"], "roleDefinitionId": GLOBAL, "directoryScopeId": "/"}).json()
    yield {**person, "assignment": assignment["id"]}
    directory.call("DELETE", f"/users/{person['id']}")


def by_name(platform, name, password, **headers):
    visitor = Visitor(platform, signed_in=False)
    reply = visitor.post("/portal/sign-in", {"loginfmt": name, "passwd": password}, token=None, headers=headers)
    return visitor, reply


@pytest.mark.parametrize("dark", [False, True])
def test_an_administrator_makes_resets_disables_and_deletes_people(platform, directory, administrator, dark, tmp_path):
    browser.require()
    name = f"Ada {uuid.uuid4().hex[:6]}"
    user = f"{name.replace(' ', '.').lower()}@contoso.example"
    with browser.chromium(dark=dark) as driver:
        driver.get(f"{platform.authority}/portal/sign-in")
        driver.save_screenshot(str(tmp_path / f"sign-in-{dark}.png"))
        driver.find_element(By.ID, "loginfmt").send_keys(administrator["userPrincipalName"])
        driver.find_element(By.ID, "passwd").send_keys(PASSWORD)
        press(driver, driver.find_element(By.ID, "sign-in-by-name"))
        assert driver.find_element(By.TAG_NAME, "h1").text == "Overview"
        assert administrator["userPrincipalName"] in driver.find_element(By.TAG_NAME, "header").text
        press(driver, driver.find_element(By.LINK_TEXT, "People"))
        driver.find_element(By.CSS_SELECTOR, "details.new summary").click()
        driver.find_element(By.ID, "name").send_keys(name)
        driver.find_element(By.ID, "user").send_keys(user)
        driver.save_screenshot(str(tmp_path / f"people-{dark}.png"))
        press(driver, driver.find_element(By.CSS_SELECTOR, "details.new button"))
        assert driver.find_element(By.TAG_NAME, "h1").text == name
        first = driver.find_element(By.ID, "new-password").text
        press(driver, driver.find_element(By.XPATH, "//button[.='Reset password']"))
        second = driver.find_element(By.ID, "new-password").text
        assert first != second and re.fullmatch(r"Aa1-[\w-]{16}", second)
        Select(driver.find_element(By.ID, "role")).select_by_visible_text("Security Reader")
        press(driver, driver.find_element(By.XPATH, "//button[.='Assign role']"))
        assert "Security Reader" in driver.find_element(By.CSS_SELECTOR, "section[aria-labelledby=roles] table").text
        driver.save_screenshot(str(tmp_path / f"person-{dark}.png"))
        assert second not in driver.page_source
        press(driver, driver.find_element(By.XPATH, "//button[.='Disable']"))
        assert directory.call("GET", f"/users/{user}?$select=accountEnabled", 200).json()["accountEnabled"] is False
        press(driver, driver.find_element(By.XPATH, "//button[.='Enable']"))
        assert directory.call("GET", f"/users/{user}?$select=accountEnabled", 200).json()["accountEnabled"] is True
        press(driver, driver.find_element(By.XPATH, "//button[.='End all sessions']"))
        press(driver, driver.find_element(By.XPATH, "//section[@aria-labelledby='roles']//button[.='Remove']"))
        press(driver, driver.find_element(By.LINK_TEXT, "Delete"))
        press(driver, driver.find_element(By.CSS_SELECTOR, "main button"))
        directory.call("GET", f"/users/{user}", 404)


def test_a_wrong_password_and_a_person_without_the_role_look_the_same(platform, directory, administrator):
    plain = directory.call("POST", "/users", 201, json={
        "accountEnabled": True, "displayName": "Plain", "mailNickname": "plain",
        "userPrincipalName": f"plain.{uuid.uuid4().hex[:8]}@contoso.example",
        "passwordProfile": {"forceChangePasswordNextSignIn": False, "password": PASSWORD}}).json()
    texts = set()
    for name, password in [(administrator["userPrincipalName"], "wrong"), (plain["userPrincipalName"], PASSWORD),
                           ("nobody@contoso.example", PASSWORD), ("", ""), ("a" * 5000, "b")]:
        visitor, reply = by_name(platform, name, password)
        assert reply.status_code == 403 and "Set-Cookie" not in reply.headers
        texts.add(re.sub(r'value="[^"]*"', "", reply.text))
        assert visitor.get("/portal/overview").status_code == 303
    assert len(texts) == 1


@pytest.mark.parametrize("end", ["role", "disabled", "sessions", "deleted"])
def test_the_session_ends_with_the_role_the_account_or_its_sessions(platform, directory, administrator, end):
    visitor, reply = by_name(platform, administrator["userPrincipalName"], PASSWORD)
    assert reply.status_code == 303 and visitor.get("/portal/overview").status_code == 200
    if end == "role":
        directory.call("DELETE", f"/roleManagement/directory/roleAssignments/{administrator['assignment']}", 204)
    elif end == "disabled":
        directory.call("PATCH", f"/users/{administrator['id']}", 204, json={"accountEnabled": False})
    elif end == "sessions":
        directory.call("POST", f"/users/{administrator['id']}/revokeSignInSessions", 200)
    else:
        directory.call("DELETE", f"/users/{administrator['id']}", 204)
    assert visitor.get("/portal/people").status_code == 303
    assert visitor.session.post(platform.authority + "/portal/people", data={"name": "x"}, timeout=60,
                                allow_redirects=False).status_code == 403


def test_a_form_of_another_site_signs_nobody_in(platform, administrator):
    _, reply = by_name(platform, administrator["userPrincipalName"], PASSWORD, Origin="https://evil.example")
    assert reply.status_code == 403 and "Set-Cookie" not in reply.headers


def test_ten_wrong_passwords_lock_the_account(platform, administrator):
    for _ in range(10):
        assert by_name(platform, administrator["userPrincipalName"], "wrong")[1].status_code == 403
    assert by_name(platform, administrator["userPrincipalName"], PASSWORD)[1].status_code == 403
