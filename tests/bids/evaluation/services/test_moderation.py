from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from bids.bidding.models import SealedEnvelope
from bids.bidding.services.bidders import add_member
from bids.evaluation.domain.states import PanelState
from bids.evaluation.models import Assessment, Consensus
from bids.evaluation.selectors.opened_parts import whole_bids
from bids.evaluation.services.assessment import TypedAssessment, save_assessment
from bids.evaluation.services.conflicts import Declared, declare_interest
from bids.evaluation.services.moderation import ModerationRefused, lock_marks, open_moderation
from bids.evaluation.services.states import move_panel
from challenges.ground.models import OutboxRow
from tests.bids.evaluation_world import AGREED, AGREEING, REASONS, SCORING, EvaluationWorld

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(ModerationRefused) as refusal:
        act()
    return str(refusal.value), refusal.value.field


def begin(world, reason=""):
    return open_moderation(panel_id=world.panel.pk, by=world.chair.person_id, at=AGREEING, gaps_reason=reason)


def lock(world):
    return lock_marks(panel_id=world.panel.pk, by=world.chair.person_id, at=AGREEING)


def test_agreement_begins_when_every_mark_is_given():
    world = EvaluationWorld().until_moderation()

    assert (world.panel.state, world.panel.moderation_opened_at) == ("moderation", AGREEING)
    assert set(Assessment.objects.values_list("state", flat=True)) == {"locked"}
    said = world.challenge.record.entries.get(event="panel.moderation_opened").content
    assert (said["missing"], len(said["marks"])) == (0, 4)
    assert OutboxRow.objects.filter(event="panel.moderation_opened").count() == 1


def test_the_record_of_the_lock_shows_no_score():
    world = EvaluationWorld().until_moderation()

    marks = world.challenge.record.entries.get(event="panel.moderation_opened").content["marks"]

    assert {frozenset(mark) for mark in marks} == {frozenset({"assessment", "sha256"})}


def test_gaps_need_a_reason_which_stays_on_the_panel():
    world = EvaluationWorld().until_scoring()
    world.assess(world.first, world.bids[0])
    save_assessment(
        member_id=world.second.pk,
        bid_id=world.bids[0].pk,
        criterion_id=world.criterion("plan").pk,
        assessment=TypedAssessment(reasons="unfinished"),
        at=SCORING,
    )

    assert refused(lambda: begin(world)) == (
        "3 scores are still missing. Say why the panel goes on without them.",
        "gaps_reason",
    )
    panel = begin(world, "The second evaluator is ill.")

    assert panel.gaps_reason == "The second evaluator is ill."
    assert world.challenge.record.entries.get(event="panel.moderation_opened").content["missing"] == 3
    assert sorted(Assessment.objects.values_list("state", flat=True)) == ["draft", "locked"]


def test_a_conflict_leaves_no_gap():
    world = EvaluationWorld().until_scoring()
    world.declare(world.second, conflict_with=world.bids)
    world.assess(world.first, world.bids[0])
    world.assess(world.first, world.bids[0], criterion="standing", score="1")

    assert begin(world).state == "moderation"


def test_agreement_begins_once():
    world = EvaluationWorld().until_moderation()

    assert refused(lambda: begin(world))[0] == "The panel has begun to agree scores already."


def test_agreement_needs_open_bids():
    world = EvaluationWorld()
    world.seat_panel()

    assert refused(lambda: begin(world))[0] == "The bids are not open yet."


def test_what_is_agreed_starts_blank_and_stands_beside_the_marks():
    world = EvaluationWorld().until_moderation()
    assert Consensus.objects.count() == 0

    agreed = world.agree(world.bids[0], score="3", dissent="The second evaluator held to a 4.")

    assert (agreed.score, agreed.present) == (3, [str(m.pk) for m in (world.chair, world.first, world.second)])
    assert set(Assessment.objects.filter(criterion=world.criterion("plan")).values_list("score", flat=True)) == {4}
    said = world.challenge.record.entries.get(event="consensus.recorded").content
    assert "score" not in said
    assert said["consensus"] == str(agreed.pk)


def test_agreeing_anew_keeps_the_earlier_score():
    world = EvaluationWorld().until_moderation()
    first = world.agree(world.bids[0], score="3")

    later = AGREEING + timedelta(hours=1)
    second = world.agree(world.bids[0], score="4", replaces=first.pk, at=later)

    first.refresh_from_db()
    assert (first.replaced_at, first.score, second.replaced_at) == (later, 3, None)


def test_a_stale_page_replaces_nothing():
    world = EvaluationWorld().until_moderation()
    world.agree(world.bids[0])

    for stale in (None, uuid4()):
        assert refused(lambda stale=stale: world.agree(world.bids[0], score="5", replaces=stale))[0] == (
            "This agreed score was changed meanwhile. Look at it again before you save."
        )


