"""On a slow line a page has saved itself long before it hears of it; nobody is told that somebody else did."""

import pytest

from portal.demonstration.people import DOMAIN, PASSWORD
from tests.journeys.test_without_scripts import JUDGED, REASONS, given
from tests.support.worker import wait_until


@pytest.mark.django_db(transaction=True)
def test_evaluator_submits_before_the_answer_to_the_autosave_has_come(visitor, demonstration):
    evaluator = visitor("evaluator-2")
    evaluator.signs_in(f"evaluator-2@{DOMAIN}", PASSWORD)
    evaluator.arrives("What awaits you")
    evaluator.goes_to("/evaluation/")
    evaluator.follows(JUDGED, JUDGED)
    before = given(evaluator)
    evaluator.presses("Go on scoring")
    page, saved = evaluator.page, []

    def save_and_do_not_answer(route):
        if "hx-request" in route.request.headers:
            saved.append(route.fetch().status)
        else:
            route.continue_()

    page.route("**/evaluation/**", save_and_do_not_answer)
    page.locator('[name="score"]').first.check()
    evaluator.answers({"Your reasons": "Not done yet"})
    wait_until(lambda: saved or page.wait_for_timeout(20))
    evaluator.answers({"Your reasons": REASONS})
    evaluator.presses("Submit and go to the next")
    page.unroute_all(behavior="ignoreErrors")
    evaluator.follows("Scores to give", JUDGED)

    assert saved == [200]
    assert given(evaluator) == before + 1
