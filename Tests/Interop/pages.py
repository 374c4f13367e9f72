# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""A browser without scripts: fetches pages, fills in their forms, and stops where an answer leaves the platform."""
import html.parser
import urllib.parse

import requests


class Forms(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append({"action": attributes.get("action"), "fields": {}, "names": []})
        is_unchecked = attributes.get("type") == "checkbox" and "checked" not in attributes
        if tag == "input" and self.forms and attributes.get("name") and not is_unchecked:
            self.forms[-1]["fields"][attributes["name"]] = attributes.get("value", "")
            self.forms[-1]["names"].append(attributes["name"])


class Browser:
    def __init__(self, platform):
        self.platform = platform
        self.session = requests.Session()
        self.session.verify = platform.ca

    def follow(self, reply):
        """Follows redirections that stay on the platform."""
        while reply.is_redirect and reply.headers["Location"].startswith(("/", self.platform.authority)):
            reply = self.session.get(urllib.parse.urljoin(reply.url, reply.headers["Location"]), allow_redirects=False)
        return reply

    def get(self, url):
        return self.follow(self.session.get(url, allow_redirects=False, timeout=60))

    def form(self, reply):
        forms = Forms()
        forms.feed(reply.text)
        assert forms.forms, f"{reply.status_code} {reply.text}"
        return forms.forms[-1]

    def submit(self, reply, **values):
        form = self.form(reply)
        url = urllib.parse.urljoin(reply.url, form["action"])
        return self.follow(self.session.post(url, data={**form["fields"], **values}, allow_redirects=False, timeout=60))

    def sign_in(self, url, user, password):
        """Goes through every page that comes, accepting what is asked; gives the last answer."""
        reply = self.get(url)
        for _ in range(6):
            if reply.is_redirect or "<form" not in reply.text:
                break
            names = self.form(reply)["names"]
            if not self.form(reply)["action"].startswith("/"):
                break
            if "passwd" in names:
                reply = self.submit(reply, loginfmt=user, passwd=password)
            else:
                reply = self.submit(reply)
        return reply


def answer(reply):
    """The parameters that an answer hands to the client, by redirection or by form."""
    if reply.is_redirect:
        parts = urllib.parse.urlsplit(reply.headers["Location"])
        return dict(urllib.parse.parse_qsl(parts.query or parts.fragment))
    forms = Forms()
    forms.feed(reply.text)
    return forms.forms[-1]["fields"]