def test_an_agreed_score_is_on_the_scale_with_reasons_of_the_panel():
    world = EvaluationWorld().until_moderation()

    assert refused(lambda: world.agree(world.bids[0], score="3.5"))[1] == "score"
    assert refused(lambda: world.agree(world.bids[0], reasons="Clear; costed; local."))[1] == "reasons"
    assert refused(lambda: world.agree(world.bids[0], reasons=REASONS)) == (
        "These are one evaluator's words. Write what the panel agreed.",
        "reasons",
    )


def test_two_people_without_a_conflict_must_be_present():
    world = EvaluationWorld().until_moderation()
    world.declare(world.second, conflict_with=world.bids, at=AGREEING)

    assert refused(lambda: world.agree(world.bids[0], present=(world.chair,)))[1] == "present"
    assert refused(lambda: world.agree(world.bids[0])) == (
        "Somebody you chose declared a conflict of interest with this bidder and cannot be present",
        "present",
    )
    assert world.agree(world.bids[0], present=(world.chair, world.first)).reasons == AGREED


def test_whoever_has_a_conflict_with_the_bidder_writes_nothing_about_it():
    world = EvaluationWorld(bidders=2).until_moderation()
    world.declare(world.chair, conflict_with=world.bids[:1], at=AGREEING)
    evaluators = (world.first, world.second)

    assert refused(lambda: world.agree(world.bids[0], present=evaluators))[0] == (
        "You declared a conflict of interest with this bidder, so somebody else has to write what was agreed."
    )
    assert world.agree(world.bids[1]).reasons == AGREED


def test_whoever_belongs_to_a_bidder_neither_begins_nor_agrees_nor_locks():
    world = EvaluationWorld(bidders=2).until_scoring()
    add_member(bidder_id=world.bids[1].bidder.pk, person_id=world.chair.person_id, role="viewer", at=SCORING)
    belongs = "You belong to an organisation that has bid here, so somebody else has to do this."

    assert refused(lambda: begin(world, "Gaps."))[0] == belongs
    move_panel(panel_id=world.panel.pk, to=PanelState.MODERATION, at=AGREEING, content={})
    assert refused(lambda: world.agree(world.bids[0]))[0] == belongs
    assert refused(lambda: lock(world))[0] == belongs


def test_whoever_declared_an_interest_does_not_begin():
    world = EvaluationWorld().until_scoring()
    interest = Declared(has_conflict=True, details="My sister runs it.")
    declare_interest(challenge_id=world.challenge.pk, by=world.chair.person_id, declared=interest, at=SCORING)

    assert refused(lambda: begin(world, "Gaps."))[0] == (
        "You declared an interest in this procedure, so somebody else has to do this."
    )


def test_nothing_is_agreed_before_or_after():
    world = EvaluationWorld().until_scoring()
    assert refused(lambda: world.agree(world.bids[0]))[0] == "The panel is not agreeing scores at the moment."

    done = EvaluationWorld().until_moderation()
    done.agree_everything()
    lock(done)

    assert refused(lambda: done.agree(done.bids[0]))[0] == "The panel is not agreeing scores at the moment."
    assert refused(lambda: lock(done))[0] == "The panel is not agreeing scores at the moment."


def test_the_lock_needs_an_agreed_score_for_every_bid_and_criterion():
    world = EvaluationWorld(bidders=2).until_moderation()
    world.agree(world.bids[0])

    assert refused(lambda: lock(world))[0] == "3 agreed scores are still missing."
    world.agree(world.bids[0], criterion="standing", score="1")
    world.agree(world.bids[1])
    world.agree(world.bids[1], criterion="standing", score="0")

    assert (lock(world).state, world.fresh_panel().locked_at) == ("locked", AGREEING)


def test_the_lock_waits_for_a_bid_that_could_not_be_opened():
    world = EvaluationWorld().until_moderation()
    world.agree_everything()
    SealedEnvelope.objects.filter(bid=world.bids[0], kind="quality").update(opened_at=None)

    assert refused(lambda: lock(world))[0] == "1 bid could not be opened."


def test_the_record_of_the_lock_holds_every_agreed_score():
    world = EvaluationWorld().until_moderation()
    world.agree_everything()

    lock(world)

    agreed = world.challenge.record.entries.get(event="panel.locked").content["agreed"]
    assert {(one["criterion"], one["score"]) for one in agreed} == {("plan", "3.0000"), ("standing", "1.0000")}


def test_part_2_is_opened_after_the_lock():
    world = EvaluationWorld().until_moderation()
    world.agree_everything()
    lock(world)

    opened = world.open_commercial()

    assert opened.bids == (world.bids[0].pk,)
    offer = whole_bids(world.fresh_panel())[world.bids[0].pk].offer
    (outcome,), (pledge,) = offer.part.outcomes, offer.part.pledges
    assert (outcome.volumes, outcome.likely) == ((100, 120), Decimal("0.5"))
    assert (pledge.quantity, pledge.years, offer.statements) == (4, 2, {"m-jobs": "Local people run the service."})
