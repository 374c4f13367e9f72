# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Chromium as a person uses it, driven by Selenium."""
import contextlib
import shutil

import needs

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
except ImportError:
    webdriver = None


def require():
    """Needs Chromium, its driver and Selenium."""
    missing = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    if webdriver is None:
        missing.append("selenium")
    needs.require(missing, "run scripts/prepare.sh .build/venv")


@contextlib.contextmanager
def chromium(dark=False, scripts=True, width=1280, height=900):
    """A fresh browser without a profile; `scripts` false is a browser in which scripts are switched off."""
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--disable-extensions", f"--window-size={width},{height}"):
        options.add_argument(argument)
    # The platform's authority is made for each run; Chromium on Linux takes authorities from a database of its own.
    options.set_capability("acceptInsecureCerts", True)
    if dark:
        options.add_argument("--blink-settings=preferredColorScheme=0")
        options.add_argument("--force-dark-mode")
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.binary_location = shutil.which("chromium")
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.set_page_load_timeout(60)
        yield driver
    finally:
        driver.quit()
