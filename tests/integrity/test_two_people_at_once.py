"""Two second people at once, a decision beside a reopening, an opening beside an admission: one act counts first."""

import pytest

from bids.awards.models import Award
from bids.bidding.models import Bid, Opening, Receipt
from bids.bidding.vault.keys import OpeningRefused
from bids.evaluation.models import Ranking, Reopening
from tests.bids.decision_world import DecisionWorld
from tests.bids.evaluation.services.test_replacing import PanelWorld
from tests.bids.evaluation_world import FIXED
from tests.bids.late_world import LateWorld
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


def test_admitting_and_opening_at_once_open_the_admitted_bid_or_nothing():
    world = LateWorld()
    world.seat_panel()
    admission = world.propose(world.request())
    world.fix()
    opening = Opening.objects.create(stage=world.stage, kind="quality", first_person=world.officer, first_at=FIXED)

    _admitted, opened = at_once(lambda: world.settle(admission), lambda: world.confirm(opening))

    assert Bid.objects.get(pk=world.late.pk).state == "submitted"
    assert isinstance(opened, OpeningRefused) or world.late.pk in opened.bids


def test_two_approvers_replacing_a_chair_at_once_seat_one_person_once():
    world = PanelWorld().until_moderation()
    row, another = world.ask_to_replace(), world.another_approver()

    outcomes = at_once(lambda: world.replace(row), lambda: world.replace(row, by=another))

    assert names(outcomes) == ["ActRefused", "Replacement"]
    assert world.panel.members.filter(role="chair", left_at__isnull=True).get().person == world.colleague
    assert world.events().count("panel.member_seated") == 4


def test_two_approvers_admitting_at_once_send_the_bid_once():
    world = LateWorld()
    admission, another = world.propose(world.request()), world.another_approver()
    world.fix()

    outcomes = at_once(lambda: world.settle(admission), lambda: world.settle(admission, by=another))

    assert names(outcomes) == ["ActRefused", "LateAdmission"]
    assert Receipt.objects.filter(bid=world.late).count() == 1
    assert world.events().count("stage.list_extended") == 1
