from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bids.bidding.models import SealedEnvelope
from bids.evaluation.models import Assessment, PanelMember
from bids.evaluation.services.assessment import (
    AssessmentChanged,
    AssessmentRefused,
    TypedAssessment,
    save_assessment,
    submit_all,
    submit_assessment,
    take_back,
)
from tests.bids.evaluation_world import REASONS, SCORING, EvaluationWorld

pytestmark = pytest.mark.django_db


def where(world, member=None, bid=None, criterion="plan"):
    return {
        "member_id": (member or world.first).pk,
        "bid_id": (bid or world.bids[0]).pk,
        "criterion_id": world.criterion(criterion).pk,
        "at": SCORING,
    }


def refused(act):
    with pytest.raises(AssessmentRefused) as refusal:
        act()
    return str(refusal.value), refusal.value.field


def test_a_draft_keeps_anything_on_the_scale():
    world = EvaluationWorld().until_scoring()

    kept = save_assessment(**where(world), assessment=TypedAssessment(reasons=" half a thought "))

    assert (kept.state, kept.score, kept.reasons, kept.revision) == ("draft", None, "half a thought", 1)
    assert world.challenge.record.entries.filter(event="assessment.submitted").count() == 0


@pytest.mark.parametrize("score", ["4.2", "6", "-1"])
def test_a_score_off_the_published_scale_is_refused_even_in_a_draft(score):
    world = EvaluationWorld().until_scoring()

    refusal = refused(lambda: save_assessment(**where(world), assessment=TypedAssessment(score=Decimal(score))))

    assert refusal == ("Choose one of the scores on the published scale", "score")
    assert Assessment.objects.count() == 0


def test_pass_or_fail_takes_nothing_in_between():
    world = EvaluationWorld().until_scoring()

    refusal = refused(lambda: world.assess(world.first, world.bids[0], criterion="standing", score="0.5"))

    assert refusal == ("Choose one of the scores on the published scale", "score")
    assert world.assess(world.first, world.bids[0], criterion="standing", score="0").state == "submitted"


def test_submitting_needs_score_and_reasons_and_loses_neither():
    world = EvaluationWorld().until_scoring()
    thin = TypedAssessment(score=Decimal(3), reasons="Good.", revision=1)

    assert refused(lambda: submit_assessment(**where(world), assessment=TypedAssessment(reasons=REASONS))) == (
        "Choose a score",
        "score",
    )
    assert refused(lambda: submit_assessment(**where(world), assessment=thin)) == (
        "Give your reasons: why this score, and why not a higher one",
        "reasons",
    )
    kept = Assessment.objects.get()
    assert (kept.state, kept.score, kept.reasons, kept.revision) == ("draft", 3, "Good.", 2)


