"""A person in front of the portal: signed in, watched over, their pages looked at as they read them."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.test import Client

# Pictures of every page for a person who wants to look; none are taken unless a folder is named.
PICTURES = os.environ.get("JOURNEY_PICTURES", "")
WIDTHS = {"wide": 1280, "narrow": 360}
# A policy's report, a script's error, a missing file: all of them end here.
NOISE = {"error", "warning"}
# What the browser itself says of a page that answers a form with 4xx is judged where the form is judged.
STATUS_ECHO = "Failed to load resource: the server responded with a status of"
# A draft that saves itself may be refused: in the editor while half typed, an evaluator's after its page was sent. The
# page says so; that nothing is lost is shown where saving is tested. Nothing else that scripts ask may fail.
REFUSED_DRAFTS = {("/cms/pages/", 400), ("/evaluation/", 422)}
# Wagtail asks again and again who else edits a page; whoever may not edit it any more, once approved, is told 404.
WHO_ELSE_EDITS = "/cms/editing-sessions/"


class Watch:
    """What a browser complains about while its person goes about their work."""

    def __init__(self, context, base_url):
        self.host = urlsplit(base_url).netloc
        self.complaints = []
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _said(self, message):
        if message.type in NOISE and not message.text.startswith(STATUS_ECHO) and WHO_ELSE_EDITS not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request):
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.host:
            self.complaints.append(f"outside host: {request.url}")

    def _answered(self, response):
        path = urlsplit(response.url).path
        is_by_script = response.request.resource_type in {"fetch", "xhr"}
        if is_by_script and any(path.startswith(at) and response.status == status for at, status in REFUSED_DRAFTS):
            return
        if response.status >= 400 and path != "/favicon.ico" and not path.startswith(WHO_ELSE_EDITS):
            self.complaints.append(f"{response.status}: {response.url}")


def sign_in(context, *, email, base_url):
    """Signed in by a session, as the sign-in page would leave it; the long journey signs in by the page."""
    client = Client()
    client.force_login(get_user_model().objects.get(email=email), "django.contrib.auth.backends.ModelBackend")
    context.add_cookies(
        [{"name": name, "value": morsel.value, "url": base_url} for name, morsel in client.cookies.items()]
    )


def sideways(page):
    """How many pixels a page is wider than its window: nobody should have to scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def skeleton(page):
    """The page without its words, but for where there are none: two that share it have the same faults of form."""
    return page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .map(one => [one.tagName, one.className, one.getAttribute('role'), one.hidden, !one.textContent.trim()])
            .join(' ')"""
    )


def dead_ends(page):
    """Links that lead nowhere: an address that could not be made comes out empty."""
    return page.locator('a[href=""], form[action=""]').evaluate_all("found => found.map(one => one.outerHTML)")


def picture(page, name):
    if PICTURES:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
