import pytest

from bids.evaluation.models import PanelMember
from bids.evaluation.services.panels import (
    PanelRefused,
    SeatPlan,
    invite_member,
    release_member,
    remind_panel,
    seat_invited,
    seat_member,
    set_up_panel,
)
from challenges.ground.models import Invitation, OutboxRow
from tests.bids.evaluation_world import DURING, SCORING, EvaluationWorld
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def refused(act):
    with pytest.raises(PanelRefused) as refusal:
        act()
    return str(refusal.value)


def test_a_panel_is_set_up_once():
    world = EvaluationWorld(bidders=0)

    panels = {
        set_up_panel(stage_id=world.stage.pk, lot_id=None, by=world.officer.pk, at=DURING).pk for _time in range(2)
    }

    assert len(panels) == 1
    assert world.challenge.record.entries.filter(event="panel.set_up").count() == 1


def test_seating_gives_criteria_records_it_and_tells_the_member():
    world = EvaluationWorld(bidders=0)
    world.seat_panel()

    assert [c.block_id for c in world.first.criteria.all()] == ["plan", "standing"]
    said = world.challenge.record.entries.filter(event="panel.member_seated").last().content
    assert (said["member"], said["after_opening"]) == (str(world.second.pk), False)
    assert OutboxRow.objects.filter(event="panel.invited").count() == 3


def test_seating_after_the_opening_says_so_in_the_record():
    world = EvaluationWorld().until_scoring()

    world.seat("late")

    assert world.challenge.record.entries.filter(event="panel.member_seated").last().content["after_opening"] is True


def test_formula_criteria_are_given_to_nobody():
    world = EvaluationWorld(bidders=0)
    world.seat_panel()

    assert refused(lambda: world.seat("person", criteria=("price",))) == "Choose criteria that this panel marks."


def test_an_evaluator_needs_a_criterion_and_an_observer_none():
    world = EvaluationWorld(bidders=0)
    world.seat_panel()

    assert refused(lambda: world.seat("a", criteria=())) == "Choose at least one criterion for an evaluator."
    assert refused(lambda: world.seat("b", role="observer")) == (
        "An observer reads and does not mark: choose no criteria."
    )


def test_members_do_not_change_once_scores_are_being_agreed():
    world = EvaluationWorld().until_moderation()
    words = "The panel has begun to agree scores, so its members can no longer change."

    assert refused(lambda: world.seat("late")) == words
    assert refused(lambda: release_member(member_id=world.first.pk, by=world.officer.pk, at=SCORING)) == words


def test_an_invited_person_is_seated_as_planned():
    world = EvaluationWorld(bidders=0)
    world.seat_panel()
    plan = SeatPlan(role="evaluator", discipline="Lived experience", criteria=(world.criterion("plan").pk,))
    person = a_person("invited")

    invite_member(panel_id=world.panel.pk, email=person.email, plan=plan, by=world.officer.pk, at=DURING)
    member = seat_invited(invitation=Invitation.objects.get(kind="panel"), by=person.pk, at=DURING)

    assert (member.person, member.role, member.discipline) == (person, "evaluator", "Lived experience")
    assert [c.block_id for c in member.criteria.all()] == ["plan"]


def test_a_released_member_may_come_back():
    world = EvaluationWorld(bidders=0)
    world.seat_panel()
    release_member(member_id=world.first.pk, by=world.officer.pk, at=DURING)

    plan = SeatPlan(role="evaluator", criteria=(world.criterion("plan").pk,))
    seat_member(panel_id=world.panel.pk, person_id=world.first.person_id, plan=plan, by=world.officer.pk, at=DURING)

    assert PanelMember.objects.get(pk=world.first.pk).left_at is None


def test_reminders_go_out_once_a_day():
    world = EvaluationWorld(bidders=0)
    world.seat_panel()

    for _time in range(2):
        remind_panel(panel_id=world.panel.pk, by=world.officer.pk, at=DURING)

    assert OutboxRow.objects.filter(event="panel.reminder").count() == 1