def test_the_database_refuses_a_submitted_mark_without_reasons():
    world = EvaluationWorld().until_scoring()
    mark = world.assess(world.first, world.bids[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=mark.pk).update(reasons="")


def test_submitting_records_that_it_was_given_and_not_what():
    world = EvaluationWorld().until_scoring()

    mark = world.assess(world.first, world.bids[0], citations=("A peer stays with them for a year.",))

    said = world.challenge.record.entries.get(event="assessment.submitted").content
    assert said == {
        "assessment": str(mark.pk),
        "member": str(world.first.pk),
        "bid": str(world.bids[0].pk),
        "criterion": "plan",
        "version": str(mark.specification_version_id),
    }
    assert mark.specification_version == world.challenge.versions.get()


def test_a_passage_must_stand_in_the_bid():
    world = EvaluationWorld().until_scoring()

    refusal = refused(lambda: world.assess(world.first, world.bids[0], citations=("We promise the moon.",)))

    assert refusal == ("These words do not stand in the bid: We promise the moon.", "citations")


def test_a_passage_may_run_over_a_line_break():
    world = EvaluationWorld().until_scoring()

    mark = world.assess(world.first, world.bids[0], citations=("with them for a year. Seven hundred peers",))

    assert mark.state == "submitted"


def test_a_mark_needs_a_declaration_without_conflict():
    world = EvaluationWorld()
    world.seat_panel()
    world.open_quality()

    assert refused(lambda: world.assess(world.first, world.bids[0]))[0] == (
        "Declare first whether you have a conflict of interest with this bidder."
    )
    world.declare(world.first, conflict_with=world.bids)
    assert refused(lambda: world.assess(world.first, world.bids[0]))[0] == (
        "You declared a conflict of interest with this bidder."
    )


def test_a_mark_needs_a_criterion_given_to_the_member():
    world = EvaluationWorld().until_scoring()
    third = world.seat("third", criteria=("standing",))
    observer = world.seat("observer", role="observer", criteria=())
    for member in (third, observer):
        world.declare(member)

    for member in (third, observer, world.chair):
        assert refused(lambda member=member: world.assess(member, world.bids[0]))[0] == (
            "This criterion was not given to you."
        )


def test_a_released_member_marks_no_more():
    world = EvaluationWorld().until_scoring()
    PanelMember.objects.filter(pk=world.first.pk).update(left_at=SCORING)

    assert refused(lambda: world.assess(world.first, world.bids[0]))[0] == "This criterion was not given to you."


def test_a_bid_of_another_procedure_is_not_marked():
    world, other = EvaluationWorld().until_scoring(), EvaluationWorld().until_scoring()

    assert refused(lambda: world.assess(world.first, other.bids[0]))[0] == "This bid is not open to this panel."


def test_a_bid_that_could_not_be_opened_is_not_marked():
    world = EvaluationWorld().until_scoring()
    SealedEnvelope.objects.filter(bid=world.bids[0], kind="quality").update(opened_at=None)

    message, _field = refused(lambda: world.assess(world.first, world.bids[0]))

    assert message == "This bid could not be opened, so it cannot be scored yet. Tell the commercial team."


def test_two_pages_open_at_once_do_not_overwrite_each_other():
    world = EvaluationWorld().until_scoring()
    save_assessment(**where(world), assessment=TypedAssessment(reasons="From the train"))

    with pytest.raises(AssessmentChanged):
        save_assessment(**where(world), assessment=TypedAssessment(reasons="From the office"))

    assert Assessment.objects.get().reasons == "From the train"


def test_a_submitted_mark_changes_only_when_taken_back():
    world = EvaluationWorld().until_scoring()
    given = world.assess(world.first, world.bids[0])
    again = TypedAssessment(score=Decimal(2), reasons=REASONS, revision=given.revision)

    assert refused(lambda: save_assessment(**where(world), assessment=again))[0] == (
        "You have submitted this score. Take it back to change it."
    )
    assert take_back(**where(world)).submitted_at is None
    assert submit_assessment(**where(world), assessment=again).score == 2
    assert [e.event for e in world.challenge.record.entries.order_by("number")][-3:] == [
        "assessment.submitted",
        "assessment.taken_back",
        "assessment.submitted",
    ]


def test_nothing_changes_once_scores_are_being_agreed():
    world = EvaluationWorld().until_moderation()
    words = "The panel has begun to agree scores, so individual scores can no longer change."

    assert refused(lambda: take_back(**where(world)))[0] == words
    assert refused(lambda: save_assessment(**where(world), assessment=TypedAssessment(revision=1)))[0] == words


def test_submitting_all_gives_what_is_finished_and_names_the_rest():
    world = EvaluationWorld(bidders=2).until_scoring()
    save_assessment(**where(world), assessment=TypedAssessment(score=Decimal(3), reasons=REASONS))
    save_assessment(**where(world, bid=world.bids[1]), assessment=TypedAssessment(reasons=REASONS))

    done = submit_all(member_id=world.first.pk, at=SCORING)

    assert done.given == 1
    assert [draft.bid_id for draft in done.incomplete] == [world.bids[1].pk]
    assert Assessment.objects.filter(state="submitted").count() == 1


def test_a_page_that_has_not_heard_of_its_own_save_is_not_in_conflict_with_itself():
    world = EvaluationWorld().until_scoring()
    page = uuid4()
    save_assessment(**where(world), assessment=TypedAssessment(reasons=REASONS, page=page, turn=1))

    given = submit_assessment(
        **where(world), assessment=TypedAssessment(score=Decimal(4), reasons=REASONS, page=page, turn=2)
    )

    assert (given.state, given.score, given.revision) == ("submitted", 4, 2)


def test_a_save_that_arrives_late_does_not_undo_the_later_one_of_its_page():
    world = EvaluationWorld().until_scoring()
    page = uuid4()
    save_assessment(**where(world), assessment=TypedAssessment(reasons="All of it", page=page, turn=7))

    late = save_assessment(**where(world), assessment=TypedAssessment(reasons="Half of it", page=page, turn=3))

    assert (late.reasons, late.revision) == ("All of it", 1)


def test_another_page_is_still_in_conflict_whatever_was_typed_on_it():
    world = EvaluationWorld().until_scoring()
    save_assessment(**where(world), assessment=TypedAssessment(reasons="From the train", page=uuid4(), turn=1))

    for page in (uuid4(), None):
        with pytest.raises(AssessmentChanged):
            save_assessment(**where(world), assessment=TypedAssessment(reasons="From the office", page=page, turn=9))

    assert Assessment.objects.get().reasons == "From the train"
