"""Somebody with a browser of their own, who reads, types and clicks, and whose pages are looked at as they come."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.support.environment import PATIENCE_SECONDS
from tests.support.visits import Watch, dead_ends, picture, sideways, skeleton

PATIENCE_MS = PATIENCE_SECONDS * 1000
EDITOR = "/cms/"


class Visitor:
    def __init__(self, *, name, context, address, accessibility_faults, judged, width=1280, has_scripts=True):
        context.set_default_timeout(PATIENCE_MS)
        self.name = name
        self.watch = Watch(context, address)
        self.page = context.new_page()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.faults = []
        self._width = width
        self._has_scripts = has_scripts
        self._accessibility_faults = accessibility_faults
        self._judged = judged
        self._pictures = 0

    # ---- moving about

    def goes_to(self, path, heading=None):
        self.page.goto(path)
        self.arrives(heading)

    def follows(self, link, heading=None):
        self.page.get_by_role("link", name=link, exact=isinstance(link, str)).first.click()
        self.arrives(heading)

    def presses(self, button, heading=None):
        self.page.get_by_role("button", name=button, exact=isinstance(button, str)).first.click()
        self.arrives(heading)

    def arrives(self, heading):
        """Wait for the page that was meant, then look at it."""
        if heading:
            expect(self.page.locator("h1").filter(has_text=heading)).to_be_visible(timeout=PATIENCE_MS)
        self.page.wait_for_load_state()
        self.looks()

    def looks(self):
        path = urlsplit(self.page.url).path
        # The editor's own pages are Wagtail's to judge; without scripts there is nobody to judge.
        if path.startswith(EDITOR) or not self._has_scripts:
            return
        self._pictures += 1
        picture(self.page, f"{self.name}-{self._pictures:02}-{re.sub('[^a-z]+', '-', path)[:60]}")
        found = [*self._faults_of_form(), *dead_ends(self.page)]
        if sideways(self.page):
            found.append(f"{sideways(self.page)} px too wide")
        self.faults += [(path, fault) for fault in found]

    def _faults_of_form(self):
        form = (self._width, self.page.title(), skeleton(self.page))
        if form in self._judged:
            return []
        self._judged.add(form)
        return self._accessibility_faults(self.page)

    # ---- filling in

    def types(self, **answers):
        """By the field's name, where a label stands more than once on a page."""
        for name, text in answers.items():
            self.page.locator(f'[name="{name}"]').fill(text)

    def answers(self, answers):
        for label, text in answers.items():
            self.page.get_by_label(label, exact=True).fill(text)

    def chooses(self, *labels):
        for label in labels:
            self.page.get_by_label(label, exact=isinstance(label, str)).first.check()

    def sees(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE_MS)

    # ---- signing in and up

    def signs_in(self, email, password):
        if "/account/login/" not in self.page.url:
            self.goes_to("/account/login/", "Sign in")
        self.types(login=email, password=password)
        self.presses("Sign in")

    def creates_an_account(self, *, name, email, password, mailbox, then=None):
        """From the sign-up page to where one was going, by the code that comes in the mail."""
        self.types(name=name, email=email, password1=password)
        self.presses("Create account", "Confirm your email address")
        self.types(code=mailbox.code_sent_to(email))
        self.presses("Continue", then)

    def confirms_it_is_them(self, password, then):
        """Asked once more who they are, before something that cannot be taken back."""
        expect(self.page.locator("h1").filter(has_text="Confirm it is you")).to_be_visible()
        self.looks()
        self.types(password=password)
        self.presses("Continue", then)
