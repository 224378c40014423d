"""Ranking, recommendation and award when somebody was quicker: a sentence and where things stand, nothing else."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from bids.awards.models import Award, Recommendation
from bids.awards.services.award import send_summaries
from bids.bidding.models import Bid
from bids.bidding.services.drafting import save_piece
from bids.bidding.services.submission import submit_bid
from bids.evaluation.models import Ranking
from challenges.ground.domain.states import MOVED_ON
from challenges.publishing.domain.specification import FormulaSpec
from tests.bids.decision_world import RANKED, RECOMMENDED, DecisionWorld
from tests.bids.evaluation.views.test_evaluation_screens import signed_in
from tests.bids.evaluation_world import DURING, LONG_AGO, stage_moved
from tests.support.specifications import PLAN, PRICE, STANDING, outcome_specification

pytestmark = pytest.mark.django_db
DEVELOPERS_WORDS = ("cannot follow", "refused,", "state:", "panel:", "Traceback")


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def a_world():
    return DecisionWorld(bidders=2, moved=LONG_AGO)


def url(world, name):
    return reverse(name, args=[world.challenge.ocid, world.panel.pk])


def shown(page):
    words = page.content.decode()
    assert not [said for said in DEVELOPERS_WORDS if said in words]
    return words


def recommends(world, client):
    first = world.ranking.content["order"][0]
    return client.post(url(world, "manage_recommendation"), {"bid": first, "reasons": RECOMMENDED})


def approves(world, client):
    return client.post(url(world, "approve_recommendation"), {"decision": "approve", "reasons": "As recommended."})


def awarded():
    world = a_world().until_ranked()
    world.approve(world.recommend())
    return world


def test_ranking_that_comes_too_early_says_what_it_waits_for(client):
    world = a_world().until_locked()

    page = signed_in(client, world.officer).post(url(world, "manage_ranking"))

    words = "Part 2 of the bids has not been opened yet. The ranking can be made after that."
    assert (page.status_code, page.context["refusal"]) == (200, words)
    assert words in shown(page)
    assert Ranking.objects.count() == 0


class PromisesNothing(DecisionWorld):
    """Scored by cost per outcome against the lowest; a bid that may reach nobody has no such cost."""

    def __init__(self, **options):
        formula = FormulaSpec(measure="cost_per_outcome", kind="lowest_over_price", outcome="jobs")
        criteria = (PLAN, replace(PRICE, formula=formula), STANDING)
        stages = (stage_moved(LONG_AGO),)
        super().__init__(specification=outcome_specification(criteria=criteria, stages=stages), **options)

    def send_bid(self, number):
        bid = super().send_bid(number, sent=False)
        person, at = bid.bidder.memberships.get().person, DURING + self.moved
        typed = {"volume_0": "90", "volume_1": "110", "low": "0", "likely": "55", "high": "70"}
        save_piece(bid_id=bid.pk, piece="outcome:jobs", typed=typed, base_version=1, by=person.pk, at=at)
        submit_bid(bid_id=bid.pk, request_key=uuid4(), by=person.pk, at=at)
        return Bid.objects.select_related("bidder").get(pk=bid.pk)


def test_ranking_whose_formula_does_not_fit_an_offer_says_whom_to_tell(client, caplog):
    world = PromisesNothing(moved=LONG_AGO).until_locked()
    world.open_commercial()

    page = signed_in(client, world.officer).post(url(world, "manage_ranking"))

    words = "The published formulas cannot be worked out for these bids. Tell the people who run the portal."
    assert (page.status_code, page.context["refusal"]) == (200, words)
    assert words in shown(page)
    assert [record.name for record in caplog.records if record.exc_info] == ["portal"]


def test_recommending_twice_says_that_it_was_done(client):
    world = a_world().until_ranked()
    signed_in(client, world.officer)

    first, second = recommends(world, client), recommends(world, client)

    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["form"].errors == {"__all__": ["A recommendation has been made already."]}
    assert "A recommendation has been made already." in shown(second)
    assert Recommendation.objects.count() == 1


def test_approving_twice_says_that_it_was_done(client):
    world = a_world().until_ranked()
    world.recommend()
    signed_in(client, world.approver, fresh=True)

    first, second = approves(world, client), approves(world, client)

    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["form"].errors == {"__all__": [MOVED_ON]}
    assert MOVED_ON in shown(second)
    assert Award.objects.count() == 1


def test_telling_the_bidders_twice_says_that_it_was_done(client):
    world = awarded()
    signed_in(client, world.officer)

    client.post(url(world, "tell_bidders"))
    page = client.post(url(world, "tell_bidders"), follow=True)

    assert page.status_code == 200
    assert MOVED_ON in shown(page)
    assert Award.objects.get().state == "summaries_sent"


def test_publishing_twice_says_that_it_was_done(client):
    world = awarded()
    at = RANKED + world.moved + timedelta(hours=1)
    send_summaries(award_id=Award.objects.get().pk, by=world.officer.pk, at=at)
    signed_in(client, world.officer)

    first, second = (client.post(url(world, "publish_award"), {"notice_number": ""}) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["form"].errors == {"__all__": [MOVED_ON]}
    assert MOVED_ON in shown(second)
