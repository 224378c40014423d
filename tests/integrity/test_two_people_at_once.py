"""Two second people at once, and a decision beside a reopening: one act counts, and the other one sees it."""

import pytest

from bids.models import Award, Ranking, Reopening
from tests.bids.decision_world import DecisionWorld
from tests.integrity.test_bids_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def names(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_two_approvers_deciding_at_once_decide_once():
    world = DecisionWorld(bidders=2).until_ranked()
    reopening, another = world.ask(), world.another_approver()

    outcomes = at_once(lambda: world.decide(reopening), lambda: world.decide(reopening, by=another, granted=False))

    assert names(outcomes) == ["ActRefused", "Reopening"]
    events = [event for event in world.events() if event in {"reopening.granted", "reopening.refused"}]
    assert len(events) == 1


def test_two_people_asking_at_once_ask_once():
    world = DecisionWorld(bidders=2).until_ranked()

    outcomes = at_once(world.ask, lambda: world.ask(by=world.chair.person))

    assert names(outcomes) == ["ActRefused", "Reopening"]
    assert Reopening.objects.count() == 1


def test_asking_and_approving_at_once_never_both_count():
    world = DecisionWorld(bidders=2).until_ranked()
    proposed = world.recommend()

    outcomes = at_once(world.ask, lambda: world.approve(proposed))

    assert names(outcomes) in (["ActRefused", "Award"], ["DecisionRefused", "Reopening"])
    assert Award.objects.count() + Reopening.objects.count() == 1


def test_granting_and_recommending_at_once_leave_no_recommendation_on_a_dead_ranking():
    world = DecisionWorld(bidders=2).until_ranked()
    proposed, reopening = world.recommend(), world.ask()

    at_once(lambda: world.decide(reopening), lambda: world.approve(proposed))

    proposed.refresh_from_db()
    assert (Award.objects.count(), proposed.state) == (0, "returned")
    assert Ranking.objects.get().superseded_at is not None
