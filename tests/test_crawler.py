"""Signs in as each role and follows every link: nothing is broken, nothing calls out, nobody reads another's bid."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from tests.support.visitors import client_for
from tests.world import PHASES, ROLES, sentinel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("factor_switched_off")]
HOST = "testserver"
DOORS = ("/", "/desk/", "/opportunities/", "/missions/", "/awards/", "/data/")
# Another software's inside, and files that are the same for everybody.
LEFT_ALONE = re.compile(r"^/(static|media|cms/.+|django-admin/.+|account/.+|documents)(/|$)|^/cms/")
PANEL = {"chair", "evaluator", "observer"}
OPENED = set(PHASES[PHASES.index("evaluation") :])
OWN = {"owner_a": "a", "editor_a": "a", "viewer_a": "a", "owner_b": "b"}
# Filters and pages of a list repeat themselves: so many of each address are enough.
QUERIES_OF_ONE_PATH = 3


class Page(HTMLParser):
    """The links of a page, and what it would load by itself."""

    LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "form": "action"}

    def __init__(self, text):
        super().__init__()
        self.links, self.loaded = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        loaded = given.get(self.LOADED.get(tag, ""))
        if loaded and given.get("rel") not in {"canonical", "alternate"}:
            self.loaded.append(loaded)


def is_here(address):
    parts = urlsplit(address)
    return parts.scheme in {"", "http", "https"} and parts.hostname in {None, HOST}


def may_read(role, phase, bidder):
    """Whether this role may meet that bidder's words in the challenge of that phase."""
    return OWN.get(role) == bidder or (role in PANEL and phase in OPENED)


# Words that do stand where their readers find them; if nobody met them, that others do not would prove nothing.
MET = {"owner_a": ("open", "a"), "owner_b": ("open", "b"), "evaluator": ("evaluation", "b")}


def words(role, *, may):
    return {sentinel(phase, bidder) for phase in PHASES for bidder in "ab" if may_read(role, phase, bidder) is may}


class Crawl:
    """One role's way through the portal, and everything found wrong on it."""

    def __init__(self, world, role, seen_files):
        self.client = client_for(world, role)
        self.forbidden, self.allowed = words(role, may=False), words(role, may=True)
        self.seen_files = seen_files
        self.visited, self.met, self.faults = {}, set(), []
        self.queue = deque((door, "the address bar") for door in DOORS)

    def walk(self):
        while self.queue:
            address, whence = self.queue.popleft()
            if not self._is_known(address):
                self._visit(address, whence)
        return self

    def _is_known(self, address):
        path = urlsplit(address).path
        if path.endswith((".pdf", ".csv")) and path in self.seen_files:
            return True
        queries = self.visited.setdefault(path, set())
        if address in queries or len(queries) >= QUERIES_OF_ONE_PATH:
            return True
        queries.add(address)
        self.seen_files.add(path)
        return False

    def _visit(self, address, whence):
        answer = self.client.get(address)
        if answer.status_code in {301, 302}:
            self._note(urljoin(address, answer.headers["Location"]), whence)
            return
        if answer.status_code != 200:
            self.faults.append(f"{answer.status_code} {address} (from {whence})")
            return
        text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode(errors="replace")
        self.faults += [f"{word} on {address}" for word in self.forbidden if word in text]
        self.met |= {word for word in self.allowed if word in text}
        if answer.headers["Content-Type"].startswith("text/html"):
            self._read(Page(text), address)

    def _read(self, page, address):
        self.faults += [f"{address} calls {loaded}" for loaded in page.loaded if not is_here(loaded)]
        for link in page.links:
            self._note(urljoin(address, link), address)

    def _note(self, address, whence):
        parts = urlsplit(address)
        if is_here(address) and not LEFT_ALONE.match(parts.path):
            path = parts._replace(scheme="", netloc="", fragment="").geturl()
            self.queue.append((path, whence))


@pytest.fixture(scope="module")
def seen_files():
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_everything_a_role_can_reach_by_links_works_and_shows_no_others_bid(world, role, seen_files):
    crawl = Crawl(world, role, seen_files).walk()

    assert crawl.faults == []
    assert len(crawl.visited) > len(DOORS)
    if role in MET:
        assert sentinel(*MET[role]) in crawl.met
