"""Steps 3 and 4 as a bidder meets them: the public page, an organisation, a bid that is drafted and sent."""

import re

from playwright.sync_api import expect

from tests.journeys.visitor import PATIENCE_MS
from tests.journeys.writing import TITLE

STUDIES = (
    "We planned heat networks for two market towns. Both were built, and both sell heat below the price of gas. "
    "One lost a year because nobody had asked the shopkeepers; we ask them first now."
)
METHOD = (
    "We walk every street with people who live there, measure demand from meter readings they agree to share, and lay "
    "out three routes for each. An engineer from outside reviews what we find before anybody relies on it."
)


def reads_what_is_sought(visitor, ocid):
    """From the home page to the opportunity, its paper and its data."""
    visitor.goes_to("/", "Public bodies say what")
    visitor.page.get_by_role("link", name="See all opportunities").click()
    visitor.arrives("Opportunities")
    visitor.follows(TITLE, TITLE)
    assert visitor.page.url.rstrip("/").endswith(ocid)
    paper = visitor.page.request.get(visitor.page.get_by_role("link", name="This page as PDF").get_attribute("href"))
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    release = visitor.page.request.get(visitor.page.get_by_role("link", name="OCDS release").get_attribute("href"))
    assert release.json()["releases"][0]["ocid"] == ocid


def registers_and_starts(visitor, *, organisation, kind):
    """Starts where the page says “Start a bid”, with somebody who is signed in and belongs to nobody yet."""
    visitor.page.wait_for_url(re.compile("/bids/organisations/new/"), timeout=PATIENCE_MS)
    visitor.arrives("Register an organisation")
    visitor.presses("Register", "Register an organisation")
    visitor.sees("There is a problem")
    visitor.types(name=organisation)
    visitor.chooses(kind)
    visitor.presses("Register", "Start a bid")
    visitor.presses("Start the bid", TITLE)
    return visitor.page.url.rstrip("/").rpartition("/")[2]


def drafts(visitor, *, volume, likely):
    """Page by page, as the task list leads; the first answer is saved while it is typed."""
    visitor.follows("Which studies like this have you done?", "Which studies like this have you done?")
    visitor.page.get_by_label("Your answer").press_sequentially(STUDIES[:40])
    expect(visitor.page.locator("#save-state")).to_contain_text("Saved at", timeout=PATIENCE_MS)
    visitor.page.reload()
    expect(visitor.page.get_by_label("Your answer")).to_have_value(STUDIES[:40])
    visitor.answers({"Your answer": STUDIES})
    visitor.presses("Save and continue", "How will you do this one?")
    visitor.answers({"Your answer": METHOD})
    visitor.presses("Save and continue", "A street has a heat plan that stands up")
    visitor.answers({"Year 1": volume, "At the very least": "50", "Most likely": likely, "At the very best": "95"})
    visitor.presses("Save and continue", "Costs and money")
    visitor.answers({"Year 1": "28000", "They could turn out higher by": "10"})
    visitor.presses("Save and continue", "Paid work experience for local students")
    visitor.types(quantity="6", statement="Two students from the local college walk the streets with us each term.")
    visitor.presses("Save and continue", "Conditions you accept")
    visitor.chooses("What is found out is open to all")
    visitor.presses("Save and continue", TITLE)


def checks_and_sends(visitor):
    visitor.follows("Check and send", "Check and send your bid")
    visitor.sees(METHOD[:60])
    visitor.presses("Send this bid", "Bid received")


def replaces_what_was_sent(visitor, bid_id):
    """Changed and sent again before closing; the new version takes the old one's place."""
    visitor.goes_to(f"/bids/{bid_id}/", TITLE)
    visitor.presses("Change your bid", TITLE)
    visitor.follows("How will you do this one?", "How will you do this one?")
    visitor.answers({"Your answer": f"{METHOD} We come back after a year and say what was wrong."})
    visitor.presses("Save and come back later", TITLE)
    checks_and_sends(visitor)
