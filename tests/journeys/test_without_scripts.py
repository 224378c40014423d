"""Everything works where no script runs: a bidder drafts and sends, an evaluator scores."""

import pytest

from portal.demonstration.people import DOMAIN, PASSWORD
from tests.journeys.test_bidder_keyboard import ANSWERS, FIGURES, SOUGHT

JUDGED = "A cheap test for what harms life in water"
REASONS = "It names the organisms, the laboratories and what failed, and anybody can check the raw files."


@pytest.fixture
def plain_visitor(visitor):
    """Somebody whose browser runs no scripts, signed in as one of the demonstration's people."""

    def arrive(role):
        person = visitor(role, java_script_enabled=False)
        person.signs_in(f"{role}@{DOMAIN}", PASSWORD)
        person.arrives("What awaits you")
        return person

    return arrive


@pytest.mark.django_db(transaction=True)
def test_bid_is_drafted_and_sent_without_scripts(plain_visitor, demonstration):
    bidder = plain_visitor("harbour")
    bidder.goes_to("/opportunities/", "Opportunities")
    bidder.follows(SOUGHT, SOUGHT)
    bidder.presses("Start a bid", "Start a bid")
    bidder.page.get_by_role("checkbox").check()
    bidder.presses("Start the bid", SOUGHT)

    bidder.follows(ANSWERS[0][0], ANSWERS[0][0])
    for question, answer in ANSWERS:
        bidder.arrives(question)
        bidder.answers({"Your answer": answer})
        bidder.page.get_by_role("button", name="Save and continue").click()
    bidder.arrives("Steady for six months")
    bidder.answers(FIGURES)
    bidder.presses("Save and come back later", SOUGHT)
    bidder.follows("Costs and money", "Costs and money")
    bidder.answers({"Year 1": "150000", "Year 2": "150000", "Year 3": "150000"})
    bidder.presses("Save and come back later", SOUGHT)
    bidder.follows("Conditions you accept", "Conditions you accept")
    bidder.chooses("Pay the real living wage", "Share what is learnt")
    bidder.presses("Save and continue", SOUGHT)
    bidder.presses("Check and send", "Check and send your bid")
    bidder.presses("Send this bid", "Bid received")


@pytest.mark.django_db(transaction=True)
def test_evaluator_scores_without_scripts(plain_visitor, demonstration):
    evaluator = plain_visitor("evaluator-2")
    evaluator.goes_to("/evaluation/")
    evaluator.follows(JUDGED, JUDGED)
    before = given(evaluator)
    evaluator.presses("Go on scoring")
    evaluator.page.locator('[name="score"]').first.check()
    evaluator.answers({"Your reasons": REASONS})
    evaluator.presses("Submit and go to the next")
    evaluator.follows("Scores to give", JUDGED)

    assert given(evaluator) == before + 1


def given(evaluator):
    return int(evaluator.page.locator(".app-stat__figure").first.inner_text().split()[0])
