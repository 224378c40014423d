"""Every screen of the demonstration as each role meets it, at a desk and on a phone."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from portal.demonstration.people import DOMAIN
from tests.support.visits import WIDTHS, Watch, dead_ends, picture, sideways, sign_in

#: Where each role starts. Of those who work side by side, the second looks at what the first has not met.
STARTS = {
    "anyone": {"": ["/", "/opportunities/", "/missions/", "/awards/", "/data/", "/patterns/", "/account/login/"]},
    "authority": {"officer": ["/desk/", "/manage/", "/manage/import/"], "approver": ["/desk/", "/manage/"]},
    "panel": {
        "evaluator-1": ["/desk/", "/evaluation/"],
        "chair": ["/desk/", "/evaluation/"],
        "evaluator-2": ["/evaluation/"],
    },
    "bidders": {"steps": ["/desk/", "/bids/", "/opportunities/"], "bridge": ["/desk/", "/bids/"]},
    "administrator": {"administrator": ["/desk/"]},
}
#: Pages of the editor's own making, files, and the way out.
OUTSIDE = ("/cms/", "/django-admin/", "/account/logout/", "/static/", "/media/", "/documents/")
FILES = (".pdf", ".json", ".csv", ".atom", ".xml", ".txt")
FILE_SCREENS = {"opportunity_document", "bid_file", "bid_sent_file", "evaluation_file", "bid_proof", "ocds_packages"}
#: The same screen shows something else in another phase, so one of each is not enough.
IN_EACH_PHASE = {"opportunity", "manage_challenge", "manage_opening", "panel", "bid", "manage_decisions"}
#: Alike for everybody; looked at once, as somebody who is not signed in or as the first who is.
PUBLIC = {
    "home", "missions", "mission", "awards", "award", "data", "patterns", "pattern_screen", "accessibility",
    "privacy", "cookies", "check_receipt", "opportunities", "openapi", "opportunity_pdf",
}  # fmt: skip
ACCOUNT = "/account/"


class Walk:
    """Follows links from where a role starts; one visit for each screen, or for each of its phases."""

    def __init__(self, page, *, role, seen):
        self.page = page
        self.seen = seen
        self.outside = OUTSIDE if role in {"", "officer"} else (*OUTSIDE, ACCOUNT)
        self.queue = deque()

    def add(self, paths, *, wanted=False):
        for path in paths:
            screen = self._screen(path)
            if screen and (wanted or screen not in self.seen):
                self.seen.add(screen)
                self.queue.append(path)

    def _screen(self, path):
        if path.startswith(self.outside):
            return None
        try:
            match = resolve(path)
        except Resolver404:
            return path
        name = match.url_name or path
        return f"{name} {path}" if name in IN_EACH_PHASE else name

    def links(self):
        hrefs = self.page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.href)")
        ours = urlsplit(self.page.url).netloc
        return [urlsplit(href).path for href in hrefs if urlsplit(href).netloc == ours]


def is_file(path):
    return path.endswith(FILES) or resolve(path).url_name in FILE_SCREENS


def look_at(page, *, name, accessibility_faults):
    """What is wrong with the page at either width."""
    faults = dead_ends(page)
    for width, pixels in WIDTHS.items():
        page.set_viewport_size({"width": pixels, "height": 900})
        picture(page, f"{name}-{width}")
        faults += [f"{width}: {fault}" for fault in accessibility_faults(page)]
    if sideways(page):
        faults.append(f"narrow: {sideways(page)} px too wide")
    return faults


def walk_as(role, starts, *, seen, new_context, address, accessibility_faults):
    """What is wrong with the screens the role reaches by links, of those nobody has looked at yet."""
    context = new_context()
    watch = Watch(context, address)
    if role:
        sign_in(context, email=f"{role}@{DOMAIN}", base_url=address)
    page = context.new_page()
    walk = Walk(page, role=role, seen=seen)
    walk.add(starts, wanted=True)
    faults = []
    while walk.queue:
        path = walk.queue.popleft()
        if is_file(path):
            faults += [(path, reply.status) for reply in [context.request.get(path)] if not reply.ok]
            continue
        page.goto(path)
        walk.add(walk.links())
        name = f"{role or 'anyone'}-{path.strip('/').replace('/', '_')[:110]}"
        faults += [(role, path, fault) for fault in look_at(page, name=name, accessibility_faults=accessibility_faults)]
        faults += [(role, path, complaint) for complaint in watch.complaints]
        watch.complaints.clear()
    return faults


@pytest.mark.parametrize("side", STARTS)
def test_every_screen_of_the_demonstration_is_sound(
    side, new_context, live_server, demonstration, settings, accessibility_faults
):
    settings.REQUIRE_SECOND_FACTOR = False
    settings.DEMONSTRATION = True
    seen = set() if side == "anyone" else set(PUBLIC)

    faults = [
        fault
        for role, starts in STARTS[side].items()
        for fault in walk_as(
            role,
            starts,
            seen=seen,
            new_context=new_context,
            address=live_server.url,
            accessibility_faults=accessibility_faults,
        )
    ]

    assert faults == []
