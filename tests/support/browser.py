"""Headless Chromium against a live server: Debian's browser, no download."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support.environment import PATIENCE_SECONDS, refuse_or_skip

expect.set_options(timeout=PATIENCE_SECONDS * 1000)

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# WCAG 2.2 AA; the tag of 2.2 must be named, else axe leaves target sizes out.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        refuse_or_skip("no Chromium here: journeys in the browser are not walked (`scripts/bootstrap system test`)")
    return {**browser_type_launch_args, "executable_path": found, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, live_server):
    """`page.goto("/opportunities/")` goes to the live server; the person sits in London."""
    return {**browser_context_args, "base_url": live_server.url, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def accessibility_faults():
    """Ask axe about the page as it stands: `assert accessibility_faults(page) == []`."""
    axe = Axe()

    def faults(page):
        options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": AXE_TAGS}}
        found = axe.run(page, options=options).response["violations"]
        return [(fault["id"], fault["help"], [node["html"] for node in fault["nodes"]]) for fault in found]

    return faults


def pytest_itemcollected(item):
    drives_browser = {"page", "context", "browser", "new_context"}.intersection(item.fixturenames)
    if drives_browser and not item.get_closest_marker("browser"):
        item.add_marker("browser")
